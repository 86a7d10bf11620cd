import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { findSecondFactor } from '@/lib/users/queries'

/** Whether a code is asked besides the password, and the way to the page where that is decided. */
export async function SecondFactorRow({ ctx }: { ctx: Context }) {
  const t = wordsFor(ctx, 'auth')
  const { since, left } = await findSecondFactor(ctx, ctx.actor.id)
  return (
    <section aria-labelledby="second-factor" className="grid gap-3 border-t border-line pt-6">
      <h2 id="second-factor" className="font-semibold">
        {t('secondFactor.title')}
      </h2>
      <p className="text-base text-ink-2">
        {since
          ? `${t('secondFactor.since', { moment: formatFor(ctx).moment(since) })} ${t('secondFactor.left', { left })}`
          : t('secondFactor.off')}
      </p>
      <div>
        <Link href="/profile/second-factor" className="btn">
          {since ? t('secondFactor.manage') : t('secondFactor.begin')}
        </Link>
      </div>
    </section>
  )
}
