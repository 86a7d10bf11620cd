import { type SQL, sql } from 'drizzle-orm'
import type { Run } from './kind'

/**
 * Locks the customers that are about to change, and only those, in id order, so that people go on working with the
 * others. Whatever was found different is compared once more under the lock: what people typed meanwhile counts.
 */
export async function lockMoving({ ctx }: Run, moving: readonly SQL[]): Promise<void> {
  await ctx.db.execute(sql`
    create temporary table import_moving on commit drop as
    select distinct customer_id from (${sql.join([...moving], sql` union all `)}) moving`)
  await ctx.db.execute(sql`
    select from customers where id in (select customer_id from import_moving) order by id for no key update`)
}
