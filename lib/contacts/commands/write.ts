import { and, eq, ne, sql } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import type { Context } from '@/lib/context'
import { type CustomerRow, lockCustomer, refreshCustomers } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { difference, record } from '@/lib/history'
import { readPhone } from '@/lib/phone'
import { fullName } from '@/lib/users/rules'
import type { AddContact, UpdateContact } from '../input'
import { lockContact, writing } from './lock'
import { type Starred, setStar } from './star'

/** Adds a new person as a contact of a customer. */
export async function addContact(ctx: Context, input: AddContact): Promise<Starred & { contactId: number }> {
  return writing(ctx, async (ctx) => {
    const customer = await lockCustomer(ctx, input.customerId)
    await mustBeMeant(ctx, customer.id, input)
    const { typed, place } = split(input)
    const [person] = await ctx.db
      .insert(people)
      .values({ ...typed, ...dialled(ctx, customer, typed) })
      .returning({ id: people.id })
    if (!person) throw new Error('the person was not written')
    const about = { customerId: customer.id, personId: person.id }
    const [contact] = await ctx.db
      .insert(contacts)
      .values({ ...place, ...about, createdAt: ctx.now })
      .returning({ id: contacts.id })
    if (!contact) throw new Error('the contact was not written')
    const given = Object.entries({ ...typed, ...place }).filter(([, value]) => value !== null && value !== false)
    await record(ctx, { action: 'contact.added', ...about, new: Object.fromEntries(given) })
    const movedFrom = input.forCollection ? await setStar(ctx, { ...about, contactId: contact.id }, true) : null
    await refreshCustomers(ctx, [customer.id])
    return { contactId: contact.id, movedFrom }
  })
}

/**
 * Changes a contact, and the person for all customers whose contact they are; where the actor may not know of all
 * these, the person of this customer becomes one of its own. From then on it counts as typed here: an import leaves it alone.
 */
export async function updateContact(ctx: Context, { contactId, ...input }: UpdateContact): Promise<Starred> {
  return writing(ctx, async (ctx) => {
    const { contact, person, customer, sharing: everywhere, sharedUnseen } = await lockContact(ctx, contactId)
    if (contact.version !== input.version || person.version !== input.personVersion)
      throw new Refusal('conflict', 'changedMeanwhile')
    if (input.email !== person.email) await mustBeMeant(ctx, customer.id, input, contactId)
    const { typed, place } = split(input)
    const personally = difference<Record<string, unknown>>(person, typed)
    const here = difference<Record<string, unknown>>(contact, place)
    const parts = personally !== undefined && sharedUnseen
    const sharing = parts ? [customer.id] : everywhere
    const values = { ...typed, ...dialled(ctx, customer, typed) }
    const personId = parts ? await insertPerson(ctx, values) : person.id
    if (personally && !parts) {
      await ctx.db
        .update(people)
        .set({ ...values, version: sql`${people.version} + 1` })
        .where(eq(people.id, person.id))
    }
    if (personally || here) {
      await ctx.db
        .update(contacts)
        .set({ ...place, personId, source: 'person', version: sql`${contacts.version} + 1` })
        .where(eq(contacts.id, contactId))
    }
    for (const customerId of sharing) {
      const differs = customerId === customer.id ? together(personally, here) : personally
      if (!differs) continue
      const now = { ...differs.new, contact: fullName(typed) }
      await record(ctx, { action: 'contact.updated', customerId, personId, old: differs.old, new: now })
    }
    const spot = { customerId: customer.id, personId, contactId }
    const moves = contact.forCollection !== input.forCollection
    const movedFrom = moves ? await setStar(ctx, spot, input.forCollection) : null
    await refreshCustomers(ctx, sharing)
    return { movedFrom }
  })
}

/** Takes a contact off a customer. The person goes too once they are nobody's contact. */
export async function removeContact(ctx: Context, input: { contactId: number; version: number }): Promise<void> {
  await writing(ctx, async (ctx) => {
    const { contact, person, customer } = await lockContact(ctx, input.contactId)
    if (contact.version !== input.version) throw new Refusal('conflict', 'changedMeanwhile')
    await ctx.db.delete(contacts).where(eq(contacts.id, contact.id))
    const nobodys = sql`not exists (select from ${contacts} where ${contacts.personId} = ${people.id})`
    await ctx.db.delete(people).where(and(eq(people.id, person.id), nobodys))
    await refreshCustomers(ctx, [customer.id])
    const { title, firstName, lastName, email, phone, mobile } = person
    const { role, forCollection } = contact
    await record(ctx, {
      action: 'contact.removed',
      customerId: customer.id,
      personId: person.id,
      old: { title, firstName, lastName, email, phone, mobile, role, forCollection },
    })
  })
}

/** Two contacts of a customer rarely share an address: one typed twice is asked back once, with whose it is. */
async function mustBeMeant(
  ctx: Context,
  customerId: number,
  { email, emailMeant }: Pick<AddContact, 'email' | 'emailMeant'>,
  contactId = 0,
): Promise<void> {
  if (email === null || email === emailMeant) return
  const [other] = await ctx.db
    .select({ firstName: people.firstName, lastName: people.lastName })
    .from(contacts)
    .innerJoin(people, eq(people.id, contacts.personId))
    .where(and(eq(contacts.customerId, customerId), ne(contacts.id, contactId), eq(people.email, email)))
    .orderBy(contacts.id)
    .limit(1)
  if (!other) return
  const fields = { email: 'contactEmailTwice' }
  throw new Refusal('conflict', 'contactEmailTwice', { values: { name: fullName(other) }, fields })
}

async function insertPerson(ctx: Context, values: typeof people.$inferInsert): Promise<number> {
  const [row] = await ctx.db.insert(people).values(values).returning({ id: people.id })
  if (!row) throw new Error('the person was not written')
  return row.id
}

/** What belongs to the person, and what to their place at this customer. */
function split({ role, inCopy, comment, ...rest }: Omit<AddContact, 'customerId'>) {
  const { title, firstName, lastName, email, phone, mobile, fax, language } = rest
  const typed = { title, firstName, lastName, email, phone, mobile, fax, language }
  return { typed, place: { role, inCopy, comment } }
}

/** The numbers as they are dialled from anywhere, beside what was typed. */
function dialled({ company }: Context, customer: CustomerRow, typed: { phone: string | null; mobile: string | null }) {
  const countries = [customer.country, company.country]
  return { phoneE164: readPhone(typed.phone, countries), mobileE164: readPhone(typed.mobile, countries) }
}

type Difference = ReturnType<typeof difference>

function together(one: Difference, other: Difference): Difference {
  if (!one || !other) return one ?? other
  return { old: { ...one.old, ...other.old }, new: { ...one.new, ...other.new } }
}
