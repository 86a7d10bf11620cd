import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { type ChangeView, countExceptions, listExceptions } from '@/lib/changes/queries/changes'
import { aboutOf } from '@/lib/changes/selection'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'

const SHOWN = 50

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
        <details key={reason} open={count <= 10} className="text-base">
          <summary className="cursor-pointer text-ink-2">
            {t(`${aboutOf(change) === 'contacts' ? 'contacts.' : ''}reasons.${reason as 'moved'}`, {
              count,
              author: change.author,
            })}
          </summary>
          <ul className="grid gap-1 pt-2 pl-4">
            {lists[index]?.map(({ code, name, contactId, contact }) => (
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
      ))}
    </section>
  )
}
