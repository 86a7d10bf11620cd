import { ArrowDown, ArrowUp } from 'lucide-react'
import { AgeingStrip } from '@/app/_blocks/ageing-strip'
import { Amount, ageingLabel, LateDays } from '@/app/_blocks/figures'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { type CustomerFilter, type CustomerView, customersAddress, type SortKey } from '@/lib/customers/filter'
import type { CustomerRow } from '@/lib/customers/queries/list'
import { customerAddress } from '@/lib/customers/rules'

type Props = {
  ctx: Context
  rows: CustomerRow[]
  filter: CustomerFilter
  view: CustomerView
  /** Whether rows can be ticked. */
  ticks: boolean
}
type Column = { key: SortKey | 'colleagues' | 'ageing'; sort?: SortKey; figure?: boolean }

const COLUMNS: Column[] = [
  { key: 'code', sort: 'code' },
  { key: 'name', sort: 'name' },
  { key: 'city', sort: 'city' },
  { key: 'country', sort: 'country' },
  { key: 'collector', sort: 'collector' },
  { key: 'colleagues' },
  { key: 'ageing' },
  { key: 'overdue', sort: 'overdue', figure: true },
  { key: 'balance', sort: 'balance', figure: true },
  { key: 'late', sort: 'late', figure: true },
]

/** The customers of a page. Rendered by the server; the ticks are watched by `Selection` around it. */
export function CustomerTable({ ctx, rows, filter, view, ticks }: Props) {
  const t = wordsFor(ctx, 'customers')
  return (
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
          {COLUMNS.map((column) => (
            <Heading key={column.key} ctx={ctx} column={column} filter={filter} view={view} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} ctx={ctx} row={row} ticks={ticks} />
        ))}
      </tbody>
    </table>
  )
}

function Heading({
  ctx,
  column,
  filter,
  view,
}: {
  ctx: Context
  column: Column
  filter: CustomerFilter
  view: CustomerView
}) {
  const t = wordsFor(ctx, 'customers')
  const { key, sort, figure } = column
  const label = t(key as 'code')
  if (!sort) return <th scope="col">{label}</th>
  const sorted = view.sort === sort
  const descending = sorted ? !view.descending : Boolean(figure)
  const Arrow = view.descending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      className={figure ? 'num' : undefined}
      aria-sort={sorted ? (view.descending ? 'descending' : 'ascending') : undefined}
    >
      <Link
        href={customersAddress(filter, { ...view, sort, descending, page: 1 })}
        aria-label={t('sortBy', { column: t(key as 'code') })}
        className="inline-flex items-center gap-1 hover:text-ink"
      >
        {label}
        {sorted && <Arrow className="size-3" aria-hidden />}
      </Link>
    </th>
  )
}

function Row({ ctx, row, ticks }: Pick<Props, 'ctx' | 'ticks'> & { row: CustomerRow }) {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  return (
    <tr>
      <td className="no-print">
        {ticks && (
          <label className="tick-cell">
            <input
              type="checkbox"
              name="id"
              value={row.id}
              aria-label={t('selectOne', { code: row.code, name: row.name })}
              className="tick"
            />
          </label>
        )}
      </td>
      <td data-cell="code" className="code">
        {row.code}
        <span className="font-sans md:hidden">
          {[row.city, row.collector].filter(Boolean).map((text) => ` · ${text}`)}
        </span>
      </td>
      <th scope="row" data-cell="name" className="max-w-52 min-[1440px]:max-w-80">
        <Link href={customerAddress(row.code)} className="font-semibold hover:underline">
          {row.name}
        </Link>
        {row.state !== 'active' && (
          <span className="tag tag-warn ml-2">{words(`states.${row.state as 'blocked'}`)}</span>
        )}
      </th>
      <td data-cell="city" className="max-w-26 min-[1440px]:max-w-40">
        {row.city}
      </td>
      <td data-cell="country" className="text-ink-3">
        {row.country && (
          <abbr title={format.country(row.country)} className="no-underline">
            {row.country}
          </abbr>
        )}
      </td>
      <td data-cell="collector" className="max-w-28 min-[1440px]:max-w-40">
        {row.collector ?? <span className="text-ink-3">{words('none')}</span>}
      </td>
      <td data-cell="colleagues" className="min-[1440px]:max-w-60">
        <Colleagues names={row.colleagues} count={row.colleagueCount} ctx={ctx} />
      </td>
      <td data-cell="ageing">
        <AgeingStrip buckets={row.buckets} label={ageingLabel(row.buckets, format, words)} />
      </td>
      <td data-cell="overdue" className="num">
        <Amount value={row.overdue} format={format} />
      </td>
      <td data-cell="balance" className="num">
        <Amount value={row.balance} format={format} />
      </td>
      <td data-cell="late" className="num">
        <LateDays days={row.late} t={words} />
      </td>
    </tr>
  )
}

/** The first colleague, on a wide screen the second, and how many more. */
function Colleagues({ ctx, names, count }: { ctx: Context; names: string[]; count: number }) {
  const t = wordsFor(ctx, 'customers')
  const [first, second] = names
  return (
    <span className="inline-flex gap-1">
      {first && <Name name={first} />}
      {second && <Name name={second} className="max-[1439px]:hidden" />}
      {count > 1 && <span className="tag min-[1440px]:hidden">{t('moreColleagues', { count: count - 1 })}</span>}
      {count > 2 && <span className="tag max-[1439px]:hidden">{t('moreColleagues', { count: count - 2 })}</span>}
    </span>
  )
}

function Name({ name, className = '' }: { name: string; className?: string }) {
  return (
    <span className={`tag ${className}`} title={name}>
      {shortened(name)}
    </span>
  )
}

/** First name and the initial of the last: `Ana N.` */
function shortened(name: string): string {
  const [first = '', ...rest] = name.split(' ')
  const last = rest.at(-1)
  return last ? `${first} ${last.charAt(0)}.` : first
}
