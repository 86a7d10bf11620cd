import type { CustomerState } from '../schema/vocabulary'
import { addDays, momentOf } from './calendar'
import { keyOf, makeCodes } from './codes'
import { type Company, makeCompanies } from './companies'
import { collectorOf } from './desks'
import { groupsOf } from './groups'
import { type Habits, makeHabits, PREPAYMENT } from './habits'
import type { SampleItem } from './items'
import { languageOf } from './names'
import { at, type Random, randomStream } from './random'
import { unitsPerEuro } from './rates'

/**
 * A customer before its items are known. `age`: days since it was opened. `collector`: a place in the list of
 * colleagues.
 */
export type Customer = {
  code: string
  company: Company
  habits: Habits
  age: number
  collector: number | null
  groups: number[]
}

export type CustomerRow = ReturnType<typeof customerRow>

const LONGEST_NAME =
  'Gesellschaft für die Herstellung und den Vertrieb von Stahlbau-, Rohrleitungs- und Maschinenteilen in der Rhein-Main-Neckar-Region mit beschränkter Haftung & Co. Kommanditgesellschaft'

const COMMENTS = [
  'Pays on the 10th of the month only.',
  'Wants every reminder in copy to the buyer.',
  'Invoices go through a portal: the order number must be on them, or they are sent back.',
  'Family business, closed in August.',
  'New owner since spring. Limit to be looked at again at the end of the year.',
  'Prefers the telephone to e-mail; mornings only.',
  'Payment plan agreed on older invoices: one instalment a month.',
  'Credit insurer has lowered its cover.',
  'Payments arrive in one sum without references. Ask for the remittance advice.',
  'Do not chase before the quality claim of the last delivery is settled.',
  'Head office pays for all branches.',
  'Accounts department changed in September.',
]

export function makeCustomers(): Customer[] {
  const random = randomStream('customers')
  const codes = makeCodes()
  const companies = shuffled(random, makeCompanies())
  const longest = companies.findIndex(({ country, kind }) => country.code === 'DE' && kind === 'coined')
  return companies.map((company, position) => {
    const habits = makeHabits(random, company)
    const groups = groupsOf(random, company, habits)
    return {
      code: at(codes, position),
      company: position === longest ? { ...company, name: LONGEST_NAME, bare: LONGEST_NAME } : company,
      habits,
      age: Math.round(40 + 5_200 * (1 - position / companies.length) ** 1.3),
      collector: collectorOf(random, company.country.zone, groups.includes(0)),
      groups,
    }
  })
}

/** The rows, whose credit limits and states follow from what is open. */
export function customerRows(customers: Customer[], items: SampleItem[], today: string) {
  const random = randomStream('credit')
  const open = customers.map(() => ({ count: 0, euros: 0 }))
  for (const item of items) {
    if (item.clearedDate !== null || item.type === 'down_payment_request') continue
    const sum = at(open, item.customer)
    sum.count += 1
    sum.euros += Number(item.remaining) / unitsPerEuro(item.currency)
  }
  return customers.map((customer, position) => customerRow(random, customer, at(open, position), today))
}

function customerRow(random: Random, customer: Customer, open: { count: number; euros: number }, today: string) {
  const { code, company, habits, age } = customer
  const words = company.bare.split(' ')
  const initials = words.map((word) => word.charAt(0).toUpperCase()).join('')
  return {
    code,
    codeKey: keyOf(code),
    name: company.name,
    tradingName: company.kind === 'coined' && words.length === 3 && random.chance(0.3) ? initials : null,
    legalId: random.chance(0.95) ? company.legalId : null,
    vatNumber: random.chance(0.93) ? company.vatNumber : null,
    street: company.street,
    zip: company.zip,
    city: company.place.city,
    region: company.place.region,
    country: company.country.code,
    language: languageOf(company.speech),
    paymentTerm: habits.term.text,
    paymentMeans: habits.means,
    creditLimit: creditLimitOf(random, habits, open.euros),
    currency: habits.currency,
    comment: company.kind !== 'real' && random.chance(0.05) ? random.pick(COMMENTS) : null,
    state: stateOf(random, customer, open.count),
    collector: customer.collector,
    createdAt: momentOf(addDays(today, -age), random.whole(0, 600)),
  }
}

function stateOf(random: Random, { company, habits }: Customer, openItems: number): CustomerState {
  if (company.kind !== 'coined') return 'active'
  if (habits.every === null && openItems === 0) return random.chance(0.4) ? 'archived' : 'active'
  return habits.payer === 'terrible' && random.chance(0.3) ? 'blocked' : 'active'
}

/** Round sums, with room above what is owed for most and too little for one in fourteen. */
function creditLimitOf(random: Random, habits: Habits, owed: number): string | null {
  if (habits.term === PREPAYMENT) return '0'
  if (random.chance(0.12)) return null
  if (owed > 3_000 && random.chance(0.07)) return String(rounded(owed * (0.55 + 0.4 * random.next()), Math.floor))
  return String(rounded(Math.max(owed, 2 * habits.size, 1_000) * (1.15 + 1.3 * random.next()), Math.ceil))
}

function rounded(sum: number, towards: (value: number) => number): number {
  const step = [500, 1_000, 5_000, 10_000, 50_000].findLast((candidate) => sum >= candidate * 6) ?? 500
  return towards(sum / step) * step
}

function shuffled<T>(random: Random, list: T[]): T[] {
  const cards = [...list]
  for (let last = cards.length - 1; last > 0; last--) {
    const other = random.whole(0, last)
    const card = at(cards, last)
    cards[last] = at(cards, other)
    cards[other] = card
  }
  return cards
}
