import { eraseContact } from '@/lib/contacts/commands/erase'
import type { UpdateContact } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
import { previewErasure } from '@/lib/contacts/queries/merge'
import type { Context } from '@/lib/context'

/** What the form would send to save a contact as it stands. */
export async function asShown(ctx: Context, customerId: number, contactId: number): Promise<UpdateContact> {
  const found = (await listContacts(ctx, customerId)).find(({ id }) => id === contactId)!
  const {
    id,
    alsoAt: _,
    source: __,
    phoneE164: ___,
    mobileE164: ____,
    lockedByErp: _____,
    faxFromErp: ______,
    ourRole,
    role,
    undeliverableSince,
    ...rest
  } = found
  return {
    ...rest,
    undeliverable: undeliverableSince ? (rest.email ?? '') : '',
    emailMeant: null,
    contactId: id,
    role: (role === 'company' ? ourRole : role) as UpdateContact['role'],
  }
}

/** Erases the person of a contact, as somebody does who has just looked at what goes. */
export async function erase(ctx: Context, contactId: number) {
  const seen = await previewErasure(ctx, contactId)
  return eraseContact(ctx, { contactId, personVersion: seen!.personVersion, asked: true })
}
