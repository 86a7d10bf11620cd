import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { countPortfolios } from '@/lib/customers/queries/portfolios'
import { listLinks, pickColleagues, type User } from '@/lib/users/queries'
import { fullName } from '@/lib/users/rules'
import { ActiveSwitch } from './active-switch'
import type { Held } from './deactivate'
import { LinkMaker } from './link-maker'
import { SignOutButton } from './sign-out-button'
import { TakeSecondFactor } from './take-second-factor'

/** Whether somebody may sign in, how they get a password, and how their sessions are ended. */
export async function Access({ ctx, user }: { ctx: Context; user: User }) {
  const t = wordsFor(ctx, 'admin')
  const purpose = user.hasPassword ? 'reset' : 'invitation'
  const open = (await listLinks(ctx, user.id)).find((link) => link.purpose === purpose)
  return (
    <section aria-labelledby="access" className="grid gap-5">
      <h2 id="access" className="-mb-3 font-semibold">
        {t('access')}
      </h2>
      <ActiveSwitch
        handle={user.handle}
        name={fullName(user)}
        active={user.active}
        own={user.id === ctx.actor.id}
        hasEmail={user.email !== null}
        held={await heldBy(ctx, user)}
      />
      {(user.active || (!user.hasPassword && user.email !== null)) && (
        <LinkMaker
          handle={user.handle}
          purpose={purpose}
          active={user.active}
          openUntil={open && formatFor(ctx).moment(open.expiresAt)}
        />
      )}
      {user.hasSecondFactor && user.id !== ctx.actor.id && (
        <TakeSecondFactor handle={user.handle} name={fullName(user)} />
      )}
      {user.active && user.hasPassword && <SignOutButton handle={user.handle} own={user.id === ctx.actor.id} />}
    </section>
  )
}

/**
 * What may be handed over while a user is deactivated; nothing where there is none, or it is not the reader's to give.
 */
async function heldBy(ctx: Context, user: User): Promise<Held | undefined> {
  if (!user.active || !can(ctx.actor, 'changes.write') || !can(ctx.actor, 'customers.collector')) return undefined
  const [sizes, everybody] = await Promise.all([countPortfolios(ctx, [user.id]), pickColleagues(ctx)])
  const size = sizes.get(user.id)
  if (!size || size.collector + size.colleague === 0) return undefined
  const successors = everybody
    .filter(({ id, active }) => active && id !== user.id)
    .map(({ id, name }) => ({ id, name }))
  return { userId: user.id, ...size, scope: ctx.actor.portfolioOnly ? 'portfolio' : 'all', successors }
}
