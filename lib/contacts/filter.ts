import { CONTACT_ROLES } from '@/db/schema/vocabulary'
import { type CustomerFilter, EVERYONE, filterParts, withEnds } from '@/lib/customers/filter'
import { READERS as OF_CUSTOMERS, readChoice } from '@/lib/customers/filter/readers'
import {
  type Problem,
  partsOf,
  type Query,
  type Reader,
  readParts,
  type Token,
  writeQuery,
  writeTokens,
} from '@/lib/filter'
import { type ListView, sortReader, VIEW_READERS, viewParts } from '@/lib/list'

export type Answer = '' | 'yes' | 'no'

/**
 * Which contacts, as a person asks for them: what is asked of the contact, and what is asked of its customer as in a
 * search for customers. The words are looked for in the name and the e-mail address of the contact.
 */
export type ContactFilter = Omit<CustomerFilter, 'contact'> & {
  role: Token[]
  /** `none` is who is written to in the language of the customer. */
  language: Token[]
  /** Of an address can be asked whether there is one, and whether messages to it come back. */
  email: Token[]
  'for-collection': Answer
  'in-copy': Answer
}

export const CONTACT_SORTS = ['name', 'code', 'customer'] as const
export type ContactSort = (typeof CONTACT_SORTS)[number]
export type ContactView = ListView<ContactSort>

/** The parts that choose among values, and those that are answered by yes or no. */
export const CONTACT_CHOICES = ['role', 'language', 'email'] as const
export const CONTACT_ANSWERS = ['for-collection', 'in-copy'] as const

const { contact: _ofCustomers, ...OF_ANY } = EVERYONE
export const ANYBODY: ContactFilter = {
  ...OF_ANY,
  ...{ role: [], language: [], email: [], 'for-collection': '', 'in-copy': '' },
}
export const FIRST_CONTACTS: ContactView = { sort: 'name', descending: false, page: 1, size: 50, exact: false }

const lower = (value: string) => value.toLowerCase()

const readAnswer: Reader<ContactFilter, unknown, (typeof CONTACT_ANSWERS)[number]> = (text, filter, _view, part) => {
  if (text !== 'yes' && text !== 'no') return 'malformed'
  filter[part] = text
  return undefined
}

const { q, code, list, colleague, collector, group, country, balance, overdue, late, state } = OF_CUSTOMERS

/** Every part that an address may have. Those of customers are read as theirs. */
const READERS: Record<string, Reader<ContactFilter, ContactView>> = {
  role: readChoice<'role'>(new RegExp(`^(${CONTACT_ROLES.join('|')})$`), lower),
  language: readChoice<'language'>(/^([a-z]{2,3}|none)$/, lower),
  email: readChoice<'email'>(/^(none|undeliverable)$/, lower),
  'for-collection': readAnswer,
  'in-copy': readAnswer,
  ...({ q, code, list, colleague, collector, group, country, balance, overdue, late, state } as unknown as Record<
    string,
    Reader<ContactFilter, unknown>
  >),
  sort: sortReader(CONTACT_SORTS),
  ...VIEW_READERS,
}

/** Reads an address. What cannot be understood is named in `problems` and left out; the rest applies. */
export function readContactAddress(query: Query): { filter: ContactFilter; view: ContactView; problems: Problem[] } {
  const filter = structuredClone(ANYBODY)
  const view = { ...FIRST_CONTACTS }
  const problems = readParts(withEnds(partsOf(query)), READERS, filter, view)
  return { filter, view, problems }
}

/** The one spelling of a search, without a leading `?`: equal searches are equal strings. */
export function writeContactFilter(filter: ContactFilter): string {
  return writeQuery(partsIn(filter))
}

/** The one spelling of a search and the way it is shown. */
export function writeContactAddress(filter: ContactFilter, view: Partial<ContactView> = {}): string {
  return writeQuery([...partsIn(filter), ...viewParts({ ...FIRST_CONTACTS, ...view }, FIRST_CONTACTS)])
}

/** The page of contacts an address leads to. */
export function contactsAddress(filter: ContactFilter, view: Partial<ContactView> = {}): string {
  const query = writeContactAddress(filter, view)
  return query === '' ? '/contacts' : `/contacts?${query}`
}

/** What is asked of the customers, as a search for them. */
export function ofCustomers(filter: ContactFilter): CustomerFilter {
  const asked = Object.keys(EVERYONE).map((part) => [
    part,
    { ...filter, q: '', contact: [] }[part as keyof CustomerFilter],
  ])
  return Object.fromEntries(asked) as CustomerFilter
}

function partsIn(filter: ContactFilter): [string, string][] {
  return [
    ['q', filter.q],
    ...CONTACT_CHOICES.map((part): [string, string] => [part, writeTokens(filter[part])]),
    ...CONTACT_ANSWERS.map((part): [string, string] => [part, filter[part]]),
    ...filterParts(ofCustomers(filter)),
  ]
}
