import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { customers, items } from '@/db/schema'
import type { ItemType } from '@/db/schema/vocabulary'
import { type Context, today } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { pageOf } from '@/lib/list'

const PAGE_SIZE = 100

/**
 * The open items of a customer, the oldest due first. `worth` is what remains in the main currency, at the rate of the
 * day as the figures count it; null where there is no rate, and then the item counts in no figure.
 */
export async function listOpenItems(ctx: Context, customerId: number, wanted = 1, size = PAGE_SIZE) {
  const total = await countOpenItems(ctx, customerId)
  const { page, pages, offset } = pageOf(total, wanted, size)
  const rows = await ctx.db
    .select({
      id: items.id,
      number: items.number,
      type: sql<ItemType>`${items.type}`,
      issueDate: items.issueDate,
      dueDate: items.dueDate,
      late: daysLate(today(ctx)),
      remaining: items.remaining,
      currency: items.currency,
      worth: worth(ctx),
    })
    .from(items)
    .innerJoin(customers, eq(customers.id, items.customerId))
    .where(openAt(ctx, customerId))
    .orderBy(asc(items.dueDate), asc(items.id))
    .limit(size)
    .offset(offset)
  return { rows, total, page, pages, size }
}

/** Days since an item fell due; null where it is not late. */
export const daysLate = (day: string) =>
  sql<
    number | null
  >`case when ${items.dueDate} < ${day}::date and ${items.remaining} > 0 then ${day}::date - ${items.dueDate} end`

/** What remains, in the main currency at the rate of the day; null where there is none. */
export const worth = (ctx: Context) =>
  sql<
    string | null
  >`case when ${items.currency} = ${ctx.company.currency} then ${items.remaining} else round(${items.remaining} * (
    select r.rate from rates r where r.currency = ${items.currency} and r.day <= ${today(ctx)}::date order by r.day desc limit 1), 3) end`

export type OpenItem = Awaited<ReturnType<typeof listOpenItems>>['rows'][number]

export async function countOpenItems(ctx: Context, customerId: number): Promise<number> {
  const [row] = await ctx.db
    .select({ total: sql<number>`count(*)::integer` })
    .from(items)
    .innerJoin(customers, eq(customers.id, items.customerId))
    .where(openAt(ctx, customerId))
  return row?.total ?? 0
}

function openAt(ctx: Context, customerId: number) {
  return and(eq(items.customerId, customerId), isNull(items.clearedDate), visibleTo(ctx.actor))
}
