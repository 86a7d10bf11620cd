import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { postgresError, Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { tracesOf } from '../queries/traces'
import { lockUser, mustLeaveAdministrator } from './lock'

/**
 * Deletes a user whom nothing names; everybody else stays and can be deactivated. The row is locked against whatever would
 * begin to refer to it, then looked at; a table of the future that refers to it refuses by its foreign key.
 */
export async function deleteUser(ctx: Context, handle: string): Promise<void> {
  try {
    await transact(ctx, async (ctx) => {
      const locked = await lockUser(ctx, handle)
      const { id, firstName, lastName, email, role } = locked.user
      mustLeaveAdministrator(locked, { role, active: false })
      await ctx.db.select({ id: users.id }).from(users).where(eq(users.id, id)).for('update')
      if ((await tracesOf(ctx, id)).length > 0) throw inUse()
      await ctx.db.delete(users).where(eq(users.id, id))
      const old = { handle: locked.user.handle, firstName, lastName, email, role }
      await record(ctx, { action: 'user.deleted', userId: id, old })
    })
  } catch (error) {
    throw postgresError(error)?.code === '23503' ? inUse() : error
  }
}

function inUse(): Refusal {
  return new Refusal('conflict', 'userInUse')
}
