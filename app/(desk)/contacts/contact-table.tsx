import { Star } from 'lucide-react'
import { SortHeading } from '@/app/_blocks/sort-heading'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { type ContactFilter, type ContactSort, type ContactView, contactsAddress } from '@/lib/contacts/filter'
import type { ListedContact } from '@/lib/contacts/queries/list'
import { contactAddress, letterTo } from '@/lib/contacts/rules'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import { fullName } from '@/lib/users/rules'

type Props = {
  ctx: Context
  rows: ListedContact[]
  filter: ContactFilter
  view: ContactView
  /** Whether rows can be ticked. */
  ticks?: boolean
}

const COLUMNS = ['name', 'role', 'email', 'phone', 'language', 'customer', 'code', 'country'] as const
const SORTS: Partial<Record<(typeof COLUMNS)[number], ContactSort>> = {
  name: 'name',
  customer: 'customer',
  code: 'code',
}

/** The contacts of a page: who, how to reach them, and of which customer. Rendered by the server; the ticks are watched by `Selection` around it. */
export function ContactTable({ ctx, rows, filter, view, ticks = false }: Props) {
  const t = wordsFor(ctx, 'contacts')
  return (
    <div className="overflow-x-auto xl:overflow-visible print:overflow-visible">
      <table className="table contacts">
        <caption className="sr-only">{t('list.title')}</caption>
        <thead>
          <tr>
            <td className="no-print w-11">
              {ticks && (
                <label className="tick-cell">
                  <input type="checkbox" data-page-tick aria-label={t('list.selectPage')} className="tick" />
                </label>
              )}
            </td>
            {COLUMNS.map((column) => (
              <Heading key={column} ctx={ctx} column={column} filter={filter} view={view} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} ctx={ctx} row={row} ticks={ticks} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Heading({ ctx, column, filter, view }: Omit<Props, 'rows' | 'ticks'> & { column: (typeof COLUMNS)[number] }) {
  const label = wordsFor(ctx, 'contacts')(`list.columns.${column}`)
  const sort = SORTS[column]
  if (!sort) return <th scope="col">{label}</th>
  const sorted = view.sort === sort
  return (
    <SortHeading
      label={label}
      title={wordsFor(ctx, 'customers')('sortBy', { column: label })}
      href={contactsAddress(filter, { ...view, sort, descending: sorted && !view.descending, page: 1 })}
      sorted={sorted ? (view.descending ? 'down' : 'up') : undefined}
    />
  )
}

function Row({ ctx, row, ticks }: { ctx: Context; row: ListedContact; ticks: boolean }) {
  const t = wordsFor(ctx, 'contacts')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const name = fullName(row)
  const file = customerAddress(row.code)
  return (
    <tr>
      <td className="no-print">
        {ticks && (
          <label className="tick-cell">
            <input
              type="checkbox"
              name="id"
              value={row.id}
              aria-label={t('list.selectOne', { name, customer: row.customer })}
              className="tick"
            />
          </label>
        )}
      </td>
      <th scope="row" data-cell="name" className="md:max-w-44 min-[1440px]:max-w-72">
        <Link
          href={contactAddress(row.code, row.id)}
          aria-label={t('list.open', { name, customer: row.customer })}
          className="font-semibold hover:underline"
        >
          {name}
        </Link>
        {row.forCollection && (
          <Star
            className="ml-1.5 inline size-3.5 fill-accent text-accent"
            role="img"
            aria-label={t('list.forCollection')}
          />
        )}
      </th>
      <td data-cell="role" className="text-ink-2">
        {words(`contactRoles.${row.role}`)}
      </td>
      <td data-cell="email" className="md:max-w-46 min-[1440px]:max-w-72">
        {row.email && (
          <a href={letterTo(row.email)} title={row.email} className="hover:underline">
            {row.email}
          </a>
        )}
      </td>
      <td data-cell="phone" className="tabular-nums md:max-w-38">
        {row.phone ?? row.mobile}
      </td>
      <td data-cell="language" className="text-ink-3">
        {row.language && (
          <abbr title={format.language(row.language)} className="no-underline">
            {row.language}
          </abbr>
        )}
      </td>
      <td data-cell="customer" className="md:max-w-46 min-[1440px]:max-w-80">
        <Link href={file} className="hover:underline">
          {row.customer}
        </Link>
        {row.state !== 'active' && <span className="tag tag-warn ml-2">{words(`states.${row.state}`)}</span>}
      </td>
      <td data-cell="code" className="code">
        {row.code}
      </td>
      <td data-cell="country" className="text-ink-3">
        {row.country && (
          <abbr title={format.country(row.country)} className="no-underline">
            {row.country}
          </abbr>
        )}
      </td>
    </tr>
  )
}
