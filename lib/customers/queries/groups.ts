import { and, asc, desc, sql } from 'drizzle-orm'
import { customerGroups, customers, groups } from '@/db/schema'
import { contains } from '@/db/sql'
import type { Context } from '@/lib/context'
import type { GroupFilter } from '@/lib/groups/filter'
import { type Page, pageOf } from '@/lib/list'
import { visibleTo } from '../where'

const PAGE_SIZE = 50

export type GroupRow = { id: number; slug: string; name: string; version: number; customers: number }

/** The groups there are, each with how many of the actor's customers are in it, whatever their state. */
export async function listGroups(
  ctx: Context,
  { q, sort, descending }: GroupFilter,
  wanted: number,
): Promise<Page<GroupRow>> {
  const words = q.split(' ').filter(Boolean)
  const where = and(...words.map((word) => contains(sql`(norm(${groups.name}) collate "C")`, word)))
  const total = await ctx.db.$count(groups, where)
  const { page, pages, offset } = pageOf(total, wanted, PAGE_SIZE)
  const sized = sizes(ctx)
  const count = sql<number>`coalesce(${sized.count}, 0)`
  const rows = await ctx.db
    .with(sized)
    .select({ id: groups.id, slug: groups.slug, name: groups.name, version: groups.version, customers: count })
    .from(groups)
    .leftJoin(sized, sql`${sized.groupId} = ${groups.id}`)
    .where(where)
    .orderBy((descending ? desc : asc)(sort === 'customers' ? count : groups.name), groups.name, groups.id)
    .limit(PAGE_SIZE)
    .offset(offset)
  return { rows, total, page, pages, size: PAGE_SIZE }
}

function sizes(ctx: Context) {
  const visible = visibleTo(ctx.actor)
  const count = sql<number>`count(*)::integer`.as('count')
  const of = ctx.db.select({ groupId: customerGroups.groupId, count }).from(customerGroups).$dynamic()
  if (visible) of.innerJoin(customers, sql`${customers.id} = ${customerGroups.customerId}`)
  return ctx.db.$with('sized').as(of.where(visible).groupBy(customerGroups.groupId))
}
