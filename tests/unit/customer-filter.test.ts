import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import {
  CHOICES,
  type CustomerFilter,
  type CustomerView,
  customersAddress,
  readCustomerAddress,
  SIZES,
  SORTS,
  writeCustomerAddress,
} from '@/lib/customers/filter'
import { isCode } from '@/lib/customers/rules'
import { inOrder, readTokens, writeTokens } from '@/lib/filter'

const handle = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/)
const token = (value: fc.Arbitrary<string>) =>
  fc.record({ not: fc.boolean(), value: fc.oneof(value, fc.constant('none')) })
const tokens = (value: fc.Arbitrary<string>) => fc.array(token(value), { maxLength: 5 }).map(inOrder)
const code = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isCode)
const words = fc
  .array(fc.stringMatching(/^[\p{L}\d,!\\%_&=#+/?'"-]{1,10}$/u), { maxLength: 3 })
  .map((list) => list.join(' ').normalize('NFC').trim())

const filters: fc.Arbitrary<CustomerFilter> = fc.record({
  q: words,
  code: fc.uniqueArray(code, { maxLength: 6 }).map((codes) => codes.sort()),
  list: fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z0-9]{10}$/)),
  colleague: tokens(handle),
  collector: tokens(handle),
  group: tokens(handle),
  country: tokens(fc.constantFrom('FR', 'BE', 'DE', 'JP')),
  state: fc.constantFrom(...CUSTOMER_STATES, 'all' as const),
})
const views: fc.Arbitrary<CustomerView> = fc.record({
  sort: fc.constantFrom(...SORTS.filter((sort) => sort !== 'pasted')),
  descending: fc.boolean(),
  page: fc.integer({ min: 1, max: 9999 }),
  size: fc.constantFrom(...SIZES),
})

describe('a search and its address', () => {
  test('a thousand searches survive the way to the address and back', () => {
    fc.assert(
      fc.property(filters, views, (filter, view) => {
        const address = writeCustomerAddress(filter, view)
        expect(readCustomerAddress(address)).toEqual({ filter, view, problems: [] })
        expect(writeCustomerAddress(readCustomerAddress(address).filter, readCustomerAddress(address).view)).toBe(
          address,
        )
      }),
      { numRuns: 1000 },
    )
  })

  test('equal searches have one spelling, however they were written', () => {
    const spellings = [
      'country=FR,BE&colleague=ana,none&q=munster++stahl',
      'q=munster stahl&country=be&country=fr&colleague=none&colleague=ana',
      '?colleague=NONE,Ana,ana&q= munster stahl &country=BE,FR,BE&state=active&page=1&size=50&sort=code&list=',
    ]
    const addresses = spellings.map((spelling) => {
      const { filter, view, problems } = readCustomerAddress(spelling)
      expect(problems).toEqual([])
      return customersAddress(filter, view)
    })
    expect(new Set(addresses)).toEqual(new Set(['/customers?q=munster+stahl&colleague=ana,none&country=BE,FR']))
  })

  test('commas, backslashes and a leading exclamation mark may be part of a code', () => {
    const { filter } = readCustomerAddress('code=A\\,1,\\!x,a\\\\b,C001')
    expect(filter.code).toEqual(['!x', 'A,1', 'C001', 'a\\b'])
    expect(writeCustomerAddress(filter)).toBe('code=%5C!x,A%5C,1,C001,a%5C%5Cb')
  })

  test('tokens written are tokens read', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ not: fc.boolean(), value: code })), (list) => {
        expect(readTokens(writeTokens(list))).toEqual(list)
      }),
    )
  })

  test('addresses of this release go on opening', () => {
    const golden: [string, Partial<CustomerFilter>][] = [
      ['q=munster+stahl', { q: 'munster stahl' }],
      ['code=C001,C002', { code: ['C001', 'C002'] }],
      ['list=7fk2m9qd', { list: '7fk2m9qd' }],
      [
        'colleague=marie.dupont,none',
        {
          colleague: [
            { not: false, value: 'marie.dupont' },
            { not: false, value: 'none' },
          ],
        },
      ],
      ['group=!export', { group: [{ not: true, value: 'export' }] }],
      [
        'country=FR,BE',
        {
          country: [
            { not: false, value: 'BE' },
            { not: false, value: 'FR' },
          ],
        },
      ],
      ['state=blocked', { state: 'blocked' }],
    ]
    for (const [address, expected] of golden) {
      expect(readCustomerAddress(address)).toMatchObject({ filter: expected, problems: [] })
    }
  })
})

describe('an address that cannot be understood', () => {
  test('is named part by part, and the rest applies', () => {
    const { filter, problems } = readCustomerAddress(
      'q=stahl&country=France&size=7&page=0&sort=evil&state=gone&foo=1&list=../x&colleague=!',
    )
    expect(filter.q).toBe('stahl')
    expect(problems.map(({ part, reason }) => `${part} ${reason}`)).toEqual([
      'country malformed',
      'size malformed',
      'page malformed',
      'sort malformed',
      'state malformed',
      'foo unknown',
      'list malformed',
    ])
  })

  test('never throws and never reads what was not said, whatever it is', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webQueryParameters(),
      fc.constantFrom('__proto__=1', 'constructor=x', 'q[]=1', 'code=%E0%A4%A', 'sort=pasted'),
    )
    fc.assert(
      fc.property(nasty, (query) => {
        const { filter, view } = readCustomerAddress(query)
        expect(SIZES).toContain(view.size)
        expect(SORTS).toContain(view.sort)
        for (const part of CHOICES) expect(Array.isArray(filter[part])).toBe(true)
      }),
      { numRuns: 2000 },
    )
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })

  test('more than a hundred codes are too many for an address', () => {
    const many = Array.from({ length: 101 }, (_, index) => `C${index}`).join(',')
    const { filter, problems } = readCustomerAddress(`code=${many}`)
    expect(filter.code).toHaveLength(100)
    expect(problems).toMatchObject([{ part: 'code', reason: 'tooMany' }])
  })
})
