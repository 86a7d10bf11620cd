import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { contacts, customers, people } from '@/db/schema'
import { ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import { searchContacts } from '@/lib/contacts/queries/list'
import { matchingContacts } from '@/lib/contacts/where'
import type { Context } from '@/lib/context'
import { aimAt } from '@/lib/customers/queries/aim'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeContact, makeCustomer } from '../support/make'

const { db, sql } = testDatabase()
let ctx: Context
let portfolio: Context

async function searched(query: string, as = ctx) {
  const { filter, view, problems } = readContactAddress(query)
  expect(problems).toEqual([])
  const aimed = await aimAt(as, ofCustomers(filter))
  return searchContacts(as, { filter, customers: aimed.aim }, view)
}
/** Who is found, in order, as `Last@code`. */
const found = async (query: string, as = ctx) =>
  (await searched(query, as)).rows.map(({ lastName, code }) => `${lastName}@${code}`)

beforeAll(async () => {
  ctx = await actingAs(db, { role: 'collector' })
  portfolio = await actingAs(db, { role: 'collector', portfolioOnly: true })
  const alpha = await makeCustomer(db, { code: 'B1', name: 'Alpha', country: 'FR', collectorId: ctx.actor.id })
  const beta = await makeCustomer(db, { code: 'A2', name: 'Beta', country: 'DE' })
  const gone = await makeCustomer(db, { code: 'Z9', name: 'Gone', country: 'FR', state: 'archived' })
  await makeAssociation(db, beta.id, portfolio.actor.id)
  const of = (customerId: number, lastName: string, person = {}, contact = {}) =>
    makeContact(db, customerId, { firstName: 'Eva', lastName, ...person }, contact)
  await of(alpha.id, 'Ábel', { email: 'abel@alpha.example', language: 'de' }, { role: 'buyer', forCollection: true })
  await of(alpha.id, 'zimmer', { email: null }, { role: 'company', source: 'import', ourRole: 'accountant' })
  await of(
    beta.id,
    'Lang',
    { email: 'b.lang@beta.example', undeliverableSince: new Date('2026-05-04') },
    { role: 'accountant', inCopy: true },
  )
  const shared = await of(beta.id, '山田', { email: 'yamada@beta.example', language: 'ja' }, { role: 'client' })
  await of(gone.id, 'Alt', {}, { role: 'buyer' })
  await db.insert(contacts).values({ customerId: alpha.id, personId: shared.personId, role: 'executive' })
})

