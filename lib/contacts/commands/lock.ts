import { and, eq, inArray, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import type { CustomerRow } from '@/lib/customers/commands'
import { visibleTo } from '@/lib/customers/where'
import { Refusal, refusing } from '@/lib/errors'
import type { FromErp } from '../rules'
import { FROM_ERP } from '../where'

export type ContactRow = typeof contacts.$inferSelect
export type Person = typeof people.$inferSelect

/** One place of a person. `visible`: whether the actor may know of the customer. */
export type Place = FromErp & { id: number; customerId: number; version: number; visible: boolean }

/** A contact as it is held: itself, its person, its customer, and every place that the person has. */
export type Held = { contact: ContactRow; person: Person; customer: CustomerRow; places: Place[] }

/** Runs a write of contacts in one transaction. Two stars at one customer, should they ever meet, are a conflict. */
export function writing<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  const refusals = {
    contacts_for_collection_key: () => new Refusal('conflict', 'starMoved'),
    contacts_customer_id_person_id_key: () => new Refusal('conflict', 'contactAlready'),
  }
  return refusing(refusals, () => transact(ctx, work))
}

/** A contact that may be written, held like `lockContacts` does. */
export async function lockContact(ctx: Context, contactId: number, alsoCustomerId = 0): Promise<Held> {
  const [held] = await lockContacts(ctx, [contactId], alsoCustomerId)
  if (!held) throw new Refusal('not-found', 'gone')
  return held
}

/**
 * Contacts that may be written, in the order asked for, held with their people and with every customer of these, and
 * one more, in the order of ids: the search text of all holds the names. People after customers, contacts after people.
 */
export async function lockContacts(ctx: Context, contactIds: readonly number[], alsoCustomerId = 0): Promise<Held[]> {
  const asked = sql`(select person_id from ${contacts} where ${inArray(contacts.id, [...contactIds])})`
  await ctx.db.execute(sql`
    select from ${customers}
    where id = ${alsoCustomerId} or id in (select customer_id from ${contacts} where person_id in ${asked})
    order by id for no key update`)
  await ctx.db.execute(sql`select from ${people} where id in ${asked} order by id for update`)
  const rows = await ctx.db
    .select({ contact: contacts, person: people, customer: customers })
    .from(contacts)
    .innerJoin(people, eq(people.id, contacts.personId))
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(and(inArray(contacts.id, [...contactIds]), visibleTo(ctx.actor)))
    .orderBy(contacts.id)
    .for('update', { of: contacts })
  const held: Held[] = []
  for (const contactId of contactIds) {
    const row = rows.find(({ contact }) => contact.id === contactId)
    if (!row) throw new Refusal('not-found', 'gone')
    held.push({ ...row, places: await placesOf(ctx, row.person.id) })
  }
  return held
}

/** Where somebody is a contact, the customers that the actor may not know of among them. */
export async function placesOf(ctx: Context, personId: number): Promise<Place[]> {
  return ctx.db
    .select({
      id: contacts.id,
      customerId: contacts.customerId,
      version: contacts.version,
      visible: sql<boolean>`${visibleTo(ctx.actor) ?? sql`true`}`,
      ...FROM_ERP,
    })
    .from(contacts)
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(eq(contacts.personId, personId))
    .orderBy(contacts.customerId)
}
