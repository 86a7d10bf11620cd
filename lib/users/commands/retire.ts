import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { settings, users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { record } from '@/lib/history'
import { systemContext } from '@/lib/system'
import { voidLinks } from './links'
import { lockUser } from './lock'

type Due = { handle: string; why: 'invitation' | 'absence' }

/** The invitation made last, whether or not it was ended before its time. */
const INVITED = sql`(select max(t.created_at) from tokens t where t.user_id = users.id and t.purpose = 'invitation')`

/**
 * Deactivates those whose invitation went by unused, and those who have not come for the months that the company allows.
 * Longest away first, so that of several administrators the one who came last stays. What somebody does meanwhile is seen,
 * because each is looked at again under the lock. Answers how many.
 */
export async function retireUsers(db: Db, now = new Date(), signal?: AbortSignal): Promise<number> {
  const ctx = await systemContext(db, now)
  let retired = 0
  for (const { handle } of await findDue(ctx)) {
    if (signal?.aborted) return retired
    if (await retire(ctx, handle)) retired++
  }
  return retired
}

async function retire(ctx: Context, handle: string): Promise<boolean> {
  return transact(ctx, async (ctx) => {
    const { user, others } = await lockUser(ctx, handle)
    const [due] = await findDue(ctx, user.id)
    if (!due || (user.role === 'administrator' && others === 0)) return false
    await ctx.db
      .update(users)
      .set({ active: false, sessionVersion: user.sessionVersion + 1, version: user.version + 1 })
      .where(eq(users.id, user.id))
    await voidLinks(ctx, user.id)
    await record(ctx, { action: 'user.deactivated', userId: user.id, new: { why: due.why } })
    return true
  })
}

/** Who is due, or whether this one is. Whoever was let in again begins anew. */
async function findDue(ctx: Context, userId?: number): Promise<Due[]> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`
  const lapsed = sql`(users.password_hash is null and greatest(${INVITED}, users.activated_at) <= ${now} - interval '30 days'
    and ${INVITED} is not null)`
  const seen = sql`greatest(users.last_sign_in_at, users.activated_at, users.created_at, ${INVITED})`
  const absent = sql`(${seen} <= ${now} - make_interval(months => settings.inactive_after_months))`
  return ctx.db
    .select({ handle: users.handle, why: sql<Due['why']>`case when ${lapsed} then 'invitation' else 'absence' end` })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .where(and(users.active, sql`(${lapsed} or ${absent})`, userId === undefined ? undefined : eq(users.id, userId)))
    .orderBy(seen, users.id)
}
