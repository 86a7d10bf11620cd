import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { customers, items } from '@/db/schema'
import { type Context, today } from '@/lib/context'
import { visibleTo } from '../where'

/**
 * Currencies in which something is open and which no rate converts today, those of the most items first. The items are in
 * no figure, which nobody is to mistake for counted.
 */
export async function listCurrenciesWithoutRate(ctx: Context): Promise<{ currency: string; count: number }[]> {
  const count = sql<number>`count(*)::integer`
  // Steps along the index from one currency to the next: there are few, however many items are open.
  const unknown = sql`${items.currency} in (
    with recursive open as (
      (select currency from items where cleared_date is null order by currency limit 1)
      union all
      select (select i.currency from items i where i.cleared_date is null and i.currency > open.currency order by i.currency limit 1)
      from open where open.currency is not null
    )
    select currency from open
    where currency <> ${ctx.company.currency}
      and currency not in (select currency from rates where day <= ${today(ctx)}::date))`
  return ctx.db
    .select({ currency: items.currency, count })
    .from(items)
    .innerJoin(customers, eq(customers.id, items.customerId))
    .where(and(isNull(items.clearedDate), visibleTo(ctx.actor), unknown))
    .groupBy(items.currency)
    .orderBy(desc(count), asc(items.currency))
}
