import { customerAddress } from '@/lib/customers/rules'

/** What is known of a person, whichever customer one asks at. */
export const PERSONAL = ['title', 'firstName', 'lastName', 'email', 'phone', 'mobile', 'fax', 'language'] as const
export type Personal = (typeof PERSONAL)[number]

/** What a customers file says of a contact. The rest of it is ours, and no file touches it. */
export const ERP_FIELDS = ['title', 'firstName', 'lastName', 'email', 'phone', 'mobile'] as const
const OF_ERP: ReadonlySet<string> = new Set(ERP_FIELDS)

/** Contacts that a customers file brings belong to the ERP: what it says of them is changed there, or the next file would undo it. */
export function isFromErp(contact: { source: string; role: string }): boolean {
  return contact.source === 'import' && contact.role === 'company'
}

/** Those of the fields that are the ERP's. */
export function fieldsOfErp(fields: readonly string[]): string[] {
  return fields.filter((field) => OF_ERP.has(field))
}

/** Where a contact is read and changed: the file of its customer, with the drawer open. `tab`: what stays open underneath. */
export function contactAddress(code: string, contact: number | 'new', tab = ''): string {
  return `${customerAddress(code)}?${tab ? `tab=${tab}&` : ''}contact=${contact}`
}

/** Whether reminders reach somebody: by an address, or by a mobile that can be dialled. */
export function isReachable({ email, mobileE164 }: { email: string | null; mobileE164: string | null }): boolean {
  return email !== null || mobileE164 !== null
}

/** What a click on an e-mail address opens. */
export const letterTo = (email: string) => `mailto:${encodeURIComponent(email).replace('%40', '@')}`

/** What stands for a mail domain that named somebody who was erased, as no real one can. */
export const ERASED_DOMAINS = { oldDomain: 'old.erased.invalid', newDomain: 'new.erased.invalid' } as const

export const isErasedDomain = (domain: string): boolean => domain.endsWith('.erased.invalid')

const UNMERGE_DAYS = 30

/** Whether a merge can still be taken back: as long as any other change. */
export function canUnmerge(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() < UNMERGE_DAYS * 24 * 60 * 60 * 1000
}

/** Where taking back a merge is shown beforehand. */
export function unmergeAddress(code: string, contact: number, entry: number): string {
  return `${contactAddress(code, contact, 'history')}&unmerge=${entry}`
}
