import { and, eq, sql } from 'drizzle-orm'
import { associations, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { visibleTo } from '../where'

export type PortfolioSize = { colleague: number; collector: number }

/** With how many of the actor's customers each of these users is associated, and of how many they are the collector. */
export async function countPortfolios(ctx: Context, userIds: readonly number[]): Promise<Map<number, PortfolioSize>> {
  const sizes = new Map(userIds.map((id): [number, PortfolioSize] => [id, { colleague: 0, collector: 0 }]))
  if (userIds.length === 0) return sizes
  const count = sql<number>`count(*)::integer`
  const visible = visibleTo(ctx.actor)
  const asColleague = ctx.db.select({ userId: associations.userId, count }).from(associations).$dynamic()
  if (visible) asColleague.innerJoin(customers, eq(customers.id, associations.customerId))
  const [colleagues, collectors] = await Promise.all([
    asColleague.where(and(anyOf(associations.userId, userIds), visible)).groupBy(associations.userId),
    ctx.db
      .select({ userId: sql<number>`${customers.collectorId}`.mapWith(Number), count })
      .from(customers)
      .where(and(anyOf(customers.collectorId, userIds), visible))
      .groupBy(customers.collectorId),
  ])
  for (const { userId, count } of colleagues) size(sizes, userId).colleague = count
  for (const { userId, count } of collectors) size(sizes, userId).collector = count
  return sizes
}

function size(sizes: Map<number, PortfolioSize>, userId: number): PortfolioSize {
  const known = sizes.get(userId) ?? { colleague: 0, collector: 0 }
  sizes.set(userId, known)
  return known
}
