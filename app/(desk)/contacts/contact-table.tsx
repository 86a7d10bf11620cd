import type { Cell } from '@/app/_blocks/cell'
import { type Line, written } from '@/app/_blocks/line'
import { Rows } from '@/app/_blocks/rows'
import { SortHeading } from '@/app/_blocks/sort-heading'
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

/**
 * The contacts of a page: who, how to reach them, and of which customer. Their ticks are watched by `Selection` around
 * it.
 */
export function ContactTable({ ctx, rows, filter, view, ticks = false }: Props) {
  const t = wordsFor(ctx, 'contacts')
  return (
    <div className="overflow-x-auto xl:overflow-visible print:overflow-visible">
      <table className="table contacts">
        <caption className="sr-only">{t('list.title')}</caption>
        <thead>
          <tr>
            <td className="w-11">
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
          <Rows
            columns={COLUMNS.map((name) => ({
              name,
              heads: name === 'name',
              className: name === 'code' ? name : undefined,
            }))}
            lines={written(rows.map((row) => lineOf(ctx, row)))}
            ticks={ticks}
          />
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

function lineOf(ctx: Context, row: ListedContact): Line {
  const t = wordsFor(ctx, 'contacts')
  const words = wordsFor(ctx, 'words')
  const format = formatFor(ctx)
  const { id, code, customer, email, language, country, state } = row
  const name = fullName(row)
  const cells: Record<(typeof COLUMNS)[number], Cell> = {
    name: row.forCollection ? { star: t('list.forCollection') } : null,
    role: words(`contactRoles.${row.role}`),
    email: email && {
      ...{ href: letterTo(email), text: email, title: email },
      state: row.undeliverable ? t('returned') : undefined,
    },
    phone: row.phone ?? row.mobile,
    language: language && { abbreviation: language, title: format.language(language) },
    customer: {
      href: customerAddress(code),
      text: customer,
      state: state === 'active' ? undefined : words(`states.${state}`),
    },
    code,
    country: country && { abbreviation: country, title: format.country(country) },
  }
  return {
    id,
    href: contactAddress(code, id),
    head: name,
    label: t('list.open', { name, customer }),
    tick: t('list.selectOne', { name, customer }),
    cells: COLUMNS.map((column) => cells[column]),
  }
}
