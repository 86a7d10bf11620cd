import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { countPortfolios } from '@/lib/customers/queries/portfolios'
import type { User } from '@/lib/users/queries'
import { HandOverButton } from './hand-over-button'

/** Offers the portfolio of a user to somebody else: urgently where nobody can sign in for it any more. */
export async function HandOver({ ctx, user }: { ctx: Context; user: User }) {
  const allowed = can(ctx.actor, 'changes.write') && can(ctx.actor, 'customers.collector')
  if (!allowed) return null
  const size = (await countPortfolios(ctx, [user.id])).get(user.id)
  if (!size || size.collector + size.colleague === 0) return null
  const t = wordsFor(ctx, 'admin')
  return (
    <section className="grid justify-items-start gap-2">
      <h2 className="text-base font-semibold">{t('handOverTitle')}</h2>
      <p className="text-base text-ink-2">{user.active ? t('handOverText') : t('handOverInactive', size)}</p>
      <HandOverButton userId={user.id} />
    </section>
  )
}
