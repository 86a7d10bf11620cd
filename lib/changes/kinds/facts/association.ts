import { type SQL, sql } from 'drizzle-orm'
import type { AssociationSource } from '@/db/schema/vocabulary'
import type { Chunk } from '../kind'
import { type Fact, json, type State, type Turn } from './fact'

/** Between a customer and a user there is an association, or a person's decision against one, or nothing. */
export const WITHHELD = { withheld: true }

const isWithheld = (state: State) => typeof state === 'object' && state !== null && state.withheld === true

export const association: Fact = {
  state: (customerId, subject) => sql`coalesce(
    (select association_state(a) from associations a where a.customer_id = ${customerId} and a.user_id = ${subject}),
    (select ${json(WITHHELD)} from withheld w where w.customer_id = ${customerId} and w.user_id = ${subject}))`,

  turn: (turn) => sql`left_behind as (${leave(turn)}), turned as (${arrive(turn)})`,
}

function leave({ subject, from }: Turn): SQL {
  if (from === null) {
    return sql`select id from those
      where not exists (select from associations a where a.customer_id = those.id and a.user_id = ${subject})
        and not exists (select from withheld w where w.customer_id = those.id and w.user_id = ${subject})`
  }
  if (isWithheld(from)) {
    return sql`delete from withheld w using those
      where w.user_id = ${subject} and w.customer_id = those.id returning w.customer_id as id`
  }
  return sql`delete from associations a using those
    where a.user_id = ${subject} and a.customer_id = those.id and association_state(a) = ${json(from)}
    returning a.customer_id as id`
}

function arrive({ subject, to, by }: Turn): SQL {
  if (to === null) return sql`select id from left_behind`
  if (isWithheld(to)) {
    return sql`insert into withheld (user_id, customer_id, by)
      select ${subject}::bigint, id, ${by}::bigint from left_behind
      on conflict do nothing returning customer_id as id`
  }
  return sql`insert into associations (customer_id, user_id, kind, since, created_by, source, rule_id, change_id, pinned)
    select left_behind.id, u.id, s.kind, s.since at time zone 'UTC', s."createdBy", s.source, s."ruleId", s."changeId", s.pinned
    from left_behind join users u on u.id = ${subject}
    cross join jsonb_to_record(${json(to)}) as s(kind text, since timestamp, "createdBy" bigint, source text, "ruleId" bigint, "changeId" bigint, pinned boolean)
    on conflict do nothing returning customer_id as id`
}

/** The rest of a statement in which the CTE `taken` deleted associations: a person's decision, to be remembered. */
export const withholding = ({ change }: Chunk, now: Date): SQL => sql`withholding as (
  insert into withheld (user_id, customer_id, by, at)
  select user_id, customer_id, ${change.createdBy}::bigint, ${now.toISOString()}::timestamptz from taken
  on conflict do nothing
)`

/** The journal of the CTE `taken`, whole rows of associations. A rule that takes back does not withhold. */
export const journalOfTaken = (after: State = WITHHELD): SQL => sql`
  select 'association', user_id,
    association_state(row(null, user_id, kind, since, created_by, source, rule_id, change_id, pinned)::associations),
    ${json(after)}, array_agg(customer_id order by customer_id)
  from taken group by user_id, kind, since, created_by, source, rule_id, change_id, pinned`

/**
 * The journal of the CTE `given`: associations made by this chunk, alike but for the customer, the user and the kind. Some
 * were withheld before (CTE `freed`).
 */
export const journalOfGiven = ({ change }: Chunk, now: Date, source: AssociationSource): SQL => sql`
  select 'association', user_id, case when freed then ${json(WITHHELD)} end,
    association_state(row(null, user_id, kind, ${now.toISOString()}::timestamptz, ${change.createdBy}::bigint, ${source}::text,
      null, ${change.id}::bigint, false)::associations),
    customer_ids
  from (
    select given.user_id, given.kind, freed.user_id is not null as freed, array_agg(customer_id order by customer_id) as customer_ids
    from given left join freed using (customer_id, user_id)
    group by given.user_id, given.kind, freed.user_id is not null
  ) alike`
