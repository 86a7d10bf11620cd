import { contacts } from '@/db/schema'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { isFromErp } from '../rules'
import { lockContact, writing } from './lock'
import { insertPerson, typedOf } from './person'
import { type Starred, setStar } from './star'

/**
 * Makes a contact of our own out of one of the ERP: a copy, because the ERP keeps its own and the next file would bring
 * it back. The star goes to the copy, which is what somebody copies for.
 */
export async function copyContact(
  ctx: Context,
  input: { contactId: number; version: number },
): Promise<Starred & { contactId: number }> {
  return writing(ctx, async (ctx) => {
    const { contact, person, customer } = await lockContact(ctx, input.contactId)
    if (contact.version !== input.version) throw new Refusal('conflict', 'changedMeanwhile')
    if (!isFromErp(contact)) throw new Refusal('conflict', 'contactIsOurs')
    const { phoneE164, mobileE164, undeliverableSince, undeliverableReason } = person
    const beside = { phoneE164, mobileE164, undeliverableSince, undeliverableReason }
    const known = typedOf(person)
    const personId = await insertPerson(ctx, { ...known, ...beside })
    const place = { role: contact.ourRole ?? 'other', comment: contact.comment }
    const about = { customerId: customer.id, personId }
    const [copy] = await ctx.db
      .insert(contacts)
      .values({ ...place, ...about, createdAt: ctx.now })
      .returning({ id: contacts.id })
    if (!copy) throw new Error('the contact was not written')
    const given = Object.entries({ ...known, ...place }).filter(([, value]) => value !== null)
    await record(ctx, { action: 'contact.copied', ...about, new: Object.fromEntries(given) })
    const movedFrom = contact.forCollection ? await setStar(ctx, { ...about, contactId: copy.id }, true) : null
    await refreshCustomers(ctx, [customer.id])
    return { contactId: copy.id, movedFrom }
  })
}
