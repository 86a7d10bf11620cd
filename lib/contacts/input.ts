import { z } from 'zod'
import { HAND_MADE_CONTACT_ROLES } from '@/db/schema/vocabulary'
import { neededText, optionalEmail, optionalText, rowId, text, tick, version } from '@/lib/input'
import { PERSONAL, type Personal } from './rules'

/** A number as somebody writes it, with an extension or a remark; without any digit it is none. */
function optionalPhone() {
  return optionalText(50).refine((value) => value === null || /\p{Nd}/u.test(value), 'phoneDigits')
}

/** A person and their place at a customer, as a form writes them. The role of the company comes by import alone. */
const contact = {
  title: optionalText(40),
  firstName: optionalText(100),
  lastName: neededText(100),
  email: optionalEmail(),
  /** The address that somebody, told that another contact has it, means all the same. */
  emailMeant: optionalEmail(),
  phone: optionalPhone(),
  mobile: optionalPhone(),
  fax: optionalPhone(),
  language: optionalText(10).refine(
    (value) => value === null || /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(value),
    'language',
  ),
  inCopy: tick(),
  forCollection: tick(),
  comment: optionalText(2000),
}
const role = z.enum(HAND_MADE_CONTACT_ROLES, { error: 'contactRole' })
/** Nothing, where the field was left empty. */
const optionalId = () =>
  z
    .union([z.literal(''), rowId()])
    .optional()
    .transform((value) => value || null)

/** `sameAs`: the contact of another customer whose person this is, as of `personVersion`. */
export const addContactInput = z.object({
  customerId: rowId(),
  role,
  ...contact,
  sameAs: optionalId(),
  personVersion: version().optional(),
})
/**
 * Both versions: a person may be contact of several customers, and be changed from each. What comes from the ERP need
 * not have a role of ours.
 */
export const updateContactInput = z.object({
  contactId: rowId(),
  version: version(),
  personVersion: version(),
  role: z
    .union([z.literal(''), role], { error: 'contactRole' })
    .nullish()
    .transform((value) => value || null),
  ...contact,
  /**
   * The address from which messages come back, as somebody read it here; empty for none. Left out, the mark stays as it
   * is.
   */
  undeliverable: text(254).optional(),
  undeliverableReason: optionalText(200),
})
const read = { contactId: rowId(), version: version() }
export const removeContactInput = z.object(read)
export const copyContactInput = z.object(read)
export const markForCollectionInput = z.object({ contactId: rowId(), marked: tick() })

const side = z.enum(['kept', 'gone'], { error: 'notValid' })
/** Two contacts that are one person. `take`: from whom each field is taken; both as of when they were compared. */
export const mergeContactsInput = z.object({
  contactId: rowId(),
  personVersion: version(),
  otherId: rowId(),
  otherPersonVersion: version(),
  take: z.object(Object.fromEntries(PERSONAL.map((field) => [field, side])) as Record<Personal, typeof side>),
})
/** `entry`: of the history, that tells of the merge. */
export const unmergeContactsInput = z.object({ entry: rowId() })
export const eraseContactInput = z.object({ contactId: rowId(), personVersion: version(), asked: tick() })

/** What somebody has typed so far of a contact at this customer; `contactId` where it is one already. */
export const nearQuestion = z.object({
  customerId: rowId(),
  contactId: optionalId(),
  email: optionalText(254),
  phone: optionalText(50),
  mobile: optionalText(50),
  firstName: optionalText(100),
  lastName: optionalText(100),
})

export type NearQuestion = z.output<typeof nearQuestion>
export type AddContact = z.output<typeof addContactInput>
export type UpdateContact = z.output<typeof updateContactInput>
export type MergeContacts = z.output<typeof mergeContactsInput>
