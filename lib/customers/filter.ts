import { CUSTOMER_STATES, type CustomerState } from '@/db/schema/vocabulary'
import {
  inOrder,
  type Problem,
  partsOf,
  type Query,
  readTokens,
  type Token,
  writeQuery,
  writeTokens,
} from '@/lib/filter'
import { isCode } from './rules'

/**
 * Which customers, as a person asks for them. The same value is the address, the SQL condition (where.ts), the target of a
 * mass change and the sentence that describes it. Sorting and paging are not part of it.
 */
export type CustomerFilter = {
  q: string
  code: string[]
  list: string
  colleague: Token[]
  collector: Token[]
  group: Token[]
  country: Token[]
  state: CustomerState | 'all'
}

export const SORTS = ['code', 'name', 'country', 'city', 'collector', 'balance', 'overdue', 'late', 'pasted'] as const
export type SortKey = (typeof SORTS)[number]
export const SIZES = [25, 50, 100, 200] as const

/** How the customers are shown: which first, how many a page, which page. */
export type CustomerView = { sort: SortKey; descending: boolean; page: number; size: number }

export const EVERYONE: CustomerFilter = {
  q: '',
  code: [],
  list: '',
  colleague: [],
  collector: [],
  group: [],
  country: [],
  state: 'active',
}
export const FIRST_PAGE: CustomerView = { sort: 'code', descending: false, page: 1, size: 50 }

export const MOST_INLINE_CODES = 100
const LONGEST_WORDS = 200
const MOST_TOKENS = 200
const LAST_PAGE = 1_000_000

/** The parts of the filter that choose among names, of which `none` is one. */
export const CHOICES = ['colleague', 'collector', 'group', 'country'] as const
export type ChoicePart = (typeof CHOICES)[number]

const HANDLE = /^[a-z0-9.-]+$/
const COUNTRY = /^([A-Z]{2}|none)$/

/**
 * Reads an address. What cannot be understood is named in `problems` and left out; the rest applies. A part given
 * empty is a part not given, because that is what a form sends.
 */
export function readCustomerAddress(query: Query): { filter: CustomerFilter; view: CustomerView; problems: Problem[] } {
  const filter = structuredClone(EVERYONE)
  const view = { ...FIRST_PAGE }
  const problems: Problem[] = []
  for (const [part, text] of partsOf(query)) {
    if (text.trim() === '') continue
    const reader = Object.hasOwn(READERS, part) ? READERS[part as keyof typeof READERS] : undefined
    const reason = reader ? reader(text, filter, view, part as ChoicePart) : 'unknown'
    if (reason) problems.push({ part: part.slice(0, 40), value: text.slice(0, 80), reason })
  }
  if (view.sort === 'pasted' && filter.list === '') {
    problems.push({ part: 'sort', value: 'pasted', reason: 'malformed' })
    view.sort = FIRST_PAGE.sort
  }
  return { filter, view, problems }
}

type Reader = (
  text: string,
  filter: CustomerFilter,
  view: CustomerView,
  part: ChoicePart,
) => Problem['reason'] | undefined

const readChoice =
  (valid: RegExp, fold: (value: string) => string): Reader =>
  (text, filter, _view, part) => {
    const tokens = readTokens(text).map(({ not, value }) => ({ not, value: fold(value) }))
    filter[part] = inOrder(tokens.filter(({ value }) => valid.test(value)).slice(0, MOST_TOKENS))
    if (tokens.length > MOST_TOKENS) return 'tooMany'
    return tokens.every(({ value }) => valid.test(value)) ? undefined : 'malformed'
  }

const lower = (value: string) => value.toLowerCase()

const READERS = {
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
  state: (text, filter) => {
    const state = [...CUSTOMER_STATES, 'all' as const].find((word) => word === text)
    if (!state) return 'malformed'
    filter.state = state
    return undefined
  },
  sort: (text, _filter, view) => {
    const sort = SORTS.find((word) => word === text.replace(/^-/, ''))
    if (!sort) return 'malformed'
    view.sort = sort
    view.descending = text.startsWith('-')
    return undefined
  },
  page: (text, _filter, view) => {
    if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > LAST_PAGE) return 'malformed'
    view.page = Number(text)
    return undefined
  },
  size: (text, _filter, view) => {
    const size = SIZES.find((number) => String(number) === text)
    if (!size) return 'malformed'
    view.size = size
    return undefined
  },
} satisfies Record<string, Reader>

/** The one spelling of a search, without a leading `?`: equal searches are equal strings. */
export function writeCustomerFilter(filter: CustomerFilter): string {
  return writeQuery(filterParts(filter))
}

/** The one spelling of a search and the way it is shown. */
export function writeCustomerAddress(filter: CustomerFilter, view: Partial<CustomerView> = {}): string {
  const { sort, descending, page, size } = { ...FIRST_PAGE, ...view }
  return writeQuery([
    ...filterParts(filter),
    ['sort', sort === FIRST_PAGE.sort && !descending ? '' : `${descending ? '-' : ''}${sort}`],
    ['page', page === FIRST_PAGE.page ? '' : String(page)],
    ['size', size === FIRST_PAGE.size ? '' : String(size)],
  ])
}

function filterParts(filter: CustomerFilter): [string, string][] {
  return [
    ['q', filter.q],
    ['code', writeTokens(filter.code.map((value) => ({ not: false, value })))],
    ['list', filter.list],
    ...CHOICES.map((part): [string, string] => [part, writeTokens(filter[part])]),
    ['state', filter.state === EVERYONE.state ? '' : filter.state],
  ]
}

/** The page of customers an address leads to. */
export function customersAddress(filter: CustomerFilter, view: Partial<CustomerView> = {}): string {
  const query = writeCustomerAddress(filter, view)
  return query === '' ? '/customers' : `/customers?${query}`
}
