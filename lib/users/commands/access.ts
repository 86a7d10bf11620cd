import { eq, sql } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { record } from '@/lib/history'
import { USER_REFUSALS } from './create'
import { voidLinks } from './links'
import { lockUser, mustLeaveAdministrator } from './lock'

const ENDED = { sessionVersion: sql`${users.sessionVersion} + 1` }

type Activity = { user: string; active: boolean; confirmed?: boolean }

/**
 * Lets a user sign in, or no longer. Deactivating ends the sessions at their next request and voids open links; the
 * user stays a colleague. Asking twice changes nothing the second time.
 */
export async function setActive(ctx: Context, { user: handle, active, confirmed }: Activity): Promise<void> {
  await refusing(USER_REFUSALS, () =>
    transact(ctx, async (ctx) => {
      const locked = await lockUser(ctx, handle)
      const { user } = locked
      if (user.active === active) return
      mustLeaveAdministrator(locked, { role: user.role, active })
      if (!active && user.id === ctx.actor.id && !confirmed) throw new Refusal('invalid', 'ownAccess')
      await ctx.db
        .update(users)
        .set({ active, version: user.version + 1, ...(active ? { activatedAt: ctx.now } : ENDED) })
        .where(eq(users.id, user.id))
      if (!active) await voidLinks(ctx, user.id)
      await record(ctx, { action: active ? 'user.activated' : 'user.deactivated', userId: user.id })
    }),
  )
}

/** Ends every session of a user, wherever it is open. */
export async function signOutUser(ctx: Context, handle: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const { user } = await lockUser(ctx, handle)
    await ctx.db.update(users).set(ENDED).where(eq(users.id, user.id))
    await record(ctx, { action: 'user.signedOutEverywhere', userId: user.id })
  })
}

/** Ends every session of the person who asks, this one included. */
export async function signOutEverywhere(ctx: Context): Promise<void> {
  await transact(ctx, async (ctx) => {
    await ctx.db.update(users).set(ENDED).where(eq(users.id, ctx.actor.id))
    await record(ctx, { action: 'user.signedOutEverywhere', userId: ctx.actor.id })
  })
}
