import { beforeAll, describe, expect, test } from 'vitest'
import { contacts } from '@/db/schema'
import type { Context } from '@/lib/context'
import { quickSearch } from '@/lib/search/queries'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeContact, makeCustomer, makeSettings } from '../support/make'

const { db } = testDatabase()
let ctx: Context

/** What each search finds, as `who@code` for a contact and `@code` for a customer. */
const found = async (typed: string, as = ctx, limit = 10) =>
  (await quickSearch(as, typed, limit)).map(({ contact, code }) => `${contact?.name ?? ''}@${code}`)

beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'collector' })
  const stahl = await makeCustomer(db, { code: '010268', name: 'Bergmann Stahl GmbH', city: 'Münster', country: 'DE' })
  const perez = await makeCustomer(db, { code: 'P_1', name: 'Chantiers Perez', city: 'Łódź', country: 'FR' })
  const small = await makeCustomer(db, { code: '010268-2', name: '3M & Co', vatNumber: 'FR 33 100', country: 'BE' })
  await makeContact(db, stahl.id, {
    firstName: 'Petra',
    lastName: 'Lang',
    email: 'p.lang@bergmann.example',
    phone: '0201 555 0142',
    phoneE164: '+492015550142',
  })
  await makeContact(db, perez.id, {
    firstName: 'Jean Pierre',
    lastName: 'de La Tour',
    email: 'info@perez.example',
    mobile: '06 12 34 56 78',
    mobileE164: '+33612345678',
  })
  const shared = await makeContact(db, perez.id, {
    firstName: 'Åsa',
    lastName: 'Müller-Straße',
    email: 'info@asa.example',
  })
  await db.insert(contacts).values({ customerId: small.id, personId: shared.personId, role: 'buyer' })
  await makeContact(db, small.id, { firstName: null, lastName: '山田', phone: 'ext. 4711', email: null })
})

describe('who is calling', () => {
  test.each([
    ['lang', ['Petra Lang@010268']],
    ['LANG petra', ['Petra Lang@010268']],
    ['petra l', ['Petra Lang@010268']],
    ['pet', ['Petra Lang@010268']],
    ['ang', ['Petra Lang@010268']],
    ['jean pierre de la tour', ['Jean Pierre de La Tour@P_1']],
    ['de la tour jean', ['Jean Pierre de La Tour@P_1']],
    ['tour', ['Jean Pierre de La Tour@P_1']],
    ['asa muller', ['Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
    ['müller-strasse', ['Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
    ['山', ['山田@010268-2']],
    ['ＬＡＮＧ', ['Petra Lang@010268']],
  ])('%s', async (typed, hits) => expect(await found(typed)).toEqual(hits))
})

describe('by an address', () => {
  test.each([
    ['p.lang@bergmann.example', ['Petra Lang@010268']],
    ['P.Lang@Bergmann.EXAMPLE', ['Petra Lang@010268']],
    ['p.lang@', ['Petra Lang@010268']],
    ['@bergmann', ['Petra Lang@010268']],
    ['lang@bergmann', ['Petra Lang@010268']],
    ['info@', ['Jean Pierre de La Tour@P_1', 'Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
    ['nobody@nowhere.example', []],
    ['@', ['Jean Pierre de La Tour@P_1', 'Petra Lang@010268', 'Åsa Müller-Straße@010268-2', 'Åsa Müller-Straße@P_1']],
  ])('%s', async (typed, hits) => expect((await found(typed)).sort()).toEqual(hits))
})

describe('by a telephone number, however it is shown or written', () => {
  test.each([
    ['+33 6 12 34 56 78', 'Jean Pierre de La Tour@P_1'],
    ['0612345678', 'Jean Pierre de La Tour@P_1'],
    ['0033612345678', 'Jean Pierre de La Tour@P_1'],
    ['06.12.34.56.78', 'Jean Pierre de La Tour@P_1'],
    ['06\u00a012\u00a034\u00a056\u00a078', 'Jean Pierre de La Tour@P_1'],
    ['０６１２３４５６７８', 'Jean Pierre de La Tour@P_1'],
    ['5678', 'Jean Pierre de La Tour@P_1'],
    ['+49 201 5550142', 'Petra Lang@010268'],
    ['0201 555 0142', 'Petra Lang@010268'],
    ['0201/5550142', 'Petra Lang@010268'],
    ['4711', '山田@010268-2'],
  ])('%s', async (typed, hit) => {
    expect(await found(typed)).toEqual([hit])
    expect(await quickSearch(ctx, typed)).toMatchObject([{ why: 'phone' }])
  })
})

describe('by the customer', () => {
  test.each([
    ['010268', ['@010268', '@010268-2']],
    ['p_1', ['@P_1']],
    ['P_', ['@P_1']],
    ['3m', ['@010268-2']],
    ['munster stahl', ['@010268']],
    ['stahl', ['@010268']],
    ['lodz', ['@P_1']],
    ['FR 33', ['@010268-2']],
    ['pX1', []],
    ['100%', []],
  ])('%s', async (typed, hits) => expect(await found(typed)).toEqual(hits))

  test('names of its contacts do not make it a second hit', async () => {
    expect(await quickSearch(ctx, 'petra')).toHaveLength(1)
  })
})

test('beginnings of names come before what they contain, and callers and companies take turns', async () => {
  const home = await makeCustomer(db, { code: 'ZZ1', name: 'Quirin Bau' })
  await makeCustomer(db, { code: 'ZZ2', name: 'Quirin Holz' })
  await makeContact(db, home.id, { firstName: 'Ada', lastName: 'Anquirin' })
  await makeContact(db, home.id, { firstName: 'Ada', lastName: 'Quirino' })
  expect(await found('quirin')).toEqual(['Ada Quirino@ZZ1', '@ZZ1', '@ZZ2', 'Ada Anquirin@ZZ1'])
  expect(await found('quirin', ctx, 2)).toEqual(['Ada Quirino@ZZ1', '@ZZ1'])
})

test('nothing outside the portfolio is found, by whatever is typed', async () => {
  const stranger = await actingAs(db, { role: 'collector', portfolioOnly: true })
  const everything = [
    'lang',
    'a',
    '010268',
    'stahl',
    '0612345678',
    '5678',
    'p.lang@bergmann.example',
    '@',
    'asa muller',
  ]
  for (const typed of everything) expect(await found(typed, stranger)).toEqual([])
  const mine = await makeCustomer(db, { code: 'MINE' })
  await makeAssociation(db, mine.id, stranger.actor.id)
  await makeContact(db, mine.id, { firstName: 'Petra', lastName: 'Lange' })
  expect(await found('lang', stranger)).toEqual(['Petra Lange@MINE'])
  expect(await found('lang', await actingAs(db, { role: 'guest' }))).toEqual([])
})

test.each([
  '',
  '   ',
  '%',
  '_',
  '\\',
  '%%%%',
  "'; drop table people; --",
  '\u0000',
  '\ud800',
  'a'.repeat(5000),
  '(((((',
  '+++',
  '-',
  '0'.repeat(90),
  '٣٤٥٦',
])('typing %j breaks nothing', async (typed) => {
  expect(await quickSearch(ctx, typed)).toBeInstanceOf(Array)
})
