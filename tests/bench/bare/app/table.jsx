export const COLUMNS = ['Code', 'City', 'Country', 'Collector', 'Colleagues', 'Ageing', 'Overdue', 'Balance', 'Late']

/** @param {{ rows: { id: number, name: string, cells: string[] }[] }} props a cell for each column */
export function Table({ rows }) {
  return (
    <table>
      <thead>
        <tr>
          <th />
          <th>Name</th>
          {COLUMNS.map((column) => (
            <th key={column}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, cells }) => (
          <tr key={id}>
            <td>
              <input type="checkbox" aria-label={name} name="id" value={id} />
            </td>
            <td>
              <a href={`/customers/${id}`}>{name}</a>
            </td>
            {COLUMNS.map((column, at) => (
              <td key={column}>{cells[at]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
