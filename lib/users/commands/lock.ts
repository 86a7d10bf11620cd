import { and, eq, or } from 'drizzle-orm'
import { users } from '@/db/schema'
import type { Role } from '@/db/schema/vocabulary'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { called } from '../queries'

type Row = typeof users.$inferSelect
type Locked = { user: Row; others: number }

/**
 * Locks a user together with every active administrator, in id order, before anything about the user is decided: of
 * two administrators who take the role from each other at once, the second sees what the first did. Refuses whoever
 * may not touch this user, and an administrator who has ceased to be one while waiting.
 */
export async function lockUser(ctx: Context, handle: string): Promise<Locked> {
  const [found] = await ctx.db.select({ id: users.id }).from(users).where(called(handle))
  if (!found) throw new Refusal('not-found', 'gone')
  const rows = await ctx.db
    .select()
    .from(users)
    .where(or(eq(users.id, found.id), and(eq(users.role, 'administrator'), users.active)))
    .orderBy(users.id)
    .for('no key update')
  const user = rows.find((row) => row.id === found.id)
  if (!user) throw new Refusal('not-found', 'gone')
  const administrators = rows.filter((row) => row.role === 'administrator' && row.active)
  mayTouch(ctx, user, administrators)
  return { user, others: administrators.filter((row) => row.id !== user.id).length }
}

function mayTouch(ctx: Context, user: Row, administrators: readonly Row[]): void {
  const { actor } = ctx
  if (user.role === 'administrator') mustMakeAdministrators(ctx, 'administrator')
  const claims = actor.kind === 'user' && actor.role === 'administrator'
  if (claims && !administrators.some((row) => row.id === actor.id)) throw new Refusal('forbidden', 'forbidden')
}

/** Only an administrator makes one. */
export function mustMakeAdministrators(ctx: Context, role: Role): void {
  if (role === 'administrator' && !can(ctx.actor, 'administrators.write')) {
    throw new Refusal('forbidden', 'administratorsOnly')
  }
}

/** Somebody must be left who can let others in. */
export function mustLeaveAdministrator({ user, others }: Locked, after: { role: string; active: boolean }): void {
  const was = user.role === 'administrator' && user.active
  const stays = after.role === 'administrator' && after.active
  if (was && !stays && others === 0) throw new Refusal('conflict', 'lastAdministrator')
}
