import { customerAddress } from '@/lib/customers/rules'

/** What is known of a person, whichever customer one asks at. */
export const PERSONAL = ['title', 'firstName', 'lastName', 'email', 'phone', 'mobile', 'fax', 'language'] as const
export type Personal = (typeof PERSONAL)[number]

const OF_ERP: ReadonlySet<string> = new Set(['title', 'firstName', 'lastName', 'email', 'phone', 'mobile'])
/** What stands among the fields that files brought for a customer once one said a fax for the company's contact. */
export const FAX_BROUGHT = 'contact_fax'

/**
 * `fromErp`: whether a customers file says who somebody is; `faxFromErp`: whether one said a fax too, which is ours
 * until then.
 */
export type FromErp = { fromErp: boolean; faxFromErp: boolean }

/**
 * Contacts that a customers file brings belong to the ERP: what it says of them is changed there, or the next file
 * would undo it.
 */
export function isFromErp(contact: { source: string; role: string }): boolean {
  return contact.source === 'import' && contact.role === 'company'
}

/** Whether a field is the ERP's. The rest is ours, and no file touches it. */
export function isOfErp(field: string, { fromErp, faxFromErp }: FromErp): boolean {
  return (fromErp && OF_ERP.has(field)) || (faxFromErp && field === 'fax')
}

/**
 * Where a contact is read and changed: the file of its customer, with the drawer open. `tab`: what stays open
 * underneath.
 */
export function contactAddress(code: string, contact: number | 'new', tab = ''): string {
  return `${customerAddress(code)}?${tab ? `tab=${tab}&` : ''}contact=${contact}`
}

/** What an address has from which messages come back. */
export type Mark = { undeliverableSince: Date | null; undeliverableReason: string | null }
export const NO_MARK: Mark = { undeliverableSince: null, undeliverableReason: null }

/** The mark of a person as the history tells it. */
export function markTold({ undeliverableSince, undeliverableReason }: Mark) {
  return { undeliverable: undeliverableSince !== null, undeliverableReason }
}

type Reached = Pick<Mark, 'undeliverableSince'> & { email: string | null; mobileE164: string | null }

/**
 * Whether reminders reach somebody: by an address from which messages do not come back, or by a mobile that can be
 * dialled.
 */
export function isReachable({ email, undeliverableSince, mobileE164 }: Reached): boolean {
  return (email !== null && undeliverableSince === null) || mobileE164 !== null
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
