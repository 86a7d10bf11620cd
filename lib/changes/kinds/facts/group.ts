import { type SQL, sql } from 'drizzle-orm'
import { type Fact, json, type State } from './fact'

/** A row of customer_groups as the journal keeps it: the source it came from (`person`, `import`), or which rule gave it. */
export const membership = (g: SQL): SQL => sql`case when ${g}.rule_id is null then to_jsonb(${g}.source)
  else jsonb_build_object('source', ${g}.source, 'ruleId', ${g}.rule_id) end`

/** Membership of a group, or null outside it. */
export const group: Fact = {
  state: (customerId, subject) => sql`(
    select ${membership(sql`g`)} from customer_groups g where g.customer_id = ${customerId} and g.group_id = ${subject})`,

  turn: ({ subject, from, to }) =>
    to === null
      ? sql`turned as (
          delete from customer_groups g using those
          where g.customer_id = those.id and g.group_id = ${subject} and ${membership(sql`g`)} = ${json(from)}
          returning g.customer_id as id
        )`
      : sql`turned as (
          insert into customer_groups (customer_id, group_id, source, rule_id)
          select those.id, g.id, ${sourceOf(to)}, ${ruleOf(to)}::bigint from those join groups g on g.id = ${subject}
          on conflict do nothing returning customer_id as id
        )`,
}

const isRuled = (state: State) => typeof state === 'object' && state !== null
const sourceOf = (state: State) => (isRuled(state) ? 'rule' : state)
const ruleOf = (state: State) => (isRuled(state) ? Number((state as { ruleId: number }).ruleId) : null)
