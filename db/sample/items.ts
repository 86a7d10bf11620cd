import { addDays, workday } from './calendar'
import type { Customer } from './customers'
import { delayOf, dueOn, type Habits, PREPAYMENT } from './habits'
import { type Random, randomStream } from './random'
import { unitsPerEuro } from './rates'

type ItemType = 'invoice' | 'credit_note' | 'payment' | 'miscellaneous' | 'draft' | 'down_payment_request'

export type SampleItem = {
  /** The place of the customer in the list of customers. */
  customer: number
  number: string
  type: ItemType
  issueDate: string
  dueDate: string
  amount: string
  remaining: string
  currency: string
  orderNumber: string | null
  clearedDate: string | null
}

/** An item before it has its number. `left` of its `cents` is still to be paid; all of them where it says nothing. */
type Draft = Omit<SampleItem, 'number' | 'amount' | 'remaining'> & { cents: number; left?: number }

const HORIZON = 330
const LETTERS: Record<ItemType, string> = {
  invoice: 'FC',
  credit_note: 'AV',
  payment: 'RG',
  miscellaneous: 'OD',
  draft: 'LC',
  down_payment_request: 'DA',
}

/** What the customers bought, paid and owe as of a day: nearly a year of it, numbered as an ERP would. */
export function makeItems(customers: Customer[], today: string): SampleItem[] {
  const random = randomStream('items')
  const drafts = customers.flatMap(({ habits, age, company }, customer) => {
    const tax = company.country.code === 'FR' ? 1.2 : 1
    const buyer: Buyer = { random, habits, age, customer, today, tax, orders: random.pick(ORDERS) }
    return [...purchases(buyer), ...extras(buyer)]
  })
  return numbered(drafts)
}

const ORDERS = ['45000#####', '', 'PO-%####', 'BC%###/##', 'CMD %####', '%#####', '']

type Buyer = {
  random: Random
  habits: Habits
  age: number
  customer: number
  today: string
  tax: number
  orders: string
}

function purchases(buyer: Buyer): Draft[] {
  const { random, habits, today } = buyer
  const { every } = habits
  const from = every === null ? random.whole(200, 520) : random.whole(0, every)
  const until = Math.min(buyer.age, every === null ? (random.chance(0.5) ? from : HORIZON + 200) : HORIZON)
  const drafts: Draft[] = []
  for (let age = from; age < until; age += Math.max(1, Math.round((every ?? 45) * (0.5 + random.next())))) {
    drafts.push(...purchase(buyer, notAfter(today, workday(addDays(today, -age)))))
  }
  return drafts
}

/** An invoice, and what came of it: a draft for it, a credit note on it, a part of it paid. */
function purchase(buyer: Buyer, issueDate: string): Draft[] {
  const { random, habits, today } = buyer
  const invoice = newDraft(buyer, 'invoice', issueDate, dueOn(issueDate, habits.term), amountOf(buyer))
  const delay = habits.every === null && habits.payer !== 'terrible' ? 3 : delayOf(random, habits.payer)
  const paidOn = delay === null ? null : workday(addDays(invoice.dueDate, Math.max(delay, -habits.term.days)))
  if (habits.means === 'Draft') return drawn(buyer, invoice)
  const clearedDate = paidOn !== null && paidOn <= today ? paidOn : null
  const late = invoice.dueDate < today && clearedDate === null
  const left = late && random.chance(0.07) ? Math.round(invoice.cents * (0.15 + 0.7 * random.next())) : undefined
  const credit = random.chance(0.035) ? [credited(buyer, invoice, clearedDate)] : []
  return [{ ...invoice, clearedDate, ...(left ? { left } : {}) }, ...credit]
}