describe('contacts are found', () => {
  test.each<[string, string[]]>([
    ['', ['Ábel@B1', 'Lang@A2', 'zimmer@B1', '山田@A2', '山田@B1']],
    ['sort=-name', ['山田@B1', '山田@A2', 'zimmer@B1', 'Lang@A2', 'Ábel@B1']],
    ['sort=code', ['Lang@A2', '山田@A2', 'Ábel@B1', 'zimmer@B1', '山田@B1']],
    ['sort=-customer', ['Lang@A2', '山田@A2', 'Ábel@B1', 'zimmer@B1', '山田@B1']],
    ['q=abel', ['Ábel@B1']],
    ['q=eva+ABEL', ['Ábel@B1']],
    ['q=beta.example', ['Lang@A2', '山田@A2', '山田@B1']],
    ['q=田', ['山田@A2', '山田@B1']],
    ['role=accountant', ['Lang@A2', 'zimmer@B1']],
    ['role=company', ['zimmer@B1']],
    ['role=!accountant', ['Ábel@B1', '山田@A2', '山田@B1']],
    ['role=buyer,client', ['Ábel@B1', '山田@A2']],
    ['language=de', ['Ábel@B1']],
    ['language=none', ['Lang@A2', 'zimmer@B1']],
    ['language=!none', ['Ábel@B1', '山田@A2', '山田@B1']],
    ['language=!ja', ['Ábel@B1', 'Lang@A2', 'zimmer@B1']],
    ['language=de,none', ['Ábel@B1', 'Lang@A2', 'zimmer@B1']],
    ['email=none', ['zimmer@B1']],
    ['email=!none', ['Ábel@B1', 'Lang@A2', '山田@A2', '山田@B1']],
    ['email=none,!none', []],
    ['email=undeliverable', ['Lang@A2']],
    ['email=none,undeliverable', ['Lang@A2', 'zimmer@B1']],
    ['email=!undeliverable', ['Ábel@B1', 'zimmer@B1', '山田@A2', '山田@B1']],
    ['email=!none,!undeliverable', ['Ábel@B1', '山田@A2', '山田@B1']],
    ['for-collection=yes', ['Ábel@B1']],
    ['for-collection=no&country=FR', ['zimmer@B1', '山田@B1']],
    ['in-copy=yes', ['Lang@A2']],
    ['in-copy=no&role=accountant', ['zimmer@B1']],
    ['country=DE', ['Lang@A2', '山田@A2']],
    ['collector=none', ['Lang@A2', '山田@A2']],
    ['code=B1', ['Ábel@B1', 'zimmer@B1', '山田@B1']],
    ['state=archived', ['Alt@Z9']],
    ['state=all&role=buyer', ['Ábel@B1', 'Alt@Z9']],
    ['q=nobody', []],
  ])('by %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected)
    expect(await searched(query)).toMatchObject({ total: expected.length, about: false })
    expect((await searched(`${query}&count=exact`)).total).toBe(expected.length)
  })

  test('with all a reader wants to know of them', async () => {
    const [abel] = (await searched('q=abel')).rows
    expect(abel).toMatchObject({
      ...{ firstName: 'Eva', email: 'abel@alpha.example', role: 'buyer', forCollection: true, language: 'de' },
      ...{ code: 'B1', customer: 'Alpha', country: 'FR', state: 'active' },
    })
    expect((await searched('q=zimmer')).rows).toMatchObject([{ role: 'accountant', undeliverable: false }])
    expect((await searched('q=lang')).rows).toMatchObject([{ undeliverable: true }])
  })
})

test('a portfolio is the same whether its contacts are taken as a set or met one by one', async () => {
  for (const query of ['', 'country=FR', 'role=buyer', 'q=lang', 'state=all']) {
    const { filter } = readContactAddress(query)
    const aim = { filter, customers: (await aimAt(portfolio, ofCustomers(filter))).aim }
    const [asSet, oneByOne] = await Promise.all(
      [false, true].map((oneByOne) =>
        db
          .select({ id: contacts.id })
          .from(contacts)
          .innerJoin(people, eq(people.id, contacts.personId))
          .innerJoin(customers, eq(customers.id, contacts.customerId))
          .where(matchingContacts(portfolio, aim, oneByOne))
          .orderBy(contacts.id),
      ),
    )
    expect(oneByOne).toEqual(asSet)
  }
})

test('nobody outside the portfolio exists, in rows or in numbers', async () => {
  expect(await found('', portfolio)).toEqual(['Lang@A2', '山田@A2'])
  for (const query of ['q=abel', 'role=buyer', 'code=B1', 'for-collection=yes', 'email=none', 'country=FR&state=all'])
    expect(await searched(query, portfolio)).toMatchObject({ rows: [], total: 0 })
  expect(await searched('count=exact', portfolio)).toMatchObject({ total: 2 })
  expect(await searched('', await actingAs(db, { role: 'guest' }))).toMatchObject({ rows: [], total: 0 })
})

test('a page past the end is the last one, and more than ten thousand are about so many until they are counted', async () => {
  expect(await searched('size=25&page=9')).toMatchObject({ page: 1, pages: 1, total: 5 })
  await sql`
    with made as (insert into people (last_name) select 'Many' || n from generate_series(1, 10100) n returning id)
    insert into contacts (customer_id, person_id, role)
    select (select id from customers where code = 'B1'), id, 'other' from made`
  await sql`analyze people, contacts, customers`
  const many = await searched('role=other')
  expect(many.about).toBe(true)
  expect(many.pages).toBe(200)
  expect(await searched('role=other&count=exact')).toMatchObject({ total: 10_100, about: false, pages: 200 })
  const last = await searched('role=other&page=200')
  expect(last.rows).toHaveLength(50)
  expect(new Set(last.rows.map(({ id }) => id)).size).toBe(50)
})
