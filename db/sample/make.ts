import type { AssociationKind } from '../schema/vocabulary'
import { addDays, momentOf } from './calendar'
import { type Customer, type CustomerRow, customerRows, makeCustomers } from './customers'
import { colleaguesOf } from './desks'
import { makeItems, type SampleItem } from './items'
import { makePeople, type SampleContact, type SamplePerson } from './people'
import { type Random, randomStream } from './random'
import { COLLEAGUES } from './users'

/** `customer`, `user` and `by` are places in their lists. */
type SampleAssociation = {
  customer: number
  user: number
  kind: AssociationKind
  source: 'person' | 'import'
  by: number | null
  since: string
}
type SampleMembership = { customer: number; group: number; source: 'person' }

const MANAGERS = COLLEAGUES.flatMap(({ user }, place) => (user.role === 'credit_manager' ? [place] : []))

export type Sample = {
  customers: CustomerRow[]
  items: SampleItem[]
  people: SamplePerson[]
  contacts: SampleContact[]
  associations: SampleAssociation[]
  memberships: SampleMembership[]
}

/** The whole sample company as of a day, without identities: rows name each other by their places in the lists. */
export function makeSample(today: string): Sample {
  const customers = makeCustomers()
  const items = makeItems(customers, today)
  const random = randomStream('associations')
  return {
    customers: customerRows(customers, items, today),
    items,
    ...makePeople(customers, today),
    associations: customers.flatMap((customer, place) => associationsOf(random, customer, place, today)),
    memberships: customers.flatMap(({ groups }, customer) =>
      groups.map((group) => ({ customer, group, source: 'person' as const })),
    ),
  }
}

function associationsOf(random: Random, customer: Customer, place: number, today: string): SampleAssociation[] {
  return colleaguesOf(random, customer.company.country.zone).map(({ user, kind }) => {
    const imported = random.chance(0.35)
    return {
      customer: place,
      user,
      kind,
      source: imported ? 'import' : 'person',
      by: imported ? null : random.pick(MANAGERS),
      since: momentOf(addDays(today, -Math.round(customer.age * random.next())), random.whole(0, 600)),
    }
  })
}
