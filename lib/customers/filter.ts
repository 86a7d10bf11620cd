import { type Problem, partsOf, type Query, readParts, writeQuery, writeRange, writeTokens } from '@/lib/filter'
import { viewParts } from '@/lib/list'
import { READERS } from './filter/readers'
import { CHOICES, type CustomerFilter, type CustomerView, EVERYONE, FIRST_PAGE, RANGES } from './filter/value'

export * from './filter/value'

/** Reads an address. What cannot be understood is named in `problems` and left out; the rest applies. */
export function readCustomerAddress(query: Query): { filter: CustomerFilter; view: CustomerView; problems: Problem[] } {
  const filter = structuredClone(EVERYONE)
  const view = { ...FIRST_PAGE }
  const problems = readParts(withEnds(partsOf(query)), READERS, filter, view)
  if (view.sort === 'pasted' && filter.list === '') {
    problems.push({ part: 'sort', value: 'pasted', reason: 'malformed' })
    view.sort = FIRST_PAGE.sort
  }
  return { filter, view, problems }
}

/** A form sends the ends of a range apart: `overdue-from=1000&overdue-to=`. */
export function withEnds(parts: Map<string, string>): Map<string, string> {
  for (const part of RANGES) {
    const ends = ['from', 'to'].map((end) => parts.get(`${part}-${end}`)?.trim() ?? '')
    parts.delete(`${part}-from`)
    parts.delete(`${part}-to`)
    if (ends.join('') === '') continue
    parts.set(part, [parts.get(part), ends.join('..')].filter(Boolean).join(','))
  }
  return parts
}

/** The one spelling of a search, without a leading `?`: equal searches are equal strings. */
export function writeCustomerFilter(filter: CustomerFilter): string {
  return writeQuery(filterParts(filter))
}

/** The one spelling of a search and the way it is shown. */
export function writeCustomerAddress(filter: CustomerFilter, view: Partial<CustomerView> = {}): string {
  const shown = { ...FIRST_PAGE, ...view }
  return writeQuery([['view', shown.saved], ...filterParts(filter), ...viewParts(shown, FIRST_PAGE)])
}

/** The parts of a search in the one order, those that ask nothing empty. */
export function filterParts(filter: CustomerFilter): [string, string][] {
  return [
    ['q', filter.q],
    ['code', writeTokens(filter.code.map((value) => ({ not: false, value })))],
    ['list', filter.list],
    ...CHOICES.map((part): [string, string] => [part, writeTokens(filter[part])]),
    ['contact', writeTokens(filter.contact)],
    ...RANGES.map((part): [string, string] => [part, writeRange(filter[part])]),
    ['state', filter.state === EVERYONE.state ? '' : filter.state],
  ]
}

/** The page of customers an address leads to. */
export function customersAddress(filter: CustomerFilter, view: Partial<CustomerView> = {}): string {
  const query = writeCustomerAddress(filter, view)
  return query === '' ? '/customers' : `/customers?${query}`
}
