import { eq, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import { anyOf, ids } from '@/db/sql'
import { type Context, enqueue } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { oneself, traceOf } from '../where'
import { eraseDomains } from './erase-domains'
import { type Held, lockContact, writing } from './lock'

const ERASURES = 7_302_041

/** `customers`: at how many a contact was taken away. `entries`: of the history, that name nobody any more. */
export type Erased = { customers: number; entries: number }

/**
 * Erases a person who asked for it: every contact, the person, and whatever the history says of them, at all customers.
 * What stays is that somebody was entered, changed and erased, with who and when; and keyed hashes by which the next
 * file is kept from bringing them back. It waits for no import: a file that is being taken in may be about to.
 */
export async function eraseContact(
  ctx: Context,
  input: { contactId: number; personVersion: number; asked: boolean },
): Promise<Erased> {
  if (!input.asked) throw new Refusal('invalid', 'eraseUnasked', { fields: { asked: 'eraseUnasked' } })
  return writing(ctx, async (ctx) => {
    const [free] = await ctx.db.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${ERASURES}) as free`)
    if (!free?.free) throw new Refusal('conflict', 'eraseWhileImporting')
    const held = await lockContact(ctx, input.contactId)
    if (held.person.version !== input.personVersion) throw new Refusal('conflict', 'changedMeanwhile')
    await remember(ctx, held)
    await eraseDomains(ctx, held)
    await eraseJournals(ctx, held)
    const entries = await eraseTraces(ctx, held.person.id)
    const customerIds = held.places.map(({ customerId }) => customerId)
    await ctx.db.delete(contacts).where(eq(contacts.personId, held.person.id))
    await ctx.db.delete(people).where(eq(people.id, held.person.id))
    await refreshCustomers(ctx, customerIds)
    const entry = { action: 'contact.erased', personId: held.person.id, new: { erased: true } }
    await record(ctx, ...customerIds.map((customerId) => ({ ...entry, customerId })))
    await eraseFiles(ctx)
    return { customers: customerIds.length, entries }
  })
}

/**
 * Files that are kept of imports and exports may name the person. Which do, nobody can tell for sure: all that came
 * before go.
 */
async function eraseFiles(ctx: Context): Promise<void> {
  const before = new Date().toISOString()
  for (const job of ['imports.erase', 'exports.erase']) await enqueue(ctx, job, { before }, `${job} ${before}`)
}

/**
 * For an import, before it looks who was erased: until it has ended nobody is erased, nor is it blind to whom it just
 * missed.
 */
export async function holdErasures(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${ERASURES})`)
}

/** Keeps what a file would bring the person back under, so that it can be told without knowing it. */
async function remember(ctx: Context, { person, places }: Held): Promise<void> {
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ')
  const mobile = person.mobileE164 ?? person.mobile
  await ctx.db.execute(sql`
    insert into erasures (hash, hint, erased_at)
    select distinct on (mark.hash) mark.hash, mark.hint, ${ctx.now.toISOString()}::timestamptz
    from ${contacts} join ${customers} on ${customers.id} = ${contacts.customerId}
    cross join lateral erasure_marks(${customers.codeKey}, ${name}, ${person.email}, ${mobile}, ${contacts.externalId}) mark
    where ${anyOf(
      contacts.id,
      places.map(({ id }) => id),
    )}
    on conflict do nothing`)
}

/**
 * Empties what changes of many kept of the person: contacts of theirs that one took away, and that an address of theirs
 * had been of one domain and was moved to another. That something was done stays, and can no longer be undone for them.
 */
async function eraseJournals(ctx: Context, { person, places }: Held): Promise<void> {
  const removed = await ctx.db.execute<{ id: string }>(sql`
    with recursive ${oneself(person.id)}
    update removed_contacts set contact = null, person = null
    where person_id in (select id from chain) and (
      person_id = ${person.id} or customer_id in (select id from own)
      or not exists (select from ${people} where ${people.id} = removed_contacts.person_id))
    returning contact_id as id`)
  const erased = ids([...places.map(({ id }) => id), ...removed.map(({ id }) => Number(id))])
  await ctx.db.execute(sql`
    with mentioned as materialized (
      select e.id, t.customer_id, t.contact_id, t.contact_id = any(${erased}) as erased
      from change_effects e cross join lateral unnest(e.customer_ids, e.contact_ids) as t(customer_id, contact_id)
      where e.fact = 'contact_domain' and e.contact_ids && ${erased}
    ), apart as (
      insert into change_effects (change_id, position, fact, before, after, customer_ids, contact_ids)
      select e.change_id, e.position, e.fact, '{"erased": true}', '{"erased": true}', of.customer_ids, of.contact_ids
      from change_effects e join (
        select id, array_agg(customer_id order by customer_id, contact_id) as customer_ids,
          array_agg(contact_id order by customer_id, contact_id) as contact_ids
        from mentioned where erased group by id
      ) of on of.id = e.id
    ), emptied as (
      delete from change_effects where id in (select id from mentioned group by id having bool_and(erased))
    )
    update change_effects e set customer_ids = of.customer_ids, contact_ids = of.contact_ids
    from (
      select id, array_agg(customer_id order by customer_id, contact_id) as customer_ids,
        array_agg(contact_id order by customer_id, contact_id) as contact_ids
      from mentioned where not erased group by id
    ) of where of.id = e.id`)
}

async function eraseTraces(ctx: Context, personId: number): Promise<number> {
  const traces = await ctx.db.execute<{ id: string; mentioned: boolean }>(traceOf(personId))
  const those = (mentioned: boolean) =>
    ids(traces.filter((one) => one.mentioned === mentioned).map(({ id }) => Number(id)))
  const [done] = await ctx.db.execute<{ entries: number }>(
    sql`select erase_history(${those(false)}, ${those(true)}) as entries`,
  )
  return done?.entries ?? 0
}
