import { sql } from 'drizzle-orm'
import { type Fact, json } from './fact'

/** Membership of a group: the source it came from (`person`, `import`), or null outside it. */
export const group: Fact = {
  state: (customerId, subject) => sql`(
    select to_jsonb(g.source) from customer_groups g where g.customer_id = ${customerId} and g.group_id = ${subject})`,

  turn: ({ subject, from, to }) =>
    to === null
      ? sql`turned as (
          delete from customer_groups g using those
          where g.customer_id = those.id and g.group_id = ${subject} and to_jsonb(g.source) = ${json(from)}
          returning g.customer_id as id
        )`
      : sql`turned as (
          insert into customer_groups (customer_id, group_id, source)
          select those.id, g.id, ${to} from those join groups g on g.id = ${subject}
          on conflict do nothing returning customer_id as id
        )`,
}
