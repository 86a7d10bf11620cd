import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { postgresError, Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { tracesOf } from '../queries/traces'
import { lockUser, mustLeaveAdministrator } from './lock'

/**
 * Deletes a user whom nothing names; everybody else stays and can be deactivated. The row is locked against whatever
 * would begin to refer to it, then looked at; a table of the future that refers to it refuses by its foreign key. The
 * history keeps all that they were entered with. What imports `beside` wrote is no reason to keep them.
 */
export async function deleteUser(ctx: Context, handle: string, beside: readonly number[] = []): Promise<void> {
  try {
    await transact(ctx, async (ctx) => {
      const locked = await lockUser(ctx, handle)
      const { id, role } = locked.user
      mustLeaveAdministrator(locked, { role, active: false })
      await ctx.db.select({ id: users.id }).from(users).where(eq(users.id, id)).for('update')
      if ((await tracesOf(ctx, id, beside)).length > 0) throw inUse()
      await ctx.db.delete(users).where(eq(users.id, id))
      await record(ctx, { action: 'user.deleted', userId: id, old: asEntered(locked.user) })
    })
  } catch (error) {
    throw postgresError(error)?.code === '23503' ? inUse() : error
  }
}

function asEntered(user: typeof users.$inferSelect) {
  const { handle, firstName, lastName, email, role, language, timeZone, portfolioOnly, usualKind } = user
  const { mayChangeMany, mayImport, mayExport } = user
  const who = { handle, firstName, lastName, email, role, language, timeZone, portfolioOnly, usualKind }
  return { ...who, mayChangeMany, mayImport, mayExport }
}

function inUse(): Refusal {
  return new Refusal('conflict', 'userInUse')
}
