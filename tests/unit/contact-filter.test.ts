import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONTACT_ROLES, CUSTOMER_STATES } from '@/db/schema/vocabulary'
import {
  ANYBODY,
  CONTACT_SORTS,
  type ContactFilter,
  type ContactView,
  contactsAddress,
  FIRST_CONTACTS,
  ofCustomers,
  readContactAddress,
  writeContactAddress,
  writeContactFilter,
} from '@/lib/contacts/filter'
import { EVERYONE, writeCustomerFilter } from '@/lib/customers/filter'
import { inOrder } from '@/lib/filter'
import { SIZES } from '@/lib/list'
import golden from './golden-contact-addresses.json' with { type: 'json' }

const tokens = (...values: string[]) =>
  fc.array(fc.record({ not: fc.boolean(), value: fc.constantFrom(...values) }), { maxLength: 4 }).map(inOrder)
const answer = fc.constantFrom<'' | 'yes' | 'no'>('', 'yes', 'no')
const filters: fc.Arbitrary<ContactFilter> = fc.record({
  q: fc.constantFrom('', 'petra lang', '山田', '@x.example', 'a,b \\ !c'),
  role: tokens(...CONTACT_ROLES),
  language: tokens('de', 'fr', 'none'),
  email: tokens('none', 'undeliverable'),
  'for-collection': answer,
  'in-copy': answer,
  code: fc.constantFrom([], ['C001'], ['!x', 'A,1']),
  list: fc.constantFrom('', '7fk2m9qd'),
  colleague: tokens('ana', 'none'),
  collector: tokens('tom', 'none'),
  group: tokens('export', 'none'),
  country: tokens('BE', 'FR', 'none'),
  balance: fc.constant({ from: '', to: '0' }),
  overdue: fc.constant({ from: '1000', to: '' }),
  late: fc.constant({ from: '30', to: '60' }),
  state: fc.constantFrom(...CUSTOMER_STATES, 'all' as const),
})
const views: fc.Arbitrary<ContactView> = fc.record({
  sort: fc.constantFrom(...CONTACT_SORTS),
  descending: fc.boolean(),
  page: fc.integer({ min: 1, max: 9999 }),
  size: fc.constantFrom(...SIZES),
  exact: fc.boolean(),
})

describe('a search for contacts and its address', () => {
  test('five hundred searches survive the way to the address and back', () => {
    fc.assert(
      fc.property(filters, views, (filter, view) => {
        const address = writeContactAddress(filter, view)
        expect(readContactAddress(address)).toEqual({ filter, view, problems: [] })
      }),
      { numRuns: 500 },
    )
  })

  test('equal searches have one spelling, however they were written', () => {
    for (const spelling of [
      'country=FR,BE&role=BUYER&q=petra++lang&email=none',
      'role=buyer&role=buyer&email=NONE&country=be&country=fr&q=petra lang&for-collection=&state=active&sort=name&page=1',
    ]) {
      const { filter, view, problems } = readContactAddress(spelling)
      expect(problems).toEqual([])
      expect(contactsAddress(filter, view)).toBe('/contacts?q=petra+lang&role=buyer&email=none&country=BE,FR')
    }
  })

  test('addresses made by the first release open as what they meant then, and are still written so', () => {
    for (const { address, filter, view } of golden) {
      const read = readContactAddress(address)
      expect({ address, ...read }).toEqual({
        address,
        filter: { ...ANYBODY, ...filter },
        view: { ...FIRST_CONTACTS, ...view },
        problems: [],
      })
      expect(writeContactAddress(read.filter, read.view)).toBe(address)
    }
    expect(golden.length).toBeGreaterThanOrEqual(34)
  })

  test('what is asked of the customers is a search for customers', () => {
    const { filter } = readContactAddress('q=petra&role=buyer&country=FR&late=30..')
    expect(writeCustomerFilter(ofCustomers(filter))).toBe('country=FR&late=30..')
    expect(Object.keys(ofCustomers(ANYBODY))).toEqual(Object.keys(EVERYONE))
    expect(writeContactFilter(filter)).toBe('q=petra&role=buyer&country=FR&late=30..')
  })

  test('what cannot be understood is named part by part, and the rest applies', () => {
    const { filter, problems } = readContactAddress(
      'q=petra&role=boss&language=german&email=yes&for-collection=1&in-copy=maybe&contact=none&view=late&sort=balance&country=France&page=0&foo=1&overdue=5..1',
    )
    expect(filter).toEqual({ ...ANYBODY, q: 'petra' })
    expect(problems.map(({ part, reason }) => `${part} ${reason}`)).toEqual([
      'role malformed',
      'language malformed',
      'email malformed',
      'for-collection malformed',
      'in-copy malformed',
      'contact unknown',
      'view unknown',
      'sort malformed',
      'country malformed',
      'page malformed',
      'foo unknown',
      'overdue reversed',
    ])
  })

  test('never throws, whatever it is', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webQueryParameters(),
      fc.constantFrom('__proto__=1', 'constructor=x'),
    )
    fc.assert(
      fc.property(nasty, (query) => {
        expect(SIZES).toContain(readContactAddress(query).view.size)
      }),
      { numRuns: 500 },
    )
  })
})
