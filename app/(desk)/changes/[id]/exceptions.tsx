import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { type ChangeView, countExceptions, listExceptions } from '@/lib/changes/queries/changes'
import type { Unchanged as UnchangedRow } from '@/lib/changes/queries/touched'
import { aboutOf } from '@/lib/changes/selection'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'

export const SHOWN = 50

/** The customers, or contacts, that a change did not do, or not wholly, by the reason why. */
export async function Exceptions({ ctx, change }: { ctx: Context; change: ChangeView }) {
  const t = wordsFor(ctx, 'changes')
  const groups = await countExceptions(ctx, change.id)
  if (groups.length === 0) return null
  const lists = await Promise.all(groups.map(({ reason }) => listExceptions(ctx, change.id, reason, SHOWN)))
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h2 className="font-semibold">{t('exceptions')}</h2>
      {groups.map(({ reason, count }, index) => (
        <Unchanged
          key={reason}
          ctx={ctx}
          count={count}
          rows={lists[index] ?? []}
          words={t(`${aboutOf(change) === 'contacts' ? 'contacts.' : ''}reasons.${reason as 'moved'}`, {
            count,
            author: change.author,
          })}
        />
      ))}
    </section>
  )
}

type UnchangedProps = { ctx: Context; count: number; words: string; rows: UnchangedRow[] }

/** So many customers, or contacts, why, and the first of them. */
export function Unchanged({ ctx, count, words, rows }: UnchangedProps) {
  const t = wordsFor(ctx, 'changes')
  return (
    <details open={count <= 10} className="text-base">
      <summary className="cursor-pointer text-ink-2">{words}</summary>
      <ul className="grid gap-1 pt-2 pl-4">
        {rows.map(({ code, name, contactId, contact }) => (
          <li key={`${code} ${contactId}`} className="flex flex-wrap items-baseline gap-x-3">
            <span className="code">{code}</span>
            {contactId !== null && <span className="font-medium">{contact ?? t('contacts.gone')}</span>}
            <Link
              href={customerAddress(code)}
              className={contactId === null ? 'font-medium hover:underline' : 'text-ink-2 hover:underline'}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
      {count > SHOWN && (
        <p className="pt-2 pl-4 text-sm text-ink-3">{t('firstOf', { count: formatFor(ctx).number(SHOWN) })}</p>
      )}
    </details>
  )
}
