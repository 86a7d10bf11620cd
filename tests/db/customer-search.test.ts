import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { eq, inArray } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { customerGroups, customers, groups, userHandles } from '@/db/schema'
import type { Context } from '@/lib/context'
import { readCustomerAddress, writeCustomerFilter } from '@/lib/customers/filter'
import { aimAt, renewedSearch, withPresentSlugs } from '@/lib/customers/queries/aim'
import { listCountries } from '@/lib/customers/queries/countries'
import { listCustomers } from '@/lib/customers/queries/list'
import { countCustomers, totalCustomers } from '@/lib/customers/queries/size'
import { indexesOf } from '../bench/plans'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeItem, makeSettings, makeUser } from '../support/make'

const { db, sql } = testDatabase()
const PLANS = resolve(import.meta.dirname, '../bench/plans')
let ctx: Context

async function search(address: string, as: Context = ctx): Promise<string[]> {
  const { filter, view, problems } = readCustomerAddress(address)
  const aimed = await aimAt(as, filter)
  expect([...problems, ...aimed.problems]).toEqual([])
  const page = await listCustomers(as, aimed.aim, view)
  expect(page.total).toBe(await countCustomers(as, aimed.aim))
  return page.rows.map((row) => row.code)
}

beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'collector' })
  const marie = await makeUser(db, { handle: 'marie', lastName: 'Dupont' })
  const tom = await makeUser(db, { handle: 'tom', lastName: 'Berg', active: false })
  const [metal] = await db.insert(groups).values({ slug: 'metal', name: 'Metal' }).returning()
  const a = await makeCustomer(db, {
    code: '00123',
    name: 'Münster Stahl GmbH',
    city: 'Essen',
    country: 'DE',
    collectorId: marie.id,
  })
  const b = await makeCustomer(db, {
    code: '1E5',
    name: 'Łódź Metal',
    city: 'Łódź',
    country: 'PL',
    vatNumber: 'PL5260001246',
  })
  const c = await makeCustomer(db, { code: 'A,1', name: '100 % Coton', country: 'FR', collectorId: tom.id })
  const blocked = await makeCustomer(db, { code: 'a/b', name: 'Straße & Fils', country: null, state: 'blocked' })
  await makeCustomer(db, { code: '#1', name: 'İstanbul Tekstil', city: 'İzmir', country: 'TR', state: 'archived' })
  await db.insert(customerGroups).values([
    { customerId: a.id, groupId: metal!.id },
    { customerId: b.id, groupId: metal!.id },
  ])
  await makeAssociation(db, a.id, marie.id)
  await makeAssociation(db, a.id, tom.id)
  await makeAssociation(db, c.id, tom.id)
  await makeContact(db, blocked.id, { mobile: '0600000001', mobileE164: '+33600000001' }, { forCollection: true })
  await makeContact(db, c.id, { firstName: 'Élodie', lastName: 'Fauré', email: 'elodie@coton.example' })
  for (const [customer, dueDate, remaining] of [
    [a, '2026-11-22', '50'],
    [a, '2026-11-21', '10.5'],
    [b, '2026-08-01', '7'],
    [c, '2026-12-31', '-3'],
  ] as const) {
    await makeItem(db, customer.id, { dueDate, remaining, amount: remaining })
  }
  await sql`select recount_customers((select array_agg(id) from customers), '2026-11-22')`
})

