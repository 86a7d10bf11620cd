import type { z } from 'zod'
import type { addContactInput } from '@/lib/contacts/input'
import { isFromErp, PERSONAL } from '@/lib/contacts/rules'
import type { DeskContact } from './customer-desk'

/** What the form holds: the fields of a new contact, and of a present one also which it is and as of when. */
export type ContactValues = Omit<z.input<typeof addContactInput>, 'role'> & {
  role: z.input<typeof addContactInput>['role'] | ''
  contactId?: number
  version?: number
  /** The address from which messages come back, if it is the one that stands there. */
  undeliverable?: string
  undeliverableReason?: string
}

/** What somebody may type, in the order of the form. */
export const TYPED = [
  'role',
  ...PERSONAL,
  'undeliverable',
  'undeliverableReason',
  'comment',
  'forCollection',
  'inCopy',
] as const
export type TypedName = (typeof TYPED)[number]

export function valuesOf(contact: DeskContact | undefined, customerId: number): ContactValues {
  const empty = { title: '', firstName: '', lastName: '', email: '', phone: '', mobile: '', fax: '', language: '' }
  const fresh = { ...empty, customerId, role: 'accountant' as const, comment: '', inCopy: false, forCollection: false }
  if (!contact) return { ...fresh, sameAs: '' }
  const { id, version, personVersion, inCopy, forCollection } = contact
  const role = (isFromErp(contact) ? (contact.ourRole ?? '') : contact.role) as ContactValues['role']
  const typed = Object.fromEntries(PERSONAL.map((name) => [name, contact[name] ?? ''])) as typeof empty
  return {
    ...{ ...fresh, ...typed, comment: contact.comment ?? '', role, inCopy, forCollection },
    ...{ contactId: id, version, personVersion },
    undeliverable: contact.undeliverableSince ? (contact.email ?? '') : '',
    undeliverableReason: contact.undeliverableReason ?? '',
  }
}
