import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { readingMany } from './contact-kind'
import type { Warning } from './kind'

/**
 * At how many customers, of those the actor may know of, people change besides the contacts that were chosen: (id,
 * person_id). Few people are shared, so that the others are left out first.
 */
export async function countElsewhere(ctx: Context, changing: SQL): Promise<Warning[]> {
  const [row] = await readingMany(ctx, (ctx) =>
    ctx.db.execute<{ count: number }>(sql`
    with changing as materialized (
      select chosen.* from (${changing}) chosen
      where exists (select from contacts other where other.person_id = chosen.person_id and other.id <> chosen.id)
    ), elsewhere as materialized (
      select other.customer_id from contacts other
      where exists (select from changing where changing.person_id = other.person_id)
        and not exists (select from changing where changing.id = other.id)
    )
    select count(distinct customers.id)::integer as count
    from elsewhere join customers on customers.id = elsewhere.customer_id
    where ${visibleTo(ctx.actor) ?? sql`true`}`),
  )
  return [{ what: 'elsewhere', count: row?.count ?? 0 }]
}
