import { partsOf, type Query, writeQuery } from '@/lib/filter'

/** What entries of the history are about; the first word of their action. */
export const SUBJECTS = [
  'customer',
  'contact',
  'association',
  'item',
  'change',
  'group',
  'view',
  'rule',
  'export',
  'user',
  'settings',
  'rate',
  'import',
] as const

/**
 * Who did it (a handle, or `program` for the program itself), to which customer, about what, from which day to which,
 * by which import.
 */
export type HistoryFilter = {
  who: string
  customer: string
  about: (typeof SUBJECTS)[number] | ''
  from: string
  to: string
  import: string
}

const DAY = /^(19|2\d)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** Reads an address; what cannot be understood counts as not asked. `before` is where an older page begins. */
export function readHistoryAddress(query: Query): { filter: HistoryFilter; before: number | undefined } {
  const parts = partsOf(query)
  const text = (name: string, valid: RegExp) => {
    const value = parts.get(name)?.trim() ?? ''
    return valid.test(value) && value.isWellFormed() ? value : ''
  }
  const day = (name: string) => {
    const value = text(name, DAY)
    return value !== '' && new Date(value).toISOString().startsWith(value) ? value : ''
  }
  const before = text('before', /^[1-9]\d{0,14}$/)
  return {
    filter: {
      who: text('who', /^[a-z0-9.-]{1,80}$/),
      customer: text('customer', /^\P{Cc}{1,64}$/u),
      about: SUBJECTS.find((subject) => subject === parts.get('about')) ?? '',
      from: day('from'),
      to: day('to'),
      import: text('import', /^[a-z0-9]{6,20}$/),
    },
    before: before === '' ? undefined : Number(before),
  }
}

export function historyAddress(filter: HistoryFilter, before?: number): string {
  const { who, customer, about, from, to } = filter
  const query = writeQuery([
    ['who', who],
    ['customer', customer],
    ['about', about],
    ['from', from],
    ['to', to],
    ['import', filter.import],
    ['before', before === undefined ? '' : String(before)],
  ])
  return query === '' ? '/admin/history' : `/admin/history?${query}`
}
