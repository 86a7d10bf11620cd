import { sql } from 'drizzle-orm'
import { type Fact, json } from './fact'

/** Active, blocked or archived. */
export const state: Fact = {
  state: (customerId) => sql`(select to_jsonb(c.state) from customers c where c.id = ${customerId})`,

  turn: ({ from, to }) => sql`
    held as (
      select c.id from customers c join those using (id) where to_jsonb(c.state) = ${json(from)} order by c.id for no key update of c
    ), turned as (
      update customers c set state = ${to}, version = c.version + 1 from held where c.id = held.id returning c.id
    )`,
}
