import type { CustomerState } from '@/db/schema/vocabulary'
import { ANYTHING, type Range, type Token } from '@/lib/filter'
import type { ListView } from '@/lib/list'

/**
 * Which customers, as a person asks for them. The same value is the address, the SQL condition (where.ts), the target
 * of a mass change and the sentence that describes it. Sorting and paging are not part of it.
 */
export type CustomerFilter = {
  q: string
  code: string[]
  list: string
  colleague: Token[]
  collector: Token[]
  group: Token[]
  country: Token[]
  contact: Token[]
  balance: Range
  overdue: Range
  /** Days. Who is not late is 0 days late. */
  late: Range
  state: CustomerState | 'all'
}

export const SORTS = ['code', 'name', 'country', 'city', 'collector', 'balance', 'overdue', 'late', 'pasted'] as const
export type SortKey = (typeof SORTS)[number]

/**
 * How the customers are shown. `saved` is the slug of the saved view that the search started from; it changes nothing
 * in the result.
 */
export type CustomerView = ListView<SortKey> & { saved: string }

export const EVERYONE: CustomerFilter = {
  q: '',
  code: [],
  list: '',
  colleague: [],
  collector: [],
  group: [],
  country: [],
  contact: [],
  balance: ANYTHING,
  overdue: ANYTHING,
  late: ANYTHING,
  state: 'active',
}
export const FIRST_PAGE: CustomerView = { saved: '', sort: 'code', descending: false, page: 1, size: 50, exact: false }

/** The parts of the filter that choose among names, of which `none` is one. */
export const CHOICES = ['colleague', 'collector', 'group', 'country'] as const
export type ChoicePart = (typeof CHOICES)[number]

/** What can be missing: any contact, a usable one for collection, any e-mail address. */
export const MISSING = ['none', 'no-collection', 'no-email'] as const
export type Missing = (typeof MISSING)[number]

export const RANGES = ['balance', 'overdue', 'late'] as const
export type RangePart = (typeof RANGES)[number]

/** Days. */
export const LONGEST_DELAY = 36_500
