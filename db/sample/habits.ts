import { addDays, endOfMonth } from './calendar'
import type { Company } from './companies'
import type { Zone } from './countries'
import type { Random } from './random'

type Payer = 'exact' | 'prompt' | 'usual' | 'slow' | 'terrible'
type Term = { text: string; days: number; endOfMonth?: boolean }

/**
 * How a customer buys and pays. `every`: days between two invoices; null buys no longer. `size`: a usual invoice before
 * tax, in euros.
 */
export type Habits = {
  payer: Payer
  every: number | null
  size: number
  term: Term
  means: string
  currency: string
}

const NET_15 = { text: '15 days net', days: 15 }
const NET_30 = { text: '30 days net', days: 30 }
const NET_60 = { text: '60 days net', days: 60 }
const MONTH_30 = { text: '30 days end of month', days: 30, endOfMonth: true }
const MONTH_45 = { text: '45 days end of month', days: 45, endOfMonth: true }
const MONTH_60 = { text: '60 days end of month', days: 60, endOfMonth: true }
const RECEIPT = { text: 'On receipt', days: 0 }
export const PREPAYMENT: Term = { text: 'Prepayment', days: 0 }

type Weighted<T> = (readonly [T, number])[]

const FRENCH: Weighted<Term> = [
  [MONTH_30, 30],
  [MONTH_45, 36],
  [NET_30, 16],
  [NET_60, 13],
  [RECEIPT, 3],
  [PREPAYMENT, 2],
]
const NORTHERN: Weighted<Term> = [
  [NET_15, 18],
  [NET_30, 62],
  [NET_60, 16],
  [RECEIPT, 3],
  [PREPAYMENT, 1],
]
const SOUTHERN: Weighted<Term> = [
  [NET_60, 34],
  [MONTH_60, 28],
  [MONTH_30, 22],
  [NET_30, 14],
  [PREPAYMENT, 2],
]
const FAR: Weighted<Term> = [
  [NET_30, 46],
  [NET_60, 34],
  [MONTH_30, 10],
  [PREPAYMENT, 10],
]

const TERMS: Record<Zone, Weighted<Term>> = {
  france: FRENCH,
  dach: NORTHERN,
  benelux: NORTHERN,
  nordics: NORTHERN,
  isles: NORTHERN,
  east: NORTHERN,
  south: SOUTHERN,
  export: FAR,
}

const PAYERS: Record<'good' | 'north' | 'other', Weighted<Payer>> = {
  good: [['exact', 1]],
  north: [
    ['prompt', 56],
    ['usual', 29],
    ['slow', 11],
    ['terrible', 4],
  ],
  other: [
    ['prompt', 40],
    ['usual', 36],
    ['slow', 18],
    ['terrible', 6],
  ],
}

export function makeHabits(random: Random, company: Company): Habits {
  const { zone, code, currencies } = company.country
  const isPublic = company.kind === 'public'
  const term = isPublic ? NET_30 : random.weighted(TERMS[zone])
  const temper = company.kind === 'real' ? 'good' : ['dach', 'nordics', 'benelux'].includes(zone) ? 'north' : 'other'
  const every = random.weighted<number | null>([
    [7, 5],
    [14, 11],
    [30, 31],
    [60, 27],
    [110, 16],
    [null, 10],
  ])
  const large = company.kind === 'real' ? 1.6 : every !== null && every < 20 ? 1.3 : 1
  return {
    payer: isPublic ? 'slow' : random.weighted(PAYERS[temper]),
    every,
    size: Math.min(Math.exp(7.2 + 0.85 * random.normal()) * large, 45_000),
    term,
    means: meansOf(random, code, term, isPublic),
    currency: random.weighted(currencies),
  }
}

export function dueOn(issued: string, term: Term): string {
  const day = addDays(issued, term.days)
  return term.endOfMonth ? endOfMonth(day) : day
}

/** Days between the due date and the money; null where it is not in sight. */
export function delayOf(random: Random, payer: Payer): number | null {
  if (payer === 'exact') return random.whole(-7, 8)
  if (payer === 'terrible') return random.chance(0.2) ? null : random.whole(35, 170)
  if (random.chance(0.008)) return null
  if (payer === 'slow') return random.whole(24, 100)
  return payer === 'usual' ? random.whole(2, 32) : random.whole(-7, 4)
}

function meansOf(random: Random, country: string, term: Term, isPublic: boolean): string {
  if (isPublic || term === PREPAYMENT) return 'Transfer'
  if (['FR', 'ES', 'IT', 'MA', 'TN'].includes(country))
    return random.weighted([
      ['Transfer', 66],
      ['Draft', 16],
      ['Cheque', 9],
      ['Direct debit', 9],
    ])
  if (['DE', 'AT', 'NL', 'BE'].includes(country))
    return random.weighted([
      ['Transfer', 84],
      ['Direct debit', 16],
    ])
  return random.weighted([
    ['Transfer', 94],
    ['Card', 3],
    ['Cheque', 3],
  ])
}