describe('a search finds', () => {
  test.each([
    ['', ['00123', '1E5', 'A,1']],
    ['state=all', ['#1', '00123', '1E5', 'A,1', 'a/b']],
    ['state=blocked', ['a/b']],
    ['q=munster stahl', ['00123']],
    ['q=LODZ', ['1E5']],
    ['q=strasse&state=all', ['a/b']],
    ['q=istanbul izmir&state=all', ['#1']],
    ['q=ISTANBUL&state=all', ['#1']],
    ['q=faure elodie', ['A,1']],
    ['q=coton.example', ['A,1']],
    ['q=5260001246', ['1E5']],
    ['q=%25', ['A,1']],
    ['q=_', []],
    ['q=%5C', []],
    ['code=00123,A\\,1,nowhere', ['00123', 'A,1']],
    ['code=1e5', ['1E5']],
    ['colleague=marie', ['00123']],
    ['colleague=marie,none', ['00123', '1E5']],
    ['colleague=!marie', ['1E5', 'A,1']],
    ['colleague=tom,!marie', ['A,1']],
    ['colleague=!none', ['00123', 'A,1']],
    ['collector=none', ['1E5']],
    ['collector=!marie', ['1E5', 'A,1']],
    ['collector=!none', ['00123', 'A,1']],
    ['group=metal', ['00123', '1E5']],
    ['group=none', ['A,1']],
    ['group=!metal', ['A,1']],
    ['country=FR,PL', ['1E5', 'A,1']],
    ['country=!FR', ['00123', '1E5']],
    ['country=!FR&state=all', ['#1', '00123', '1E5', 'a/b']],
    ['country=none&state=all', ['a/b']],
    ['country=none,TR&state=all', ['#1', 'a/b']],
    ['country=!none&state=all', ['#1', '00123', '1E5', 'A,1']],
    ['group=!none', ['00123', '1E5']],
    ['group=none,metal', ['00123', '1E5', 'A,1']],
    ['contact=none&overdue=..0', []],
    ['country=FR&colleague=tom', ['A,1']],
    ['contact=none', ['00123', '1E5']],
    ['contact=!none', ['A,1']],
    ['contact=no-email&state=all', ['#1', '00123', '1E5', 'a/b']],
    ['contact=!no-email', ['A,1']],
    ['contact=no-collection&state=all', ['#1', '00123', '1E5', 'A,1']],
    ['contact=!no-collection&state=all', ['a/b']],
    ['contact=no-collection,!none', ['A,1']],
    ['contact=none,no-email,no-collection', ['00123', '1E5', 'A,1']],
    ['balance=7..', ['00123', '1E5']],
    ['balance=..0', ['A,1']],
    ['balance=-3', ['A,1']],
    ['balance=60.5', ['00123']],
    ['balance=60.501..', []],
    ['overdue=7..10.5', ['00123', '1E5']],
    ['overdue=0', ['A,1']],
    ['overdue=..7', ['1E5', 'A,1']],
    ['late=1..', ['00123', '1E5']],
    ['late=1', ['00123']],
    ['late=113', ['1E5']],
    ['late=2..112', []],
    ['late=..0', ['A,1']],
    ['late=..1', ['00123', 'A,1']],
    ['late=..113&state=all', ['#1', '00123', '1E5', 'A,1', 'a/b']],
    ['late=1..&overdue=8..&contact=none', ['00123']],
    ['sort=-overdue', ['00123', '1E5', 'A,1']],
    ['sort=balance', ['A,1', '1E5', '00123']],
    ['sort=-late', ['1E5', '00123', 'A,1']],
    ['sort=name', ['A,1', '1E5', '00123']],
    ['sort=-name', ['00123', '1E5', 'A,1']],
    ['sort=city', ['00123', '1E5', 'A,1']],
    ['sort=-city', ['1E5', '00123', 'A,1']],
    ['sort=collector', ['A,1', '00123', '1E5']],
  ])('%s', async (address, expected) => {
    expect(await search(address)).toEqual(expected)
  })

  test('nothing twice, however many colleagues or groups a customer has, and sums are not multiplied', async () => {
    const { aim } = await aimAt(ctx, readCustomerAddress('colleague=marie,tom&group=metal').filter)
    expect(await totalCustomers(ctx, aim)).toMatchObject({
      count: 1,
      balance: '60.500',
      overdue: '10.500',
      buckets: ['50.000', '10.500', '0.000', '0.000', '0.000'],
    })
  })

  test('the same by a handle that was given up, and is spelled with the one of now', async () => {
    const marie = await db.select().from(userHandles).where(eq(userHandles.handle, 'marie'))
    await db.insert(userHandles).values({ handle: 'marie.durand', userId: marie[0]!.userId })
    expect(await search('colleague=marie.durand')).toEqual(['00123'])
    const { filter } = readCustomerAddress('colleague=tom,!marie.durand&collector=marie,marie.durand,none')
    const present = withPresentSlugs(filter, await aimAt(ctx, filter))
    expect(writeCustomerFilter(present)).toBe('colleague=tom,!marie&collector=marie,none')
    expect(await renewedSearch(ctx, 'collector=marie.durand&sort=-late')).toBe('collector=marie&sort=-late')
  })

  test('every customer exactly once over all pages, whatever the order', async () => {
    for (const sort of ['code', '-name', 'country', 'city', 'collector', '-balance', 'overdue', '-late']) {
      const { aim } = await aimAt(ctx, readCustomerAddress('state=all').filter)
      const seen: string[] = []
      for (let page = 1; page <= 5; page++) {
        const { view } = readCustomerAddress(`sort=${sort}&page=${page}`)
        seen.push(...(await listCustomers(ctx, aim, { ...view, size: 1 })).rows.map((row) => row.code))
      }
      expect(seen.sort()).toEqual(['#1', '00123', '1E5', 'A,1', 'a/b'])
    }
  })
})

