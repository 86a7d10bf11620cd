import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import type { ContactFactName, ContactRole } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { visibleTo } from '@/lib/customers/where'
import type { ContactStanding } from '../kinds/contact-kind'
import { CONTACT_FACT_OF } from '../kinds/facts/registry'
import { factsOf, touchedBy } from '../kinds/undo-contacts'
import { contactBefore } from '../rules/turned-back'
import { SAMPLES } from './standing'

/** A contact at its customer, as it stands. */
type Contact = {
  id: number
  code: string
  customer: string
  firstName: string | null
  lastName: string
  before: ContactStanding
}
export type ContactSample = Contact & { after: ContactStanding }
type Turned = { id: number; fact: ContactFactName; before: Record<string, unknown> | null }

/**
 * The first contacts of the journal that an undo turns back, by the code of their customer, as they stand and as they
 * would.
 */
export async function sampleUndoOfContacts(ctx: Context, undoOf: number): Promise<ContactSample[]> {
  return searching(ctx, async () => {
    const found: Turned[] = []
    for (const fact of await factsOf(ctx, undoOf)) found.push(...(await firstLeft(ctx, undoOf, fact)))
    const turned = new Map(found.slice(0, SAMPLES).map((turn) => [turn.id, turn]))
    if (turned.size === 0) return []
    const ids = [...turned.keys()]
    const there = await standingOfContacts(ctx, and(visibleTo(ctx.actor), anyOf(contacts.id, ids)))
    const gone = await removedContacts(ctx, ids)
    return [...there, ...gone]
      .sort((one, other) => (one.code < other.code ? -1 : one.code > other.code ? 1 : one.id - other.id))
      .map((contact) => {
        const turn = turned.get(contact.id)
        return { ...contact, after: turn ? contactBefore(contact.before, turn) : contact.before }
      })
  })
}

/** Chunk by chunk, so that it ends where enough were found, however many there are. */
async function firstLeft(ctx: Context, undoOf: number, fact: ContactFactName): Promise<Turned[]> {
  const effects = sql`e.change_id = ${undoOf} and e.position = k.position and ${CONTACT_FACT_OF[fact].stands(ctx)}`
  return ctx.db.execute<Turned>(sql`
    select found.id::float8 as id, ${fact}::text as fact, found.before
    from (
      select position from change_chunks where change_id = ${undoOf} and done_at is not null order by position offset 0
    ) k cross join lateral (
      select touched.contact_id as id, e.before ${touchedBy(fact, effects, visibleTo(ctx.actor))} limit ${SAMPLES}
    ) found
    limit ${SAMPLES}`)
}

/** The first contacts, by the code of their customer, of which something is so, as they stand. */
export async function standingOfContacts(ctx: Context, condition: SQL | undefined): Promise<Contact[]> {
  const rows = await ctx.db
    .select({
      id: contacts.id,
      code: customers.code,
      customer: customers.name,
      firstName: people.firstName,
      lastName: people.lastName,
      role: sql<ContactRole>`coalesce(${contacts.ourRole}, ${contacts.role})`,
      language: people.language,
      email: people.email,
      forCollection: contacts.forCollection,
    })
    .from(contacts)
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .innerJoin(people, eq(people.id, contacts.personId))
    .where(condition)
    .orderBy(asc(customers.code), asc(contacts.id))
    .limit(SAMPLES)
  return rows.map((row) => withStanding(row, false))
}

/**
 * Contacts that a change took away, as they were then; the star as it would come back, which another may have by now.
 */
async function removedContacts(ctx: Context, ids: number[]): Promise<Contact[]> {
  const rows = await ctx.db.execute<Row>(sql`
    select removed.contact_id::float8 as id, ${customers.code} as code, ${customers.name} as customer,
      removed.person ->> 'first_name' as "firstName", removed.person ->> 'last_name' as "lastName",
      coalesce(removed.contact ->> 'our_role', removed.contact ->> 'role') as role,
      removed.person ->> 'language' as language, removed.person ->> 'email' as email,
      (removed.contact ->> 'for_collection')::boolean and not exists (
        select from contacts k where k.customer_id = removed.customer_id and k.for_collection) as "forCollection"
    from removed_contacts removed join ${customers} on ${customers.id} = removed.customer_id
    where ${anyOf(sql`removed.contact_id`, ids)} and ${visibleTo(ctx.actor) ?? sql`true`}`)
  return rows.map((row) => withStanding(row, true))
}

type Row = Omit<Contact, 'before'> & Omit<ContactStanding, 'removed'>

function withStanding({ id, code, customer, firstName, lastName, ...standing }: Row, removed: boolean): Contact {
  return { id, code, customer, firstName, lastName, before: { ...standing, removed } }
}
