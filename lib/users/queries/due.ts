import { and, eq, sql } from 'drizzle-orm'
import { settings, users } from '@/db/schema'
import type { Context } from '@/lib/context'

type Due = { handle: string; why: 'invitation' | 'absence' }

/** The invitation made last, whether or not it was ended before its time. */
const INVITED = sql`(select max(t.created_at) from tokens t where t.user_id = users.id and t.purpose = 'invitation')`

/**
 * Whose account is to become inactive, longest away first, or whether this one's is: an invitation went by unused, or
 * nobody came for the months that the company allows. Whoever was let in again begins anew.
 */
export async function findDue(ctx: Context, userId?: number): Promise<Due[]> {
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
