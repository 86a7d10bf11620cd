import { dateMeanings, type Meaning } from './dates'
import { DATE_ORDERS, type DateOrder } from './reading'

/**
 * What a column says about the order of its dates. `certain`: orders that some date has and no other; `open`: orders
 * that all the others could have; `first` and `last`: the parts of dates with a short year, of which one is the year.
 */
type DateEvidence = {
  filled: number
  dates: number
  plain: number
  certain: Set<DateOrder>
  open: Set<DateOrder> | null
  first: Set<string>
  last: Set<string>
}

const ENOUGH = 0.8
const SHORT = /^\D*([0-9]{2})\D+[0-9]{1,2}\D+([0-9]{2})\D*$/
/** Years are few and days are many: so much fewer that a column of short dates says where its years stand. */
const FEWER = 3

export function noDates(): DateEvidence {
  return { filled: 0, dates: 0, plain: 0, certain: new Set(), open: null, first: new Set(), last: new Set() }
}

export function noteDate(evidence: DateEvidence, text: string): void {
  if (text === '') return
  evidence.filled += 1
  const meanings = /\p{Nd}/u.test(text) ? dateMeanings(text) : []
  if (meanings.length === 0) return
  evidence.dates += 1
  const [{ day, order }, ...others] = meanings as [Meaning, ...Meaning[]]
  if (order === null) evidence.plain += 1
  else if (others.length === 0) evidence.certain.add(order)
  else if (others.some((other) => other.day !== day)) {
    evidence.open = new Set(
      [...(evidence.open ?? DATE_ORDERS)].filter((one) => meanings.some(({ order }) => order === one)),
    )
  }
  const [, first, last] = SHORT.exec(text) ?? []
  if (first !== undefined && last !== undefined) {
    evidence.first.add(first)
    evidence.last.add(last)
  }
}

/** The order of the dates of a file: sure where the columns that say one agree, and where nothing depends on it. */
export function decideDateOrder(columns: readonly DateEvidence[]): { dates: DateOrder | null; sure: boolean } {
  const told = columns.filter(({ filled, dates }) => dates > 0 && dates >= filled * ENOUGH)
  const [order, other] = new Set(told.flatMap(certainOf))
  if (other) return { dates: null, sure: false }
  const open = told.some((column) => column.open !== null)
  if (order === undefined) return { dates: !open && told.some(({ plain }) => plain > 0) ? 'ymd' : null, sure: !open }
  const against = told.some((column) => column.open !== null && !column.open.has(order))
  return against ? { dates: null, sure: false } : { dates: order, sure: true }
}

function certainOf({ certain, open, first, last }: DateEvidence): DateOrder[] {
  if (certain.size > 0 || open === null) return [...certain]
  const [order, other] = open
  if (order !== undefined && other === undefined) return [order]
  const yearLast = last.size * FEWER <= first.size
  const yearFirst = first.size * FEWER <= last.size
  if (yearFirst) return open.has('ymd') ? ['ymd'] : []
  const rest = [...open].filter((one) => one !== 'ymd')
  return yearLast && rest.length === 1 ? rest : []
}
