import type { ContactRole } from '../schema/vocabulary'
import { addDays, momentOf } from './calendar'
import type { Company } from './companies'
import type { Customer } from './customers'
import { type Mailboxes, mailboxesOf } from './mailboxes'
import { languageOf, type NameMaker, nameMaker, titleOf } from './names'
import { phoneOf } from './phones'
import { at, type Random, randomStream } from './random'

type Person = ReturnType<typeof personOf>
export type SamplePerson = Person & {
  undeliverableSince: string | null
  undeliverableReason: string | null
}

/** `customer` and `person` are places in their lists. */
export type SampleContact = {
  customer: number
  person: number
  role: ContactRole
  forCollection: boolean
  inCopy: boolean
  comment: string | null
  source: 'person' | 'import'
  externalId: string | null
  createdAt: string
}

const HOW_MANY: [number, number][] = [
  [0, 7],
  [1, 44],
  [2, 30],
  [3, 19],
]
const ROLES: [ContactRole, number][] = [
  ['accountant', 52],
  ['finance_director', 14],
  ['buyer', 17],
  ['executive', 11],
  ['client', 3],
  ['other', 3],
]
const NOTES = [
  'Only in the morning.',
  'Speaks English.',
  'On leave until further notice; write to the office.',
  'Replaces the former accountant.',
  'Part time: Monday to Wednesday.',
]
const FIRMS: Record<string, string[]> = {
  fr: ['Fiduciaire', 'Cabinet'],
  de: ['Steuerberatung', 'Treuhand'],
  nl: ['Accountants', 'Administratiekantoor'],
  it: ['Studio'],
  es: ['Gestoria', 'Asesoria'],
}
const SHARED_PEOPLE = 24
/** One e-mail address in so many has messages come back. */
const RETURNED = 90
const REASONS = ['Mailbox full', 'No such mailbox', null, 'Has left the company']

type Unmarked = { people: Person[]; contacts: SampleContact[] }
export type People = { people: SamplePerson[]; contacts: SampleContact[] }

/** The people at the customers, and a few accountants who serve several customers of their country. */
export function makePeople(customers: Customer[], today: string): People {
  const random = randomStream('people')
  const names = nameMaker(random)
  const people: Person[] = []
  const contacts: SampleContact[] = []
  customers.forEach((customer, place) => {
    const office = officeOf(random, customer.company)
    const count = random.weighted(HOW_MANY)
    const starred = random.chance(0.87) ? (random.chance(0.85) ? 0 : count - 1) : -1
    for (let turn = 0; turn < count; turn++) {
      people.push(personOf(random, names, customer.company, office))
      contacts.push({
        ...contactOf(random, customer, place, turn, today),
        person: people.length - 1,
        forCollection: turn === starred,
      })
    }
  })
  share(random, names, customers, { people, contacts }, today)
  return { people: people.map((person, place) => withMark(person, place, today)), contacts }
}

/**
 * Whether messages to somebody come back. It takes no turn of the random numbers, so that everybody else is who they
 * were.
 */
function withMark(person: Person, place: number, today: string): SamplePerson {
  const returned = person.email !== null && place % RETURNED === 7
  return {
    ...person,
    undeliverableSince: returned ? momentOf(addDays(today, -(place % 50) - 1), 300) : null,
    undeliverableReason: returned ? at(REASONS, Math.floor(place / RETURNED) % REASONS.length) : null,
  }
}

type Office = { line: string; mailboxOf: Mailboxes }

/** What the people of one company have in common: the line but for its last digits, and the mail. */
function officeOf(random: Random, company: Company): Office {
  return { line: random.fill(company.place.landline), mailboxOf: mailboxesOf(random, company) }
}

function personOf(random: Random, names: NameMaker, company: Company, office: Office) {
  const { code, mobile } = company.country
  const name = names.person(company.speech)
  const own = random.chance(0.6) ? office.line.replace(/\d(\D?)\d$/, random.fill('#$1#')) : office.line
  const phone = random.chance(0.86) ? phoneOf(random, own, code) : undefined
  const cell = random.chance(0.4) ? phoneOf(random, random.fill(mobile), code) : undefined
  return {
    title: random.chance(0.7) ? titleOf(company.speech, name.female) : null,
    firstName: random.chance(0.97) ? name.first : null,
    lastName: name.last,
    email: random.chance(0.88) ? office.mailboxOf(name) : null,
    phone: phone?.typed ?? null,
    phoneE164: phone?.e164 ?? null,
    mobile: cell?.typed ?? null,
    mobileE164: cell?.e164 ?? null,
    fax: random.chance(0.03) ? random.fill(company.place.landline) : null,
    language: languageOf(company.speech),
  }
}

function contactOf(random: Random, customer: Customer, place: number, turn: number, today: string) {
  const imported = turn === 0 && random.chance(0.3)
  const age = Math.round(customer.age * random.next())
  return {
    customer: place,
    role: imported ? ('company' as const) : random.weighted(ROLES),
    inCopy: !imported && random.chance(0.1),
    comment: !imported && customer.company.kind !== 'real' && random.chance(0.04) ? random.pick(NOTES) : null,
    source: imported ? ('import' as const) : ('person' as const),
    externalId: imported && random.chance(0.8) ? `C${customer.code}` : null,
    createdAt: momentOf(addDays(today, -age), random.whole(0, 600)),
  }
}

/** Adds accountants who keep the books of two to four customers of one country. */
function share(random: Random, names: NameMaker, customers: Customer[], known: Unmarked, today: string): void {
  const starred = new Set(known.contacts.filter((contact) => contact.forCollection).map((contact) => contact.customer))
  for (let turn = 0; turn < SHARED_PEOPLE; turn++) {
    const home = at(customers, turn * 37).company
    const clients = customers.flatMap(({ company }, place) =>
      company.kind === 'coined' && company.speech === home.speech && company.country === home.country ? [place] : [],
    )
    if (clients.length === 0) continue
    const kind = random.pick(FIRMS[languageOf(home.speech)] ?? ['Accounting'])
    const firm = { ...home, bare: `${kind} ${names.family(home.speech)}` }
    known.people.push(personOf(random, names, firm, officeOf(random, firm)))
    for (const place of new Set(Array.from({ length: random.whole(2, 4) }, () => random.pick(clients)))) {
      const forCollection = !starred.has(place) && random.chance(0.8)
      if (forCollection) starred.add(place)
      known.contacts.push({
        ...contactOf(random, at(customers, place), place, 1, today),
        role: 'accountant',
        person: known.people.length - 1,
        forCollection,
      })
    }
  }
}
