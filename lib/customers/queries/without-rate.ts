import { sql } from 'drizzle-orm'
import { items } from '@/db/schema'
import { type Context, today } from '@/lib/context'
import { visibleAmong } from '../where'

/**
 * Currencies in which something is open and which no rate converts today, those of the most items first. The items are
 * in no figure, which nobody is to mistake for counted.
 */
export async function listCurrenciesWithoutRate(ctx: Context): Promise<{ currency: string; count: number }[]> {
  const known = visibleAmong(ctx.actor, items.customerId) ?? sql`true`
  // Steps along the index from one currency to the next: there are few, however many items are open.
  const rows = await ctx.db.execute<{ currency: string; count: number }>(sql`
    select ${items.currency} as currency, count(*)::integer as count
    from ${items}
    where ${items.clearedDate} is null and ${known} and ${items.currency} = any(array(
      with recursive open as (
        (select currency from items where cleared_date is null order by currency limit 1)
        union all
        select (select i.currency from items i where i.cleared_date is null and i.currency > open.currency order by i.currency limit 1)
        from open where open.currency is not null
      )
      select currency from open
      where currency <> ${ctx.company.currency}
        and currency not in (select currency from rates where day <= ${today(ctx)}::date)))
    group by ${items.currency} order by count(*) desc, ${items.currency}`)
  return [...rows]
}