/** Ten days after the invoice the customer accepts a draft for it, which the bank collects on its day. */
function drawn(buyer: Buyer, invoice: Draft): Draft[] {
  const accepted = workday(addDays(invoice.issueDate, 10))
  if (accepted > buyer.today || accepted > invoice.dueDate) return [invoice]
  const clearedDate = invoice.dueDate < buyer.today ? invoice.dueDate : null
  return [
    { ...invoice, clearedDate: accepted },
    { ...invoice, type: 'draft', issueDate: accepted, clearedDate },
  ]
}

function credited(buyer: Buyer, invoice: Draft, clearedDate: string | null): Draft {
  const { random, today } = buyer
  const issueDate = notAfter(today, workday(addDays(invoice.issueDate, random.whole(4, 30))))
  const cents = -Math.max(1, Math.round(invoice.cents * random.pick([0.05, 0.1, 0.2, 0.25, 0.5, 1])))
  const usedOn = clearedDate && clearedDate > issueDate ? clearedDate : workday(addDays(issueDate, 40))
  return {
    ...invoice,
    type: 'credit_note',
    issueDate,
    dueDate: issueDate,
    cents,
    clearedDate: usedOn < today ? usedOn : null,
  }
}

/** What is not an invoice: money nobody matched yet, charges and interest, requests for money down. */
function extras(buyer: Buyer): Draft[] {
  const { random, habits, today } = buyer
  const drafts: Draft[] = []
  const day = workday(addDays(today, -random.whole(3, 75)))
  if (habits.every !== null && random.chance(0.06))
    drafts.push(newDraft(buyer, 'payment', day, day, -Math.round(amountOf(buyer) * 0.6)))
  if (random.chance(0.02))
    drafts.push(newDraft(buyer, 'miscellaneous', day, day, random.whole(500, 9_000) * random.pick([1, 1, -1])))
  if (habits.term === PREPAYMENT || random.chance(0.01))
    drafts.push(newDraft(buyer, 'down_payment_request', day, addDays(day, 10), Math.round(amountOf(buyer) * 0.3)))
  return drafts.map((draft) =>
    random.chance(0.2) && addDays(draft.issueDate, 12) <= today
      ? { ...draft, clearedDate: addDays(draft.issueDate, 12) }
      : draft,
  )
}

function notAfter(today: string, day: string): string {
  return day > today ? today : day
}

function newDraft(buyer: Buyer, type: ItemType, issueDate: string, dueDate: string, cents: number): Draft {
  const { customer, habits, random, orders } = buyer
  const orderNumber = type === 'invoice' && orders !== '' && random.chance(0.9) ? random.fill(orders) : null
  return { customer, type, issueDate, dueDate, cents, currency: habits.currency, orderNumber, clearedDate: null }
}

/** Mostly sums of priced lines, so that no cent is rarer than another; now and then a round one. */
function amountOf(buyer: Buyer): number {
  const { random, habits, tax } = buyer
  const euros = habits.size * Math.exp(0.55 * random.normal())
  const net = random.chance(0.12) ? Math.max(50, Math.round(euros / 50) * 50) : Math.max(12, euros)
  return Math.round(net * tax * unitsPerEuro(habits.currency) * 100)
}

function numbered(drafts: Draft[]): SampleItem[] {
  const counters = new Map<string, number>()
  return drafts
    .toSorted((a, b) => (a.issueDate < b.issueDate ? -1 : a.issueDate > b.issueDate ? 1 : 0))
    .map(({ cents, left, ...draft }) => {
      const series = `${LETTERS[draft.type]}${draft.issueDate.slice(2, 4)}`
      const count = (counters.get(series) ?? 0) + 1
      counters.set(series, count)
      return {
        ...draft,
        number: `${series}${String(count).padStart(5, '0')}`,
        amount: written(cents, draft.currency),
        remaining: draft.clearedDate === null ? written(left ?? cents, draft.currency) : '0',
      }
    })
}

function written(cents: number, currency: string): string {
  return currency === 'JPY' ? String(Math.round(cents / 100)) : (cents / 100).toFixed(2)
}
