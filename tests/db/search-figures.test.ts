import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { settings } from '@/db/schema'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { passMidnight } from '@/lib/items/commands'
import { testDatabase } from '../support/database'
import { actingAs, makeContact, makeCustomer, makeItem, makeSettings } from '../support/make'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

type Contact = { customer: number; email: boolean; mobile: boolean; star: boolean; returned?: boolean }
type Item = { customer: number; due: number; cents: number; cleared: boolean }
type Step =
  | { kind: 'contact'; contact: Contact }
  | { kind: 'leave'; at: number }
  | { kind: 'return'; at: number; returned: boolean }
  | { kind: 'item'; item: Omit<Item, 'cleared'> }
  | { kind: 'clear'; at: number }
  | { kind: 'wait'; days: number }

const CUSTOMERS = 5
const ORIGIN = Date.parse('2026-06-01')
const day = (offset: number) => new Date(ORIGIN + offset * 86_400_000).toISOString().slice(0, 10)
const moment = (offset: number) => new Date(ORIGIN + offset * 86_400_000 + 9 * 3_600_000)
const customer = fc.nat(CUSTOMERS - 1)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('contact' as const),
    contact: fc.record({ customer, email: fc.boolean(), mobile: fc.boolean(), star: fc.boolean() }),
  }),
  fc.record({ kind: fc.constant('leave' as const), at: fc.nat(12) }),
  fc.record({ kind: fc.constant('return' as const), at: fc.nat(5), returned: fc.boolean() }),
  fc.record({
    kind: fc.constant('item' as const),
    item: fc.record({
      customer,
      due: fc.integer({ min: -100, max: 40 }),
      cents: fc.constantFrom(-5000, 1, 5000, 10_000, 99_999, 100_000),
    }),
  }),
  fc.record({ kind: fc.constant('clear' as const), at: fc.nat(12) }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.constantFrom(1, 1, 29, 30, 31, 60) }),
)

/** What stands after a history, kept apart from everything the application counts. */
type World = { today: number; contacts: ((Contact & { id: number }) | undefined)[]; items: Item[] }

const ofCustomer = (world: World, place: number) => {
  const own = world.contacts.filter((contact) => contact !== undefined && contact.customer === place) as Contact[]
  const open = world.items.filter((item) => item.customer === place && !item.cleared)
  const sum = (items: Item[]) => items.reduce((total, item) => total + item.cents, 0)
  const oldest = Math.min(...open.filter(({ cents }) => cents > 0).map(({ due }) => due))
  return {
    none: own.length === 0,
    'no-email': !own.some(({ email }) => email),
    'no-collection': !own.some(({ star, email, mobile, returned }) => star && ((email && !returned) || mobile)),
    balance: sum(open),
    overdue: sum(open.filter(({ due }) => due < world.today)),
    late: oldest < world.today ? world.today - oldest : 0,
  }
}
type Facts = ReturnType<typeof ofCustomer>

const SEARCHES: [string, (facts: Facts) => boolean][] = [
  ['contact=none', (facts) => facts.none],
  ['contact=!none', (facts) => !facts.none],
  ['contact=no-email', (facts) => facts['no-email']],
  ['contact=no-collection', (facts) => facts['no-collection']],
  ['contact=no-email,none,!no-collection', (facts) => (facts['no-email'] || facts.none) && !facts['no-collection']],
  ['balance=50..', (facts) => facts.balance >= 5000],
  ['balance=..0', (facts) => facts.balance <= 0],
  ['balance=0.01..999.99', (facts) => facts.balance >= 1 && facts.balance <= 99_999],
  ['overdue=100..', (facts) => facts.overdue >= 10_000],
  ['overdue=0', (facts) => facts.overdue === 0],
  ['late=1..', (facts) => facts.late >= 1],
  ['late=..0', (facts) => facts.late === 0],
  ['late=30..60', (facts) => facts.late >= 30 && facts.late <= 60],
  ['late=..30', (facts) => facts.late <= 30],
]

test('every search by a kept figure finds what a recount would, on random histories that also move the date', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
      await db.execute(sql`truncate customers, people cascade`)
      await db.update(settings).set({ figuresOn: day(0) })
      const ids: number[] = []
      for (let place = 0; place < CUSTOMERS; place++) ids.push((await makeCustomer(db, { code: `P${place}` })).id)
      const world: World = { today: 0, contacts: [], items: [] }
      for (const one of steps) await take(world, ids, one)
      const ctx = await actingAs(db, { role: 'credit_manager' }, moment(world.today))
      for (const [address, fits] of SEARCHES) {
        const { filter, view } = readCustomerAddress(address)
        const { rows, total } = await listCustomers(ctx, (await aimAt(ctx, filter)).aim, view)
        const expected = ids.flatMap((_, place) => (fits(ofCustomer(world, place)) ? [`P${place}`] : []))
        expect({ address, found: rows.map((row) => row.code), total }).toEqual({
          address,
          found: expected,
          total: expected.length,
        })
        if (expected.length > 0 && expected.length < CUSTOMERS) seen.add(address)
      }
    }),
    { numRuns: 60 },
  )
  expect(seen.size).toBeGreaterThan(SEARCHES.length - 4)
}, 120_000)

async function take(world: World, ids: number[], one: Step): Promise<void> {
  if (one.kind === 'wait') {
    world.today += one.days
    await passMidnight(db, { now: moment(world.today) })
  } else if (one.kind === 'item') {
    world.items.push({ ...one.item, cleared: false })
    const amount = (one.item.cents / 100).toFixed(2)
    await makeItem(db, ids[one.item.customer]!, {
      number: `I${world.items.length}`,
      issueDate: day(one.item.due - 30),
      dueDate: day(one.item.due),
      amount,
      remaining: amount,
    })
    await recount(ids[one.item.customer]!, world)
  } else if (one.kind === 'clear') {
    const item = world.items[one.at]
    if (!item || item.cleared) return
    item.cleared = true
    await db.execute(
      sql`update items set remaining = 0, cleared_date = ${day(world.today)}::date where number = ${`I${one.at + 1}`}`,
    )
    await recount(ids[item.customer]!, world)
  } else if (one.kind === 'leave') {
    const contact = world.contacts[one.at]
    if (!contact) return
    world.contacts[one.at] = undefined
    await db.execute(sql`delete from contacts where id = ${contact.id}`)
    await db.execute(sql`select refresh_customers(array[${ids[contact.customer]}]::bigint[])`)
  } else if (one.kind === 'return') {
    const contact = world.contacts[one.at]
    if (!contact?.email) return
    contact.returned = one.returned
    const since = one.returned ? moment(world.today).toISOString() : null
    await db.execute(sql`
      update people set undeliverable_since = ${since}::timestamptz
      where id = (select person_id from contacts where id = ${contact.id})`)
    await db.execute(sql`select refresh_customers(array[${ids[contact.customer]}]::bigint[])`)
  } else {
    const { customer, email, mobile } = one.contact
    const star = one.contact.star && !world.contacts.some((other) => other?.customer === customer && other.star)
    const { id } = await makeContact(
      db,
      ids[customer]!,
      { email: email ? 'ana@mail.example' : null, mobileE164: mobile ? '+33600000001' : null },
      { forCollection: star },
    )
    world.contacts.push({ ...one.contact, star, id })
  }
}

const recount = (id: number, { today }: World) =>
  db.execute(sql`select recount_customers(array[${id}]::bigint[], ${day(today)}::date)`)
