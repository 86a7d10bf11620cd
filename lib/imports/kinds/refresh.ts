import { sql } from 'drizzle-orm'
import type { Run } from './kind'

const CHUNK = 20_000

/** Brings what the search looks in, and who can be reached, up to date for every customer that was written. */
export async function refreshSearch({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    select refresh_customers(array_agg(customer_id))
    from (
      select customer_id, (row_number() over (order by customer_id) - 1) / ${CHUNK}::integer as chunk
      from (
        select customer_id from import_done where created or n in (select n from import_touched) group by customer_id
      ) written
    ) numbered
    group by chunk order by chunk`)
}
