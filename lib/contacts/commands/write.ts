import { eq, sql } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import type { Context } from '@/lib/context'
import { lockCustomer, refreshCustomers } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { difference, record } from '@/lib/history'
import { fullName } from '@/lib/users/rules'
import type { AddContact, UpdateContact } from '../input'
import { isFromErp, type Mark, NO_MARK } from '../rules'
import { type ContactRow, type Held, lockContact, writing } from './lock'
import {
  type Difference,
  insertPerson,
  mustBeMeant,
  numbers,
  type Typed,
  typedOf,
  type Written,
  writePerson,
} from './person'
import { type Starred, setStar } from './star'

/** `elsewhere`: at how many other customers what was changed shows, as far as the actor may know. */
export type Kept = Starred & { contactId: number; elsewhere: number }

/** Adds a contact to a customer: a new person, or one who is contact of another customer already. */
export async function addContact(ctx: Context, input: AddContact): Promise<Kept> {
  return writing(ctx, async (ctx) => {
    const known = input.sameAs === null ? undefined : await lockContact(ctx, input.sameAs, input.customerId)
    if (known && known.person.version !== input.personVersion) throw new Refusal('conflict', 'changedMeanwhile')
    const customer = await lockCustomer(ctx, input.customerId)
    await mustBeMeant(ctx, customer.id, input)
    const typed = typedOf(input)
    const place = { role: input.role, inCopy: input.inCopy, comment: input.comment }
    const written: Written = known
      ? await writePerson(ctx, { ...known, customer }, typed)
      : {
          personId: await insertPerson(ctx, { ...typed, ...numbers(ctx, customer, typed) }),
          differs: undefined,
          elsewhere: [],
        }
    const about = { customerId: customer.id, personId: written.personId }
    const [contact] = await ctx.db
      .insert(contacts)
      .values({ ...place, ...about, createdAt: ctx.now })
      .returning({ id: contacts.id })
    if (!contact) throw new Error('the contact was not written')
    const given = Object.entries({ ...typed, ...place }).filter(([, value]) => value !== null && value !== false)
    await record(ctx, { action: 'contact.added', ...about, new: Object.fromEntries(given) })
    await recordElsewhere(ctx, written, typed)
    const movedFrom = input.forCollection ? await setStar(ctx, { ...about, contactId: contact.id }, true) : null
    await refreshCustomers(ctx, [customer.id, ...written.elsewhere.map(({ customerId }) => customerId)])
    return { contactId: contact.id, movedFrom, elsewhere: written.elsewhere.length }
  })
}

/**
 * Changes a contact, and the person for all customers whose contact they are and that the actor may know of. From then
 * on it counts as typed here: an import leaves it alone. Of a contact of the ERP only what the ERP does not say. That
 * messages come back from an address is no such thing: a file that brings a better one is waited for.
 */
export async function updateContact(ctx: Context, input: UpdateContact): Promise<Kept> {
  return writing(ctx, async (ctx) => {
    const held = await lockContact(ctx, input.contactId)
    const { contact, person, customer } = held
    if (contact.version !== input.version || person.version !== input.personVersion)
      throw new Refusal('conflict', 'changedMeanwhile')
    if (input.email !== person.email) await mustBeMeant(ctx, customer.id, input, contact.id)
    const typed = typedOf(input)
    const here = difference<Record<string, unknown>>(contact, placeOf(contact, input))
    const written = await writePerson(ctx, held, typed, markIn(ctx, person, input))
    const { personId } = written
    if (here || Object.keys(written.differs?.new ?? {}).some((name) => name in typed))
      await writePlace(ctx, contact, { ...here?.new, personId })
    const both = together(written.differs, here)
    if (both) {
      const now = { ...both.new, contact: fullName(typed) }
      await record(ctx, { action: 'contact.updated', customerId: customer.id, personId, old: both.old, new: now })
    }
    await recordElsewhere(ctx, written, typed)
    const spot = { customerId: customer.id, personId, contactId: contact.id }
    const moves = contact.forCollection !== input.forCollection
    const movedFrom = moves ? await setStar(ctx, spot, input.forCollection) : null
    await refreshCustomers(ctx, [customer.id, ...written.elsewhere.map(({ customerId }) => customerId)])
    return { contactId: contact.id, movedFrom, elsewhere: written.elsewhere.length }
  })
}

/** Takes a contact off a customer. The person goes too once they are nobody's contact. */
export async function removeContact(ctx: Context, input: { contactId: number; version: number }): Promise<void> {
  await writing(ctx, async (ctx) => {
    const { contact, person, customer } = await lockContact(ctx, input.contactId)
    if (isFromErp(contact)) throw new Refusal('conflict', 'contactFromErp')
    if (contact.version !== input.version) throw new Refusal('conflict', 'changedMeanwhile')
    await ctx.db.delete(contacts).where(eq(contacts.id, contact.id))
    await dropNobodys(ctx, person.id)
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

/** Of the address that was read; whoever types another one says nothing of it. */
function markIn(ctx: Context, person: Held['person'], input: UpdateContact): Mark | undefined {
  const { undeliverable, undeliverableReason } = input
  if (undeliverable === undefined) return undefined
  if (person.email === null || input.email !== person.email || undeliverable !== person.email) return NO_MARK
  return { undeliverableSince: person.undeliverableSince ?? ctx.now, undeliverableReason }
}

/** A person who is nobody's contact any more is not kept. */
export async function dropNobodys(ctx: Context, personId: number): Promise<void> {
  await ctx.db
    .delete(people)
    .where(
      sql`${people.id} = ${personId} and not exists (select from ${contacts} where ${contacts.personId} = ${people.id})`,
    )
}

/** What was written of a shared person, in the history of each other customer where it shows. */
async function recordElsewhere(ctx: Context, { personId, differs, elsewhere }: Written, typed: Typed) {
  if (!differs) return
  const now = { ...differs.new, contact: fullName(typed) }
  const entry = { action: 'contact.updated', personId, old: differs.old, new: now }
  await record(ctx, ...elsewhere.map(({ customerId }) => ({ ...entry, customerId })))
}

/** A contact of the ERP stays one, whatever is added to it here; any other becomes a person's. */
async function writePlace(ctx: Context, contact: Held['contact'], values: Partial<ContactRow>): Promise<void> {
  await ctx.db
    .update(contacts)
    .set({ ...values, ...(!isFromErp(contact) && { source: 'person' }), version: contact.version + 1 })
    .where(eq(contacts.id, contact.id))
}

/** What belongs to the place at this customer. The role that the ERP gave stays; ours stands beside it. */
function placeOf(contact: ContactRow, { role, inCopy, comment }: UpdateContact) {
  if (isFromErp(contact)) return { ourRole: role, inCopy, comment }
  if (role === null) throw new Refusal('invalid', 'checkFields', { fields: { role: 'contactRole' } })
  return { role, inCopy, comment }
}

function together(one: Difference, other: Difference): Difference {
  if (!one || !other) return one ?? other
  return { old: { ...one.old, ...other.old }, new: { ...one.new, ...other.new } }
}
