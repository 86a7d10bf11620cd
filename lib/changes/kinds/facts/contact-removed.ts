import { type SQL, sql } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { visibleTo } from '@/lib/customers/where'
import type { Chunk } from '../kind'
import { type ContactFact, journalOf, keepingContacts, OF_ERP } from './contact-fact'

const CONTACT = sql.raw(
  'id, customer_id, person_id, role, our_role, for_collection, in_copy, comment, source, external_id, created_at, version',
)
const PERSON = sql.raw(
  'id, title, first_name, last_name, email, phone, phone_e164, mobile, mobile_e164, fax, language, undeliverable_since, undeliverable_reason, version',
)
const GENERATED = sql`'{first_key,last_key,email_key,words,phone_digits,mobile_digits}'::text[]`

/** What the journal says of a contact that is there; of one that is not, nothing. */
const value = sql`jsonb_build_object('role', coalesce(${contacts.ourRole}, ${contacts.role}), 'forCollection', ${contacts.forCollection})`

/**
 * Whether a removed contact can come back: nobody erased the person, and neither a person nor a file has put them there
 * again.
 */
const canReturn = (undoOf: SQL): SQL => sql`(
  removed.change_id = ${undoOf} and removed.contact is not null and not exists (
    select from contacts k where k.customer_id = removed.customer_id
      and (k.person_id = removed.person_id or k.external_id = removed.contact ->> 'external_id')))`

/**
 * A contact that is there no more. What it was is kept beside the journal, as rows, which the journal itself could not
 * hold.
 */
export const removed: ContactFact = {
  asks: 'removal',
  stands: () =>
    sql`(case when e.after is null then ${contacts.id} is null and ${canReturn(sql`e.change_id`)} else ${value} = e.after end)`,

  turnBack: async (ctx, undoOf, chunk) => {
    const journal = journalOf(ctx, undoOf, chunk, 'contact_removed')
    await bringBack(ctx, undoOf, chunk)
    await remove(
      ctx,
      chunk,
      sql`
        select ${contacts.id} as id from (${journal}) journal join ${contacts} on ${contacts.id} = journal.contact_id
        where journal.before is null and ${value} = journal.after`,
    )
    await refreshCustomers(ctx, chunk.customerIds)
  },
}

/**
 * Takes contacts off their customers, and people who are nobody's contact then. None of the ERP, whose next file would
 * bring them back.
 */
export async function remove(ctx: Context, chunk: Chunk, those: SQL): Promise<void> {
  const { change, position } = chunk
  await ctx.db.execute(sql`
    with those as materialized (${those}), removed as (
      delete from contacts using those, people
      where contacts.id = those.id and people.id = contacts.person_id and not ${OF_ERP}
      returning contacts.id, contacts.customer_id, contacts.person_id, ${value} as value,
        to_jsonb(contacts) as contact, to_jsonb(people) - ${GENERATED} as person
    ), kept as (
      insert into removed_contacts (contact_id, change_id, position, customer_id, person_id, contact, person)
      select id, ${change.id}::bigint, ${position}::integer, customer_id, person_id, contact, person from removed
    ), turned as (select id, customer_id, value as before, null::jsonb as after from removed)
    ${keepingContacts(chunk, 'contact_removed')}`)
  await ctx.db.execute(sql`
    delete from people using removed_contacts removed
    where removed.change_id = ${change.id} and removed.position = ${position} and people.id = removed.person_id
      and not exists (select from contacts where contacts.person_id = people.id)`)
}

/** As the rows stood, the person too. The star only where the customer has none now; whoever misses it is listed. */
async function bringBack(ctx: Context, undoOf: number, chunk: Chunk): Promise<void> {
  const visible = visibleTo(ctx.actor)
  const known = visible
    ? sql`exists (select from customers where customers.id = removed.customer_id and ${visible})`
    : sql`true`
  const { change } = chunk
  const those = sql`
    select removed.* from removed_contacts removed
    where removed.position = ${chunk.position} and ${canReturn(sql`${undoOf}::bigint`)} and ${known}`
  await ctx.db.execute(sql`
    insert into people (${PERSON}) overriding system value
    select distinct on (those.person_id) person.* from (${those}) those
    cross join lateral (select ${PERSON} from jsonb_populate_record(null::people, those.person)) person
    order by those.person_id
    on conflict (id) do nothing`)
  await ctx.db.execute(sql`
    with those as materialized (${those}), back as (
      insert into contacts (${CONTACT}) overriding system value
      select contact.id, contact.customer_id, contact.person_id, contact.role, our_role,
        for_collection and not exists (select from contacts k where k.customer_id = contact.customer_id and k.for_collection),
        in_copy, comment, source, external_id, created_at, version
      from those cross join lateral (select ${CONTACT} from jsonb_populate_record(null::contacts, those.contact)) contact
      returning *
    ), turned as (
      select id, customer_id, null::jsonb as before,
        jsonb_build_object('role', coalesce(our_role, role), 'forCollection', for_collection) as after
      from back
    ) ${keepingContacts(chunk, 'contact_removed')}`)
  const back = sql`removed.change_id = ${undoOf}::bigint and removed.position = ${chunk.position} and k.id = removed.contact_id`
  await ctx.db.execute(sql`
    insert into change_exceptions (change_id, customer_id, contact_id, reason)
    select ${change.id}::bigint, k.customer_id, k.id, 'partly' from removed_contacts removed join contacts k on ${back}
    where (removed.contact ->> 'for_collection')::boolean and not k.for_collection
    on conflict do nothing`)
  await ctx.db.execute(sql`delete from removed_contacts removed using contacts k where ${back}`)
}
