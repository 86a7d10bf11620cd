import { type SQL, sql } from 'drizzle-orm'
import type { Reason } from '../rules'
import { contactFields } from './contact-fields'
import { type Run, reject } from './kind'

type Refusal = { reason: Reason; where: SQL; facts: SQL }

/**
 * Why a row `s` may not write the contact `k` that it is about. A customer has each external_id once; where it is not
 * what finds a contact, a row may give one that another contact has, or that another row asks for. A contact that is a
 * person's may only be confirmed.
 */
const refusals = (run: Run): Refusal[] => [
  {
    reason: 'externalIdTaken',
    where: sql`holder.id is not null`,
    facts: sql`jsonb_build_object('value', s.external_id)`,
  },
  {
    reason: 'externalIdAsked',
    where: sql`asking.n is not null and s.external_id <> k.external_id`,
    facts: sql`jsonb_build_object('value', k.external_id, 'line', asking.line)`,
  },
  {
    reason: 'handMade',
    where: sql`
      (s.for_collection <> k.for_collection
        or ${sql.join(
          contactFields(run).map(({ present, next }) => sql`${present} is distinct from ${next}`),
          sql` or `,
        )})
      and (k.source = 'person' or exists (select from contacts o where o.person_id = k.person_id and o.source = 'person'))`,
    facts: sql`'{}'::jsonb`,
  },
]

/**
 * Of each pair of a row and a contact that it may be about (`import_pairs`) also `refused`, why it could not be taken,
 * or null, and its `facts`. Contacts that are left alone as chosen refuse nothing.
 */
export function withRefusals(run: Run): SQL {
  if (run.options.take === 'new') return sql`select *, null::text as refused, null::jsonb as facts from import_pairs`
  const first = (value: (refusal: Refusal) => SQL) => {
    const cases = refusals(run).map((refusal) => sql`when ${refusal.where} then ${value(refusal)}`)
    return sql`case ${sql.join(cases, sql` `)} end`
  }
  return sql`
    select pairs.*, ${first(({ reason }) => sql.raw(`'${reason}'`))} as refused, ${first(({ facts }) => facts)} as facts
    from import_pairs pairs
    join import_sought s on s.n = pairs.n
    join contacts k on k.id = pairs.contact_id
    join people p on p.id = k.person_id
    left join contacts holder on holder.customer_id = k.customer_id and holder.external_id = s.external_id and holder.id <> k.id
    left join import_sought asking on asking.customer_id = k.customer_id and asking.external_id = k.external_id and asking.n <> s.n`
}

/** Rejects new contacts whose external_id somebody of their customer has. */
export async function rejectTakenIds(run: Run): Promise<void> {
  await reject(
    run,
    'externalIdTaken',
    sql`
    select plan.n, jsonb_build_object('value', plan.external_id) as facts
    from import_plan plan
    join contacts holder on holder.customer_id = plan.customer_id and holder.external_id = plan.external_id
    where plan.contact_id is null`,
  )
}