describe('what is gone', () => {
  test('is named, part by part', async () => {
    const { filter } = readCustomerAddress('colleague=nobody,!gone&group=old&list=aaaaaaaaaa')
    expect((await aimAt(ctx, filter)).problems).toEqual([
      { part: 'list', value: 'aaaaaaaaaa', reason: 'gone' },
      { part: 'colleague', value: 'nobody', reason: 'gone' },
      { part: 'colleague', value: 'gone', reason: 'gone' },
      { part: 'group', value: 'old', reason: 'gone' },
    ])
  })
})

describe('a portfolio', () => {
  test('is all that its user finds, counts and sums', async () => {
    const restricted = await actingAs(db, { role: 'collector', portfolioOnly: true })
    await makeAssociation(
      db,
      (await db.select().from(customers).where(eq(customers.code, '1E5')))[0]!.id,
      restricted.actor.id,
    )
    await db
      .update(customers)
      .set({ collectorId: restricted.actor.id })
      .where(inArray(customers.code, ['A,1']))
    expect(await search('state=all', restricted)).toEqual(['1E5', 'A,1'])
    expect(await search('code=00123', restricted)).toEqual([])
    const { aim } = await aimAt(restricted, readCustomerAddress('state=all').filter)
    expect(await totalCustomers(restricted, aim)).toMatchObject({ count: 2, balance: '4.000' })
  })

  test('decides which countries are offered; who sees all is offered each of them once', async () => {
    const restricted = await actingAs(db, { role: 'collector', portfolioOnly: true })
    expect(await listCountries(restricted)).toEqual([])
    for (const country of ['PT', 'AD', 'PT', null, 'ZW']) {
      const { id } = await makeCustomer(db, { country })
      if (country === 'PT') await makeAssociation(db, id, restricted.actor.id)
    }
    expect(await listCountries(restricted)).toEqual(['PT'])
    const rows = await db.select({ country: customers.country }).from(customers)
    const all = [...new Set(rows.flatMap(({ country }) => country ?? []))].sort()
    expect(all).toEqual(expect.arrayContaining(['AD', 'PT', 'ZW']))
    expect(await listCountries(ctx)).toEqual(all)
  })

  test('a guest reads no customer at all', async () => {
    expect(await search('state=all', await actingAs(db, { role: 'guest' }))).toEqual([])
  })
})

test('every index that the kept plan of a search walks is there', async () => {
  const rows = await sql<{ name: string }[]>`select indexname as name from pg_indexes where schemaname = 'public'`
  const there = new Set(rows.map(({ name }) => name))
  const kept = readdirSync(PLANS).map((file) => [file, indexesOf(readFileSync(resolve(PLANS, file), 'utf8'))] as const)
  expect(kept.map(([file, walked]) => [file, [...walked].filter((name) => !there.has(name))])).toEqual(
    kept.map(([file]) => [file, []]),
  )
  for (const [, walked] of kept) expect(walked.size).toBeGreaterThan(15)
})
