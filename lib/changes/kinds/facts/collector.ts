import { type SQL, sql } from 'drizzle-orm'
import { type Fact, isWithheld, json, type State, WITHHELD } from './fact'

/** Whether the collector of `c` is the one that a rule set, and so the rule's to change or take back. */
export const isRuled = (c: SQL): SQL =>
  sql`(${c}.collector_rule_id is not null and ${c}.collector_id = ${c}.collector_rule_user_id)`

/**
 * The collector of `c` as the journal keeps it: a user by id, a user and the rule that set them, nobody by a person's
 * decision, or nobody.
 */
export const collectorState = (c: SQL): SQL => sql`case
  when ${isRuled(c)} then jsonb_build_object('userId', ${c}.collector_id, 'ruleId', ${c}.collector_rule_id)
  when ${c}.collector_withheld then ${json(WITHHELD)}
  else to_jsonb(${c}.collector_id) end`

/** Which user a collector of the journal is, as JSON. */
export const collectorIn = (state: SQL): SQL =>
  sql`(case jsonb_typeof(${state}) when 'number' then ${state} else ${state} -> 'userId' end)`

/** The user in charge of collecting, or nobody. */
export const collector: Fact = {
  state: (customerId) => sql`(select ${collectorState(sql`c`)} from customers c where c.id = ${customerId})`,

  turn: ({ from, to }) => {
    const { userId, ruleId } = columnsOf(to)
    return sql`
      held as (
        select c.id from customers c join those using (id)
        where ${collectorState(sql`c`)} is not distinct from ${json(from)}
          and (${userId}::bigint is null or exists (select from users u where u.id = ${userId}))
        order by c.id for no key update of c
      ), turned as (
        update customers c set collector_id = ${userId}::bigint, collector_withheld = ${isWithheld(to)},
          collector_rule_id = ${ruleId}::bigint, collector_rule_user_id = ${ruleId === null ? null : userId}::bigint,
          version = c.version + 1
        from held where c.id = held.id returning c.id
      )`
  },
}

function columnsOf(state: State): { userId: number | null; ruleId: number | null } {
  if (typeof state === 'number') return { userId: state, ruleId: null }
  if (state === null || isWithheld(state)) return { userId: null, ruleId: null }
  const { userId, ruleId } = state as { userId: number; ruleId: number }
  return { userId: Number(userId), ruleId: Number(ruleId) }
}
