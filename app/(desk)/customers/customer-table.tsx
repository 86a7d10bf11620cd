import { SortHeading } from '@/app/_blocks/sort-heading'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { type CustomerFilter, type CustomerView, customersAddress } from '@/lib/customers/filter'
import type { CustomerRow } from '@/lib/customers/queries/list'
import type { CustomerColumn } from '@/lib/customers/rules/columns'
import { COLUMN, type Reader } from './columns'

type Props = {
  ctx: Context
  rows: CustomerRow[]
  columns: readonly CustomerColumn[]
  filter: CustomerFilter
  view: CustomerView
  /** Whether rows can be ticked. */
  ticks: boolean
}

/** The customers of a page. Rendered by the server; the ticks are watched by `Selection` around it. */
export function CustomerTable({ ctx, rows, columns, filter, view, ticks }: Props) {
  const t = wordsFor(ctx, 'customers')
  const reader = { t, words: wordsFor(ctx, 'words'), format: formatFor(ctx), columns }
  return (
    <div className={`overflow-x-auto print:overflow-visible ${roomFor(columns)}`}>
      <table className="table customers">
        <caption className="sr-only">{t('title')}</caption>
        <thead>
          <tr>
            <td className="no-print w-11">
              {ticks && (
                <label className="tick-cell">
                  <input type="checkbox" data-page-tick aria-label={t('selectPage')} className="tick" />
                </label>
              )}
            </td>
            {columns.map((column) => (
              <Heading key={column} t={t} column={column} filter={filter} view={view} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} ticks={ticks} reader={reader} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const TICKS = 44
/** What the sidebar and a scroll bar leave of a window. */
const ROOM = [
  { room: 1280 - 223, wide: false, className: 'xl:overflow-visible' },
  { room: 1440 - 223, wide: true, className: 'min-[1440px]:overflow-visible' },
  { room: 1680 - 223, wide: true, className: 'min-[1680px]:overflow-visible' },
  { room: 1920 - 223, wide: true, className: 'min-[1920px]:overflow-visible' },
] as const

/** From which window on there is room for all columns, so that their headings can stay in sight: what scrolls sideways holds them back. */
function roomFor(columns: readonly CustomerColumn[]): string {
  const widthOf = (wide: boolean) =>
    columns.reduce((sum, column) => sum + ([COLUMN[column].width].flat()[wide ? 1 : 0] ?? 0), TICKS)
  return ROOM.find(({ room, wide }) => widthOf(wide) <= room)?.className ?? ''
}

type HeadingProps = { t: Reader['t']; column: CustomerColumn } & Pick<Props, 'filter' | 'view'>

function Heading({ t, column, filter, view }: HeadingProps) {
  const { sort, figure } = COLUMN[column]
  const label = t(`columns.${column}`)
  const className = figure ? 'num' : undefined
  if (!sort)
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    )
  const sorted = view.sort === sort
  const descending = sorted ? !view.descending : Boolean(figure)
  return (
    <SortHeading
      label={label}
      title={t('sortBy', { column: label })}
      href={customersAddress(filter, { ...view, sort, descending, page: 1 })}
      sorted={sorted ? (view.descending ? 'down' : 'up') : undefined}
      figure={Boolean(figure)}
    />
  )
}

function Row({ row, ticks, reader }: { row: CustomerRow; ticks: boolean; reader: Reader }) {
  const head = reader.columns.includes('name') ? 'name' : 'code'
  return (
    <tr>
      <td className="no-print">
        {ticks && (
          <label className="tick-cell">
            <input
              type="checkbox"
              name="id"
              value={row.id}
              aria-label={reader.t('selectOne', { code: row.code, name: row.name })}
              className="tick"
            />
          </label>
        )}
      </td>
      {reader.columns.map((column) => {
        const { className, figure, cell } = COLUMN[column]
        const Cell = column === head ? 'th' : 'td'
        return (
          <Cell
            key={column}
            data-cell={column}
            className={figure ? 'num' : className}
            {...(column === head ? { scope: 'row' } : {})}
          >
            {cell(row, reader)}
          </Cell>
        )
      })}
    </tr>
  )
}
