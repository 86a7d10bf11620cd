import { eq, sql } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type Context, mustBeCurrent, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { difference, record } from '@/lib/history'
import type { UserChange } from '../input'
import { USER_REFUSALS } from './create'
import { keepHandle } from './handle'
import { voidLinks } from './links'
import { lockUser, mustLeaveAdministrator, mustMakeAdministrators } from './lock'

/**
 * Changes a user. Another role ends the user's sessions. Who changes the own role must say that they mean it, since
 * it may take away the right to change it back.
 */
export async function updateUser(ctx: Context, input: UserChange): Promise<{ handle: string }> {
  const { user: handle, version, confirmed, ...values } = input
  return refusing(USER_REFUSALS, () =>
    transact(ctx, async (ctx) => {
      const locked = await lockUser(ctx, handle)
      const { user } = locked
      mustBeCurrent(user.version === version ? [user] : [])
      mustMakeAdministrators(ctx, values.role)
      mustLeaveAdministrator(locked, { role: values.role, active: user.active })
      const changesRole = values.role !== user.role
      if (changesRole && user.id === ctx.actor.id && !confirmed) {
        throw new Refusal('invalid', 'ownRole', { fields: { confirmed: 'ownRole' } })
      }
      const changed = difference(user, values)
      if (!changed) return { handle: values.handle }
      await ctx.db
        .update(users)
        .set({
          ...values,
          version: version + 1,
          ...(changesRole && { sessionVersion: sql`${users.sessionVersion} + 1` }),
        })
        .where(eq(users.id, user.id))
      // A link made for who this was must not open who this is now.
      if (changesRole || values.email !== user.email) await voidLinks(ctx, user.id)
      await keepHandle(ctx, user.id, values.handle)
      await record(ctx, { action: 'user.updated', userId: user.id, ...changed })
      return { handle: values.handle }
    }),
  )
}
