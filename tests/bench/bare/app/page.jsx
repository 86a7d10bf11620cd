import { connection } from 'next/server'

const COLUMNS = ['Code', 'City', 'Country', 'Collector', 'Colleagues', 'Ageing', 'Overdue', 'Balance', 'Late']

/** What Next itself takes for fifty rows, made anew at each request, without a database, a session or anything around them. */
export default async function Page() {
  await connection()
  const rows = Array.from({ length: 50 }, (_, row) => ({ id: row, name: `Customer ${row}` }))
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
        {rows.map(({ id, name }) => (
          <tr key={id}>
            <td>
              <input type="checkbox" aria-label={name} name="id" value={id} />
            </td>
            <td>
              <a href={`/customers/${id}`}>{name}</a>
            </td>
            {COLUMNS.map((column) => (
              <td key={column}>{`${column} ${id}`}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
