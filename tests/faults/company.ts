import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { groups, settings } from '@/db/schema'
import { today } from '@/lib/context'
import { systemContext } from '@/lib/system'
import { makeSettings, makeUser } from '../support/make'

/** Whom the changes of a company are about. */
export type Cast = { manager: number; confined: number; one: number; two: number; three: number; groups: number[] }

/**
 * Customers who differ in all that a change can turn, alike for the same size and seed. What is written before a run is
 * of 2024, so that it can be told from what the run wrote.
 */
export async function makeCompany(db: Db, size: number, seed: number): Promise<Cast> {
  await makeSettings(db)
  await db.update(settings).set({ figuresOn: today(await systemContext(db)) })
  const cast = await makeCast(db)
  const { one, two, confined } = cast
  const dice = (salt: number) => sql`(hashint8extended(n, ${seed * 100 + salt}) & 1023)`
  await db.execute(sql`
    insert into customers (code, code_key, name, country, state, collector_id, erp_fields, created_at)
    select 'C' || n, 'C' || n, 'Customer ' || n, 'FR',
      case when ${dice(1)} < 128 then 'blocked' when ${dice(1)} < 192 then 'archived' else 'active' end,
      case when ${dice(2)} < 256 then ${one}::bigint when ${dice(2)} < 384 then ${two}::bigint when ${dice(2)} < 896 then ${confined}::bigint end,
      case when ${dice(3)} < 64 then '{state}'::text[] else '{}' end, '2024-01-01'
    from generate_series(1, ${size}::integer) n order by n`)
  await db.execute(sql`
    insert into associations (customer_id, user_id, kind, since, created_by, source, pinned)
    select c.id, u.id, case when ${dice(4)} < 300 then 'sales' else 'dispute_resolver' end,
      timestamptz '2024-02-03 04:05:06Z' + make_interval(hours => (${dice(5)} % 3)::integer), ${cast.manager},
      case when ${dice(6)} < 300 then 'import' else 'person' end, ${dice(7)} < 100
    from (select c.id, c.id as n from customers c) c cross join (values (${one}::bigint, 8, 600), (${two}::bigint, 9, 300)) u(id, salt, below)
    where (hashint8extended(n, ${seed * 100} + u.salt) & 1023) < u.below`)
  await db.execute(sql`
    insert into withheld (user_id, customer_id, by, at)
    select u.id, c.id, ${cast.manager}, timestamptz '2024-03-01 00:00Z'
    from customers c cross join (values (${two}::bigint), (${cast.three}::bigint)) u(id)
    where (hashint8extended(c.id, ${seed * 100 + 10} + u.id) & 1023) < 200
      and not exists (select from associations a where a.customer_id = c.id and a.user_id = u.id)`)
  await db.execute(sql`
    insert into customer_groups (customer_id, group_id, source)
    select n, ${cast.groups[0]}, case when ${dice(11)} < 300 then 'import' else 'person' end
    from (select id as n from customers) c where ${dice(11)} < 500`)
  await db.execute(sql`
    insert into withheld_groups (group_id, customer_id, by, at)
    select g.id, c.id, ${cast.manager}, timestamptz '2024-03-01 00:00Z'
    from customers c cross join groups g
    where (hashint8extended(c.id, ${seed * 100 + 12} + g.id) & 1023) < 200
      and not exists (select from customer_groups m where m.customer_id = c.id and m.group_id = g.id)`)
  await db.execute(sql`
    update customers set collector_withheld = true
    where collector_id is null and (hashint8extended(id, ${seed * 100 + 13}) & 1023) < 400`)
  await db.execute(sql`select refresh_customers(array(select id from customers))`)
  return cast
}

async function makeCast(db: Db): Promise<Cast> {
  const manager = await makeUser(db, { role: 'administrator' })
  const confined = await makeUser(db, { role: 'collector', portfolioOnly: true })
  const one = await makeUser(db, { usualKind: 'sales' })
  const two = await makeUser(db, { usualKind: 'customer_service' })
  const three = await makeUser(db, { usualKind: 'other' })
  const labels = await db
    .insert(groups)
    .values(['alpha', 'beta'].map((slug) => ({ slug, name: slug })))
    .returning()
  return {
    manager: manager.id,
    confined: confined.id,
    one: one.id,
    two: two.id,
    three: three.id,
    groups: labels.map(({ id }) => id),
  }
}
