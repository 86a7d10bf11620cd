import { sql } from 'drizzle-orm'
import { type Fact, json } from './fact'

/** The user in charge of collecting, by id, or nobody. */
export const collector: Fact = {
  state: (customerId) => sql`(select to_jsonb(c.collector_id) from customers c where c.id = ${customerId})`,

  turn: ({ from, to }) => sql`
    held as (
      select c.id from customers c join those using (id)
      where to_jsonb(c.collector_id) is not distinct from ${json(from)}
        and (${to}::bigint is null or exists (select from users u where u.id = ${to}))
      order by c.id for no key update of c
    ), turned as (
      update customers c set collector_id = ${to}::bigint, version = c.version + 1 from held where c.id = held.id returning c.id
    )`,
}
