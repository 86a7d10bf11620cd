import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import {
  CHOICES,
  type CustomerFilter,
  type CustomerView,
  customersAddress,
  EVERYONE,
  FIRST_PAGE,
  MISSING,
  readCustomerAddress,
  SORTS,
  writeCustomerAddress,
  writeCustomerFilter,
} from '@/lib/customers/filter'
import { isCode } from '@/lib/customers/rules'
import { inOrder, type Range, readTokens, writeTokens } from '@/lib/filter'
import { SIZES } from '@/lib/list'
import { BROKEN_ADDRESSES, GONE_ADDRESSES } from '../support/broken-addresses'
import golden from './golden-addresses.json' with { type: 'json' }

const handle = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/)
const token = (value: fc.Arbitrary<string>) =>
  fc.record({ not: fc.boolean(), value: fc.oneof(value, fc.constant('none')) })
const tokens = (value: fc.Arbitrary<string>) => fc.array(token(value), { maxLength: 5 }).map(inOrder)
const code = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isCode)
const words = fc
  .array(fc.stringMatching(/^[\p{L}\d,!\\%_&=#+/?'"-]{1,10}$/u), { maxLength: 3 })
  .map((list) => list.join(' ').normalize('NFC').trim())

/** Numbers in thousandths, in order, each end open now and then. */
const range = (decimals: number): fc.Arbitrary<Range> =>
  fc
    .tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.nat(2))
    .map(([low, width, open]) => {
      const [from, to] = [low, low + width].map((value) => spelt(value, decimals))
      return { from: open === 1 ? '' : from!, to: open === 2 ? '' : to! }
    })
const spelt = (value: bigint, decimals: number) => {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const part = digits.slice(-decimals).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -decimals)}${part && '.'}${part}`
}

const filters: fc.Arbitrary<CustomerFilter> = fc.record({
  q: words,
  code: fc.uniqueArray(code, { maxLength: 6 }).map((codes) => codes.sort()),
  list: fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z0-9]{10}$/)),
  colleague: tokens(handle),
  collector: tokens(handle),
  group: tokens(handle),
  country: tokens(fc.constantFrom('FR', 'BE', 'DE', 'JP')),
  contact: fc
    .array(fc.record({ not: fc.boolean(), value: fc.constantFrom<string>(...MISSING) }), { maxLength: 4 })
    .map(inOrder),
  balance: range(3),
  overdue: range(3),
  late: fc
    .tuple(fc.constantFrom('', '1', '30', '61'), fc.constantFrom('', '61', '90', '36500'))
    .map(([from, to]) => ({ from, to })),
  state: fc.constantFrom(...CUSTOMER_STATES, 'all' as const),
})
const views: fc.Arbitrary<CustomerView> = fc.record({
  saved: fc.oneof(
    fc.constant(''),
    handle.filter((slug) => slug !== 'none'),
  ),
  sort: fc.constantFrom(...SORTS.filter((sort) => sort !== 'pasted')),
  descending: fc.boolean(),
  page: fc.integer({ min: 1, max: 9999 }),
  size: fc.constantFrom(...SIZES),
  exact: fc.boolean(),
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

  test('addresses made by the first release open as what they meant then, and are still written so', () => {
    for (const { address, filter, view } of golden) {
      const read = readCustomerAddress(address)
      expect({ address, ...read }).toEqual({
        address,
        filter: { ...EVERYONE, ...filter },
        view: { ...FIRST_PAGE, ...view },
        problems: [],
      })
      expect(writeCustomerAddress(read.filter, read.view)).toBe(address)
    }
    expect(golden.length).toBeGreaterThan(40)
  })

  test('a range has one spelling, and late counts from nought', () => {
    const spellings: [string, string][] = [
      ['overdue=01000.500..', 'overdue=1000.5..'],
      ['overdue=100..100', 'overdue=100'],
      ['balance=-0..0.00', 'balance=0'],
      ['balance=..-00.10', 'balance=..-0.1'],
      ['late=0..30', 'late=..30'],
      ['late=0', 'late=..0'],
      ['late=0..', ''],
      ['overdue-from=1000&overdue-to=', 'overdue=1000..'],
      ['late-from=+30+&late-to=060', 'late=30..60'],
      ['overdue-from=&overdue-to=&balance-to=5', 'balance=..5'],
      ['contact=none,NO-EMAIL,no-email', 'contact=no-email,none'],
      ['contact=no-email&contact=none', 'contact=no-email,none'],
    ]
    for (const [spelling, canonical] of spellings) {
      const { filter, view, problems } = readCustomerAddress(spelling)
      expect({ spelling, problems, written: writeCustomerAddress(filter, view) }).toEqual({
        spelling,
        problems: [],
        written: canonical,
      })
    }
  })
})

describe('the saved view that a search started from', () => {
  test('stands first in the address, and is no part of the search', () => {
    const { filter, view, problems } = readCustomerAddress('country=FR&view=Late-30&page=2')
    expect(problems).toEqual([])
    expect(view.saved).toBe('late-30')
    expect(writeCustomerAddress(filter, view)).toBe('view=late-30&country=FR&page=2')
    expect(writeCustomerFilter(filter)).toBe('country=FR')
  })

  test('is named when it cannot be one', () => {
    for (const slug of ['none', 'Été', 'a,b', '!a', 'x'.repeat(61)])
      expect(readCustomerAddress({ view: slug })).toMatchObject({ view: FIRST_PAGE, problems: [{ part: 'view' }] })
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

  test('is told apart where the ends of a range are only the wrong way round', () => {
    const { filter, problems } = readCustomerAddress('overdue-from=1000&overdue-to=500&late=90..30&balance=9..x')
    expect(filter).toEqual(EVERYONE)
    expect(problems).toEqual([
      { part: 'late', value: '90..30', reason: 'reversed' },
      { part: 'balance', value: '9..x', reason: 'malformed' },
      { part: 'overdue', value: '1000..500', reason: 'reversed' },
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

  test('is named, each of two hundred of them, whatever is wrong with it', () => {
    const gone = new Set(GONE_ADDRESSES)
    for (const address of BROKEN_ADDRESSES.filter((one) => !gone.has(one)))
      expect({ address, problems: readCustomerAddress(address).problems.length }).not.toEqual({ address, problems: 0 })
    expect(new Set(BROKEN_ADDRESSES).size).toBeGreaterThanOrEqual(200)
  })

  test('leaves no part of itself behind: what a broken range meant is not guessed', () => {
    for (const address of [
      'overdue=5..1',
      'balance=1.2345..',
      'late=-1..',
      'overdue-from=abc',
      'overdue=1..&overdue-from=2',
    ])
      expect(readCustomerAddress(address).filter).toEqual(EVERYONE)
  })

  test('more than a hundred codes are too many for an address', () => {
    const many = Array.from({ length: 101 }, (_, index) => `C${index}`).join(',')
    const { filter, problems } = readCustomerAddress(`code=${many}`)
    expect(filter.code).toHaveLength(100)
    expect(problems).toMatchObject([{ part: 'code', reason: 'tooMany' }])
  })
})
