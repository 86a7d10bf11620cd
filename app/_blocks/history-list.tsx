import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Undoing } from '@/lib/contacts/queries/unmerge'
import { canUnmerge, unmergeAddress } from '@/lib/contacts/rules'
import type { Context } from '@/lib/context'
import type { HistoryRow } from '@/lib/customers/queries/history'
import { customerAddress } from '@/lib/customers/rules'
import { aboutOf, actionName, fieldsOf, labelOf, speakValue } from './history-words'

type Names = ReadonlyMap<number, string>
/** `customer` where the list is not that of one. */
type Row = HistoryRow & { customer?: { code: string; name: string } | null }
/** `code`: of the customer, where the list is that of one. */
type Props = { ctx: Context; rows: readonly Row[]; names: Names; code?: string }

/** What was done, to whom, by whom and when; of what changed, the old beside the new. */
export function HistoryList({ ctx, rows, names, code }: Props) {
  const t = wordsFor(ctx, 'history')
  const format = formatFor(ctx)
  const whom = (row: Row) => {
    if (row.action === 'contact.erased') return ''
    if (row.new?.gone) return t('list.gone')
    return row.new?.erased ? t('list.erased') : aboutOf(row)
  }
  return (
    <ol aria-label={t('list.title')} className="bg-surface text-base">
      {rows.map((row) => (
        <li
          key={row.key}
          className="grid grid-cols-[minmax(0,1fr)] gap-x-4 border-b border-line px-5 py-2 [overflow-wrap:anywhere] max-md:px-3.5 print:px-0 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-baseline"
        >
          <p>
            <span className="font-semibold">{actionName(ctx, row.action)}</span>
            {whom(row) && <span className="text-ink-2"> · {whom(row)}</span>}
            {row.customer && (
              <>
                {' · '}
                <Link href={customerAddress(row.customer.code)} className="link">
                  {row.customer.name}
                </Link>
              </>
            )}
            {row.action === 'contact.starred' && row.old && (
              <span className="text-ink-2">
                , {t('list.former', { name: row.old.erased ? t('list.erased') : String(row.old.contact) })}
              </span>
            )}
          </p>
          <p className="text-sm text-ink-3 tabular-nums">
            {row.author ?? t('list.program')}
            {row.inChange && (
              <>
                {', '}
                {row.changeKey ? (
                  <Link href={`/changes/${row.changeKey}`} className="link">
                    {t('list.byChange')}
                  </Link>
                ) : (
                  t('list.byChange')
                )}
              </>
            )}
            {' · '}
            <time dateTime={row.at.toISOString()}>{format.moment(row.at)}</time>
          </p>
          <Changes ctx={ctx} row={row} names={names} />
          <Unmerging ctx={ctx} row={row} code={code ?? row.customer?.code} />
        </li>
      ))}
    </ol>
  )
}

/** Leads to what taking a merge back would do, while that is possible. */
function Unmerging({ ctx, row, code }: { ctx: Context; row: Row; code: string | undefined }) {
  const undo = row.action === 'contact.merged' ? (row.new?.undo as Undoing | undefined) : undefined
  if (!undo || !code || !canUnmerge(row.at, ctx.now) || !can(ctx.actor, 'contacts.write')) return null
  const contact = (undo.moved ?? undo.folded.into).id
  return (
    <p className="no-print col-span-full text-sm">
      <Link href={unmergeAddress(code, contact, Number(row.key.replace(/^h/, '')))} className="link">
        {wordsFor(ctx, 'contacts')('unmerge.open')}
      </Link>
    </p>
  )
}

/** What was searched for is shown by showing it. */
function placeOf(name: string, told: string): string | undefined {
  if (name === 'search' && told !== '') return `/customers?${told}`
  return name === 'place' && /^\/(?!\/)/.test(told) ? told : undefined
}

function Changes({ ctx, row, names }: { ctx: Context; row: HistoryRow; names: Names }) {
  const t = wordsFor(ctx, 'history')
  const fields = fieldsOf(row)
  if (fields.length === 0) return null
  const spoken = (side: Record<string, unknown>, name: string) => {
    const told = speakValue(ctx, row.action, name, side[name], names)
    const place = placeOf(name, told)
    if (!place) return told || t('list.nothing')
    return (
      <Link href={place} className="link">
        {t('list.show')}
      </Link>
    )
  }
  return (
    <ul className="col-span-full flex flex-wrap gap-x-4 text-sm text-ink-2">
      {fields.map((name) => (
        <li key={name} className="min-w-0 [overflow-wrap:anywhere]">
          <span className="text-ink-3">{labelOf(ctx, row.action, name) ?? name}</span>{' '}
          {row.old && row.new ? (
            <>
              <s className="text-ink-3 no-underline">{spoken(row.old, name)}</s>
              <span aria-hidden> → </span>
              <span className="text-ink">{spoken(row.new, name)}</span>
            </>
          ) : (
            spoken(row.new ?? row.old ?? {}, name)
          )}
        </li>
      ))}
    </ul>
  )
}
