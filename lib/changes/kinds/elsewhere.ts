import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Warning } from './kind'

/** At how many customers, of those the actor may know of, people change besides the contacts that were chosen: (id, person_id). */
export async function countElsewhere(ctx: Context, changing: SQL): Promise<Warning[]> {
  const [row] = await ctx.db.execute<{ count: number }>(sql`
    with changing as materialized (${changing}), elsewhere as (
      select other.customer_id from contacts other
      where other.person_id in (select person_id from changing) and other.id not in (select id from changing)
    )
    select count(distinct customers.id)::integer as count
    from elsewhere join customers on customers.id = elsewhere.customer_id
    where ${visibleTo(ctx.actor) ?? sql`true`}`)
  return [{ what: 'elsewhere', count: row?.count ?? 0 }]
}
