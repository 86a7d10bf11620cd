import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import { type Reader as AnyReader, inOrder, isReversed, readRange, readTokens, type Token } from '@/lib/filter'
import { sortReader, VIEW_READERS } from '@/lib/list'
import { isCode } from '../rules'
import { type CustomerFilter, type CustomerView, LONGEST_DELAY, MISSING, SORTS } from './value'

const MOST_INLINE_CODES = 100
const LONGEST_WORDS = 200
const MOST_TOKENS = 200
const LONGEST_SLUG = 60

const HANDLE = /^[a-z0-9.-]+$/
const COUNTRY = /^([A-Z]{2}|none)$/
const ABSENCE = new RegExp(`^(${MISSING.join('|')})$`)
const DECIMALS = 3

type Reader<Part extends keyof CustomerFilter = never> = AnyReader<CustomerFilter, CustomerView, Part>

/** Reads the values of a part that takes several: those of that form, folded, in the one order. */
export const readChoice =
  <Part extends string>(
    valid: RegExp,
    fold: (value: string) => string,
  ): AnyReader<Record<Part, Token[]>, unknown, Part> =>
  (text, filter, _view, part) => {
    const tokens = readTokens(text).map(({ not, value }) => ({ not, value: fold(value) }))
    filter[part] = inOrder(tokens.filter(({ value }) => valid.test(value)).slice(0, MOST_TOKENS))
    if (tokens.length > MOST_TOKENS) return 'tooMany'
    return tokens.every(({ value }) => valid.test(value)) ? undefined : 'malformed'
  }

const readMoney: Reader<'balance' | 'overdue'> = (text, filter, _view, part) => {
  const range = readRange(text, DECIMALS)
  if (range) filter[part] = range
  return range ? undefined : notRange(text, DECIMALS)
}

const notRange = (text: string, decimals: number) => (isReversed(text, decimals) ? 'reversed' : 'malformed')

const lower = (value: string) => value.toLowerCase()

/** Every part that an address may have. */
export const READERS = {
  view: (text, _filter, view) => {
    const slug = lower(text)
    if (!HANDLE.test(slug) || slug === 'none' || slug.length > LONGEST_SLUG) return 'malformed'
    view.saved = slug
    return undefined
  },
  q: (text, filter) => {
    const words = text.normalize('NFC').replace(/\s+/g, ' ').trim()
    if (words.length > LONGEST_WORDS || /\p{Cc}/u.test(words)) return 'malformed'
    filter.q = words
    return undefined
  },
  code: (text, filter) => {
    const tokens = readTokens(text)
    const codes = [...new Set(tokens.filter((token) => !token.not && isCode(token.value)).map((token) => token.value))]
    filter.code = codes.sort().slice(0, MOST_INLINE_CODES)
    if (codes.length > MOST_INLINE_CODES) return 'tooMany'
    return tokens.every((token) => !token.not && isCode(token.value)) ? undefined : 'malformed'
  },
  list: (text, filter) => {
    if (!/^[a-z0-9]{8,32}$/.test(text)) return 'malformed'
    filter.list = text
    return undefined
  },
  colleague: readChoice(HANDLE, lower),
  collector: readChoice(HANDLE, lower),
  group: readChoice(HANDLE, lower),
  country: readChoice(COUNTRY, (value) => (lower(value) === 'none' ? 'none' : value.toUpperCase())),
  contact: readChoice(ABSENCE, lower),
  balance: readMoney,
  overdue: readMoney,
  late: (text, filter) => {
    const range = readRange(text, 0)
    if (!range) return notRange(text, 0)
    if ([range.from, range.to].some((days) => Number(days) < 0 || Number(days) > LONGEST_DELAY)) return 'malformed'
    filter.late = { ...range, from: range.from === '0' ? '' : range.from }
    return undefined
  },
  state: (text, filter) => {
    const state = [...CUSTOMER_STATES, 'all' as const].find((word) => word === text)
    if (!state) return 'malformed'
    filter.state = state
    return undefined
  },
  sort: sortReader(SORTS),
  ...VIEW_READERS,
} satisfies Record<string, Reader>
