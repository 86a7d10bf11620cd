import { type SQL, sql } from 'drizzle-orm'
import { type Fact, isWithheld, json, type State, type Turn, WITHHELD } from './fact'

/** A table of customers and something of theirs, and the one that remembers what a person took off them. */
type Pair = {
  rows: SQL
  withheld: SQL
  /** The column of the subject, in both. */
  subject: SQL
  /** A row of it as the journal keeps it. */
  stateOf: (row: SQL) => SQL
  /** An INSERT of rows that stand as `to` for the customers of `left_behind(id)`, answering their customers as `id`. */
  give: (to: State, subject: number | null) => SQL
}

/** Between a customer and a user or a group there is a row, or a person's decision against one, or nothing. */
export function pairFact(pair: Pair): Fact {
  const { rows, withheld, subject, stateOf } = pair
  return {
    state: (customerId, of) => sql`coalesce(
      (select ${stateOf(sql`r`)} from ${rows} r where r.customer_id = ${customerId} and r.${subject} = ${of}),
      (select ${json(WITHHELD)} from ${withheld} w where w.customer_id = ${customerId} and w.${subject} = ${of}))`,

    turn: (turn) => sql`left_behind as (${leave(pair, turn)}), turned as (${arrive(pair, turn)})`,
  }
}

function leave({ rows, withheld, subject, stateOf }: Pair, { subject: of, from }: Turn): SQL {
  if (from === null) {
    return sql`select id from those
      where not exists (select from ${rows} r where r.customer_id = those.id and r.${subject} = ${of})
        and not exists (select from ${withheld} w where w.customer_id = those.id and w.${subject} = ${of})`
  }
  if (isWithheld(from)) {
    return sql`delete from ${withheld} w using those
      where w.${subject} = ${of} and w.customer_id = those.id returning w.customer_id as id`
  }
  return sql`delete from ${rows} r using those
    where r.${subject} = ${of} and r.customer_id = those.id and ${stateOf(sql`r`)} = ${json(from)}
    returning r.customer_id as id`
}

function arrive({ withheld, subject, give }: Pair, { subject: of, to, by }: Turn): SQL {
  if (to === null) return sql`select id from left_behind`
  if (isWithheld(to)) {
    return sql`insert into ${withheld} (${subject}, customer_id, by)
      select ${of}::bigint, id, ${by}::bigint from left_behind
      on conflict do nothing returning customer_id as id`
  }
  return give(to, of)
}
