import { z } from 'zod'
import { HAND_MADE_CONTACT_ROLES } from '@/db/schema/vocabulary'
import { neededText, optionalEmail, optionalText, rowId, tick, version } from '@/lib/input'

/** A number as somebody writes it, with an extension or a remark; without any digit it is none. */
function optionalPhone() {
  return optionalText(50).refine((value) => value === null || /\p{Nd}/u.test(value), 'phoneDigits')
}

/** A person and their place at a customer, as a form writes them. The role of the company comes by import alone. */
const contact = {
  role: z.enum(HAND_MADE_CONTACT_ROLES, { error: 'contactRole' }),
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

export const addContactInput = z.object({ customerId: rowId(), ...contact })
/** Both versions: a person may be contact of several customers, and be changed from each. */
export const updateContactInput = z.object({
  contactId: rowId(),
  version: version(),
  personVersion: version(),
  ...contact,
})
export const removeContactInput = z.object({ contactId: rowId(), version: version() })
export const markForCollectionInput = z.object({ contactId: rowId(), marked: tick() })

export type AddContact = z.output<typeof addContactInput>
export type UpdateContact = z.output<typeof updateContactInput>
