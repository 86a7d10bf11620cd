import { ageingLabels } from '@/app/_blocks/figures'
import { type Line, written } from '@/app/_blocks/line'
import { Rows } from '@/app/_blocks/rows'
import { SortHeading } from '@/app/_blocks/sort-heading'
import { formatFor, sentence, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { type CustomerFilter, type CustomerView, customersAddress } from '@/lib/customers/filter'
import type { CustomerRow } from '@/lib/customers/queries/list'
import { customerAddress } from '@/lib/customers/rules'
import type { CustomerColumn } from '@/lib/customers/rules/columns'
import { COLUMN, type Column, type Reader } from './columns'

type Props = {
  ctx: Context
  rows: CustomerRow[]
  columns: readonly CustomerColumn[]
  filter: CustomerFilter
  view: CustomerView
  /** Whether rows can be ticked. */
  ticks: boolean
}

/** The customers of a page; their ticks are watched by `Selection` around it. */
export function CustomerTable({ ctx, rows, columns, filter, view, ticks }: Props) {
  const t = wordsFor(ctx, 'customers')
  const [words, format] = [wordsFor(ctx, 'words'), formatFor(ctx)]
  const reader = { t, words, format, columns, ageing: ageingLabels(format, words) }
  const tickOf = sentence((marks) => t('selectOne', marks), 'code', 'name')
  const head = columns.includes('name') ? 'name' : 'code'
  return (
    <div className={`relative overflow-x-auto print:overflow-visible ${roomFor(columns)}`}>
      <table className="table customers">
        <caption className="sr-only">{t('title')}</caption>
        <thead>
          <tr>
            <td className="w-11">
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
          <Rows
            columns={columns.map((name) => ({ name, heads: name === head, className: COLUMN[name].className }))}
            lines={written(rows.map((row) => ({ ...lineOf(row, reader), tick: tickOf(row) })))}
            ticks={ticks}
          />
        </tbody>
      </table>
    </div>
  )
}

const SIDEBAR = 208
const TICKS = 44
/** From here on columns take the wider of their widths. */
const WIDE = 1600
const WINDOWS = [
  { from: 1280, className: 'xl:overflow-visible' },
  { from: 1440, className: 'min-[1440px]:overflow-visible' },
  { from: WIDE, className: 'min-[1600px]:overflow-visible' },
  { from: 1920, className: 'min-[1920px]:overflow-visible' },
] as const

/** From which window on all columns have room, so that the headings stay in sight: what scrolls sideways takes them along. */
function roomFor(columns: readonly CustomerColumn[]): string {
  const sum = (widthOf: (column: Column) => number) =>
    columns.reduce((total, column) => total + widthOf(COLUMN[column]), SIDEBAR + TICKS)
  const narrow = sum(({ width }) => width)
  const wide = sum(({ width, wide = width }) => wide)
  return WINDOWS.find(({ from }) => wide <= Math.max(from, WIDE) && (from >= WIDE || narrow <= from))?.className ?? ''
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

function lineOf(row: CustomerRow, reader: Reader): Omit<Line, 'tick'> {
  const { columns } = reader
  const { id, code, name } = row
  const head = columns.includes('name') ? name : code
  const cells = columns.map((column) => COLUMN[column].cell(row, reader))
  return { id, href: customerAddress(code), head, cells }
}
