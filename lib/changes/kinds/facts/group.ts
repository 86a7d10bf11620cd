import { type SQL, sql } from 'drizzle-orm'
import type { Fact, State } from './fact'
import { pairFact } from './pair'

/**
 * A row of customer_groups as the journal keeps it: the source it came from (`person`, `import`), or which rule gave
 * it.
 */
export const membership = (g: SQL): SQL => sql`case when ${g}.rule_id is null then to_jsonb(${g}.source)
  else jsonb_build_object('source', ${g}.source, 'ruleId', ${g}.rule_id) end`

/** Membership of a group, or that a person took the customer out of it. */
export const group: Fact = pairFact({
  rows: sql`customer_groups`,
  withheld: sql`withheld_groups`,
  subject: sql`group_id`,
  stateOf: membership,
  give: (to, subject) => sql`
    insert into customer_groups (customer_id, group_id, source, rule_id)
    select left_behind.id, g.id, ${sourceOf(to)}, ${ruleOf(to)}::bigint from left_behind join groups g on g.id = ${subject}
    on conflict do nothing returning customer_id as id`,
})

const isRuled = (state: State) => typeof state === 'object' && state !== null
const sourceOf = (state: State) => (isRuled(state) ? 'rule' : state)
const ruleOf = (state: State) => (isRuled(state) ? Number((state as { ruleId: number }).ruleId) : null)
