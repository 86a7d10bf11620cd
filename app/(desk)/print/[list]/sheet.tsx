import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { First } from '@/lib/exports/queries/first'

/** A column on paper: the heading it has in a file, what it is called here, and how its cells are said. */
export type Column = { heading: string; label: string; say?: (cell: string) => string; figure?: boolean }

/** A list as a plain table, which any paper has room for. */
export function Sheet({ title, columns, first }: { title: string; columns: readonly Column[]; first: First }) {
  return (
    <table className="table [&_td]:max-w-none [&_td]:py-1 [&_td]:wrap-break-word [&_td]:whitespace-normal print:[--row:26px] print:[&_td]:text-sm">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr>
          {columns.map(({ heading, label, figure }) => (
            <th key={heading} scope="col" className={figure ? 'num' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {first.rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: it is printed, and never in another order.
          <tr key={place}>
            {columns.map(({ heading, say = (cell) => cell, figure }) => (
              <td key={heading} className={figure ? 'num' : undefined}>
                {row[heading] ? say(row[heading]) : ''}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function itemColumns(ctx: Context): Column[] {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const { amount, day } = formatFor(ctx)
  const typeOf = (cell: string) =>
    words.has(`itemTypes.${cell as 'invoice'}`) ? words(`itemTypes.${cell as 'invoice'}`) : cell
  return [
    { heading: 'customer_code', label: t('columns.code') },
    { heading: 'customer_name', label: t('columns.name') },
    { heading: 'number', label: t('file.items.number') },
    { heading: 'type', label: t('file.items.type'), say: typeOf },
    { heading: 'due_date', label: t('file.items.due'), say: day, figure: true },
    { heading: 'days_late', label: t('file.items.late'), say: (days) => (Number(days) > 0 ? days : ''), figure: true },
    { heading: 'remaining', label: t('file.items.remaining'), say: amount, figure: true },
    { heading: 'currency', label: wordsFor(ctx, 'files')('fields.items.currency') },
  ]
}

export function userColumns(ctx: Context): Column[] {
  const t = wordsFor(ctx, 'admin')
  const words = wordsFor(ctx, 'words')
  const role = (cell: string) => (words.has(`roles.${cell as 'guest'}`) ? words(`roles.${cell as 'guest'}`) : cell)
  const state = (cell: string) => t(cell === 'true' ? 'states.active' : 'states.inactive')
  return [
    { heading: 'last_name', label: t('fields.lastName') },
    { heading: 'first_name', label: t('fields.firstName') },
    { heading: 'email', label: t('fields.email') },
    { heading: 'role', label: t('fields.role'), say: role },
    { heading: 'active', label: t('state'), say: state },
    { heading: 'customers_as_colleague', label: t('asColleague'), figure: true },
    { heading: 'customers_as_collector', label: t('asCollector'), figure: true },
  ]
}

/** Under the headings of the file, which are words already. */
export function asInFile({ headings }: First): Column[] {
  return headings.map((heading) => ({ heading, label: heading }))
}
