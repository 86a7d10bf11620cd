import type { UpdateContact } from '@/lib/contacts/input'
import { listContacts } from '@/lib/contacts/queries'
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
    ...rest
  } = found
  return {
    ...rest,
    emailMeant: null,
    contactId: id,
    role: (role === 'company' ? ourRole : role) as UpdateContact['role'],
  }
}
