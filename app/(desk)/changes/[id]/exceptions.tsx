import type { ReactNode } from 'react'
import { Turner } from '@/app/_blocks/turner'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { type ChangeView, countExceptions, listExceptions } from '@/lib/changes/queries/changes'
import type { Unchanged as UnchangedRow } from '@/lib/changes/queries/touched'
import { aboutOf } from '@/lib/changes/selection'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import { pageOf } from '@/lib/list'

export const SHOWN = 50

/** Of one reason a page further on. */
export type Turned = { reason: string; page: number }

type Props = { ctx: Context; change: ChangeView; turned: Turned }

/** The customers, or contacts, that a change did not do, or not wholly, by the reason why: of each a page at a time. */
export async function Exceptions({ ctx, change, turned }: Props) {
  const t = wordsFor(ctx, 'changes')
  const groups = await countExceptions(ctx, change.id)
  if (groups.length === 0) return null
  const cuts = groups.map(({ reason, count }) => pageOf(count, reason === turned.reason ? turned.page : 1, SHOWN))
  const lists = await Promise.all(
    groups.map(({ reason }, index) => listExceptions(ctx, change.id, reason, SHOWN, cuts[index]?.offset)),
  )
  return (
    <section className="grid gap-3 border-t border-line pt-4">
      <h2 className="font-semibold">{t('exceptions')}</h2>
      {groups.map(({ reason, count }, index) => {
        const words = t(`${aboutOf(change) === 'contacts' ? 'contacts.' : ''}reasons.${reason as 'moved'}`, {
          count,
          author: change.author,
        })
        const { page = 1, pages = 1 } = cuts[index] ?? {}
        const at = (number: number) => `/changes/${change.key}?reason=${reason}&at=${number}`
        return (
          <Unchanged
            key={reason}
            ctx={ctx}
            count={count}
            rows={lists[index] ?? []}
            open={reason === turned.reason}
            pages={<Turner inset label={words} {...{ ctx, page, pages, at }} />}
            words={words}
          />
        )
      })}
    </section>
  )
}

type UnchangedProps = {
  ctx: Context
  count: number
  words: string
  rows: UnchangedRow[]
  open?: boolean
  /** The way to the others; without it, it is said that these are the first. */
  pages?: ReactNode
}

/** So many customers, or contacts, why, and some of them. */
export function Unchanged({ ctx, count, words, rows, open = false, pages }: UnchangedProps) {
  const t = wordsFor(ctx, 'changes')
  return (
    <details open={open || count <= 10} className="text-base">
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
      {count > SHOWN &&
        (pages ? (
          <div className="pt-2 pl-4">{pages}</div>
        ) : (
          <p className="pt-2 pl-4 text-sm text-ink-3">{t('firstOf', { count: formatFor(ctx).number(SHOWN) })}</p>
        ))}
    </details>
  )
}
