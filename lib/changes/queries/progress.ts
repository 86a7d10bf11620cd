import { and, eq, gte, isNull, sql } from 'drizzle-orm'
import { changeChunks } from '@/db/schema'
import type { Context } from '@/lib/context'
import type { Change } from '../kinds/kind'

/** How many customers, or contacts, a change that was stopped did not reach. */
export async function restOf({ db }: Context, changeId: number): Promise<number> {
  const [row] = await db
    .select({ rest: sql<number>`coalesce(sum(cardinality(${changeChunks.customerIds})), 0)::integer` })
    .from(changeChunks)
    .where(and(eq(changeChunks.changeId, changeId), isNull(changeChunks.doneAt)))
  return row?.rest ?? 0
}

/**
 * How many a second a running change does, since it was started or gone on with; roughly, because chunks are nearly
 * alike.
 */
export async function rateOf({ db, now }: Context, { id, total, startedAt }: Change): Promise<number> {
  const since = startedAt ?? now
  const mine = eq(changeChunks.changeId, id)
  const [all, done] = await Promise.all([
    db.$count(changeChunks, mine),
    db.$count(changeChunks, and(mine, gte(changeChunks.doneAt, since))),
  ])
  const seconds = Math.max(1, (now.getTime() - since.getTime()) / 1000)
  return Math.round((total * done) / Math.max(1, all) / seconds)
}
