import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { customers, users } from '@/db/schema'
import { ASSOCIATION_KINDS } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { rowId } from '@/lib/input'

const MOST_COLLEAGUES = 50

/** Colleagues by id, each once and in order. */
export const colleagueIds = z
  .array(rowId(), { error: 'chooseColleagues' })
  .min(1, 'chooseColleagues')
  .max(MOST_COLLEAGUES, 'tooManyColleagues')
  .transform((ids) => [...new Set(ids)].sort((a, b) => a - b))

export const associationKind = z.enum(ASSOCIATION_KINDS)

/**
 * Whether a row of `customers` has this user as a colleague. As a set, which is looked up in memory however many rows
 * ask.
 */
export const has = (userId: number): SQL =>
  sql`${customers.id} in (select a.customer_id from associations a where a.user_id = ${userId})`

export const collects = (userId: number): SQL => sql`${customers.collectorId} is not distinct from ${userId}::bigint`

/** Whether it is in the portfolio of this user. */
export const holds = (userId: number): SQL => sql`(${collects(userId)} or ${has(userId)})`

/** Whether somebody took one of these users off a customer by hand, or in bulk. */
export const tookOff = (userIds: readonly number[]): SQL =>
  sql`${customers.id} in (select w.customer_id from withheld w where ${anyOf(sql`w.user_id`, userIds)})`

/** Whether one of these users is a colleague of a customer whatever rules say. */
export const hasPinned = (userIds: readonly number[]): SQL =>
  sql`${customers.id} in (select a.customer_id from associations a where ${anyOf(sql`a.user_id`, userIds)} and a.pinned)`

/** Refuses unless every user exists. Inactive users are colleagues like any other. */
export async function mustExist(ctx: Context, userIds: readonly number[]): Promise<void> {
  const wanted = [...new Set(userIds)]
  const [row] = await ctx.db
    .select({ found: sql<number>`count(*)::integer` })
    .from(users)
    .where(anyOf(users.id, wanted))
  if (row?.found !== wanted.length) throw new Refusal('not-found', 'colleagueGone')
}
