import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { customersAddress, EVERYONE } from '@/lib/customers/filter'
import { countPortfolios } from '@/lib/customers/queries/portfolios'
import { findSecondFactor, type User } from '@/lib/users/queries'

/** How much hangs on a user, and when they were last here. */
export async function UserFacts({ ctx, user }: { ctx: Context; user: User }) {
  const t = wordsFor(ctx, 'admin')
  const format = formatFor(ctx)
  const size = (await countPortfolios(ctx, [user.id])).get(user.id)
  const factor = await findSecondFactor(ctx, user.id)
  const whose = [{ not: false, value: user.handle }]
  const all = { ...EVERYONE, state: 'all' as const }
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5 text-base [&_dd]:text-right [&_dd]:tabular-nums [&_dt]:text-ink-2">
      <dt>{t('asColleagueOf')}</dt>
      <dd>
        <Customers ctx={ctx} count={size?.colleague ?? 0} href={customersAddress({ ...all, colleague: whose })} />
      </dd>
      <dt>{t('asCollectorOf')}</dt>
      <dd>
        <Customers ctx={ctx} count={size?.collector ?? 0} href={customersAddress({ ...all, collector: whose })} />
      </dd>
      <dt>{t('lastSignIn')}</dt>
      <dd>{user.lastSignInAt ? format.moment(user.lastSignInAt) : t('never')}</dd>
      <dt>{t('secondFactor')}</dt>
      <dd>{t(factor.since ? 'secondFactorOn' : factor.needed ? 'secondFactorNeeded' : 'secondFactorNone')}</dd>
      <dt>{t('createdAt')}</dt>
      <dd>{format.moment(user.createdAt)}</dd>
    </dl>
  )
}

function Customers({ ctx, count, href }: { ctx: Context; count: number; href: string }) {
  const said = wordsFor(ctx, 'admin')('customersCount', { count })
  if (count === 0) return said
  return (
    <Link href={href} className="link">
      {said}
    </Link>
  )
}
