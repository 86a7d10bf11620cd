import { type SQL, sql } from 'drizzle-orm'
import type { AssociationSource } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { type Chunk, keeping, within } from '../kind'
import { type Fact, json, type State, WITHHELD } from './fact'
import { pairFact } from './pair'

/** A user who is a colleague for a customer, or was taken off by a person. */
export const association: Fact = pairFact({
  rows: sql`associations`,
  withheld: sql`withheld`,
  subject: sql`user_id`,
  stateOf: (row) => sql`association_state(${row})`,
  give: (to, subject) => sql`
    insert into associations (customer_id, user_id, kind, since, created_by, source, rule_id, change_id, pinned)
    select left_behind.id, u.id, s.kind, s.since at time zone 'UTC', s."createdBy", s.source, s."ruleId", s."changeId", s.pinned
    from left_behind join users u on u.id = ${subject}
    cross join jsonb_to_record(${json(to)}) as s(kind text, since timestamp, "createdBy" bigint, source text, "ruleId" bigint, "changeId" bigint, pinned boolean)
    on conflict do nothing returning customer_id as id`,
})

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
 * The journal of the CTE `given`: associations made by this chunk, alike but for the customer, the user and the kind.
 * Some were withheld before (CTE `freed`).
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

/** Whether a rule gave it, and it is the rule's to take back. */
export const isRuled = (a: SQL): SQL => sql`(${a}.rule_id is not null and ${a}.source = 'rule')`

/**
 * Makes what rules gave to the chunk's customers, under a condition on `a`, the choice of a person: no rule takes it
 * back.
 */
export async function adopt(ctx: Context, chunk: Chunk, condition: SQL): Promise<void> {
  await ctx.db.execute(sql`
    with ruled as (
      select a.customer_id, a.user_id, association_state(a) as before from associations a
      where ${isRuled(sql`a`)} and ${within(sql`a.customer_id`, chunk)} and ${condition}
    ), adopted as (
      update associations a set source = 'person', rule_id = null, change_id = null from ruled
      where a.customer_id = ruled.customer_id and a.user_id = ruled.user_id
      returning a.customer_id, a.user_id, ruled.before, association_state(a) as after
    ) ${keeping(
      chunk,
      sql`select 'association', user_id, before, after, array_agg(customer_id order by customer_id) from adopted group by user_id, before, after`,
    )}`)
}
