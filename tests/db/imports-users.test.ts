import { eq, isNotNull } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { history, userHandles, users } from '@/db/schema'
import { associate, disassociate } from '@/lib/associations/commands'
import { importFile } from '@/lib/imports/commands/import-file'
import { testDatabase } from '../support/database'
import { colleaguesOf, counts, emptied, fileOf, reasons, rowsOf, take } from '../support/import'
import { actingAs, makeCustomer, makeSettings, makeUser } from '../support/make'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await emptied(db)
  for (const code of ['00123', 'A,1', 'C2']) await makeCustomer(db, { code })
})

const HEADINGS = 'email,last_name,first_name,handle,role,active,language,time_zone,portfolio_only,portfolio'
const file = (...lines: string[]) => [HEADINGS, ...lines, ''].join('\n')
const userOf = async (lastName: string) => (await db.select().from(users).where(eq(users.lastName, lastName)))[0]

test('users are made with their portfolio, without a password, and inactive unless the file says otherwise', async () => {
  const content = file(
    'Marie.Dupont@Acme.example,Dupont,Marie,,credit_manager,yes,fr,Europe/Paris,no,"00123,A\\,1"',
    'jean@acme.example,Martin,Jean,jm,,,,,1,c2',
    ',Caron,Inès,,Guest,,,,,',
  )
  expect(counts(await take(db, 'users', content))).toBe('3 3 0 0 0')
  expect(await userOf('Dupont')).toMatchObject({
    ...{ handle: 'marie.dupont', email: 'marie.dupont@acme.example', role: 'credit_manager', active: true },
    ...{ mayImport: true, mayExport: true, timeZone: 'Europe/Paris', language: 'fr', passwordHash: null },
  })
  expect(await userOf('Martin')).toMatchObject({ handle: 'jm', active: false, portfolioOnly: true, mayImport: false })
  expect(await userOf('Caron')).toMatchObject({ email: null, role: 'guest' })
  expect(await colleaguesOf(db, 'A,1')).toEqual(['Marie Dupont import'])
  expect(await colleaguesOf(db, 'C2')).toEqual(['Jean Martin import'])
  const before = await rowsOf(db)
  expect(counts(await take(db, 'users', content))).toBe('3 0 0 3 0')
  expect(await rowsOf(db)).toEqual(before)
})

test('a user is found by address, else by name, and a colleague known by name gets the address', async () => {
  await take(db, 'customers', 'code,name,colleagues\nC2,Two,Jean Martin\n')
  expect(counts(await take(db, 'users', file('jean@acme.example,Martin,JEAN,,,,,,,')))).toBe('1 0 1 0 0')
  expect(await db.select().from(users)).toMatchObject([
    { email: 'jean@acme.example', firstName: 'JEAN', handle: 'jean.martin' },
  ])
  expect(counts(await take(db, 'users', file('jean@acme.example,Martin,Jean,martin,collector,yes,,,,00123')))).toBe(
    '1 0 1 0 0',
  )
  expect(await userOf('Martin')).toMatchObject({ handle: 'martin', role: 'collector', active: true })
  expect((await db.select().from(userHandles)).map(({ handle }) => handle).sort()).toEqual(['jean.martin', 'martin'])
  expect(await colleaguesOf(db, '00123')).toEqual(['Jean Martin import'])
})

test('rows that cannot be taken say why, and the others are taken', async () => {
  await makeUser(db, { handle: 'taken', firstName: 'Two', lastName: 'Same', email: 'a@acme.example' })
  await makeUser(db, { handle: 'taken2', firstName: 'Two', lastName: 'Same', email: 'b@acme.example' })
  const result = await take(
    db,
    'users',
    file(
      'bad,One,,,,,,,,',
      'n@acme.example,,,,,,,,,',
      ',Two,,,,yes,,,,',
      'r@acme.example,Three,,,king,,,,,',
      'z@acme.example,Four,,,,,,Mars/Base,,',
      'l@acme.example,Five,,,,,xx,,,',
      'h@acme.example,Six,,none,,,,,,',
      'h@acme.example,Seven,,taken,,,,,,',
      'p@acme.example,Eight,,,,,,,,"00123,nope"',
      ',Same,Two,,,,,,,',
      'ok@acme.example,Nine,,,,,,,,',
      'OK@acme.example,Ten,,,,,,,,',
    ),
  )
  expect(counts(result)).toBe('12 1 0 0 11')
  expect(reasons(result)).toMatchObject({
    2: 'email: bad is not an e-mail address we can write to.',
    3: 'last_name is empty; it is needed.',
    4: 'An active user needs an e-mail address.',
    5: 'role: king is not a role of a user.',
    6: 'time_zone: Mars/Base is not a time zone such as Europe/Paris.',
    7: 'language: xx is not a language of this program.',
    8: expect.stringContaining('cannot be a handle'),
    9: 'Another user has or had this handle.',
    10: 'There is no customer with the code “nope”.',
    11: 'Two Same is the name of more than one user. Give the e-mail address instead.',
    13: 'Line 12 is about the same user.',
  })
})

test('the last active administrator stays, whatever the file says', async () => {
  const admin = (name: string) =>
    makeUser(db, {
      role: 'administrator',
      firstName: null,
      lastName: name,
      email: `${name}@acme.example`.toLowerCase(),
    })
  await admin('Ada')
  await admin('Bob')
  const result = await take(
    db,
    'users',
    file(
      'ada@acme.example,Ada,,,collector,,,,,',
      'bob@acme.example,Bob,,,,no,,,,',
      'bob@acme.example,Bob,,,guest,,,,,',
    ),
  )
  expect(counts(result)).toBe('3 0 1 0 2')
  expect(reasons(result)[3]).toBe('This is the last active administrator, who stays one.')
  expect(await userOf('Bob')).toMatchObject({ role: 'administrator', active: true })
  expect(await userOf('Ada')).toMatchObject({ role: 'collector' })
})

test('deactivating by file ends the sessions, and the user stays a colleague', async () => {
  await makeUser(db, { lastName: 'Martin', firstName: 'Jean', email: 'jean@acme.example', sessionVersion: 1 })
  await take(db, 'users', file('jean@acme.example,Martin,Jean,,,no,,,,00123'))
  expect(await userOf('Martin')).toMatchObject({ active: false, sessionVersion: 2 })
  expect(await colleaguesOf(db, '00123')).toEqual(['Jean Martin import'])
  expect((await db.select().from(history).where(isNotNull(history.userId))).map(({ action }) => action).sort()).toEqual(
    [...['association.given', 'user.deactivated']],
  )
})

test('a portfolio does not give again what a person took away', async () => {
  const content = file('jean@acme.example,Martin,Jean,,,,,,,00123')
  await take(db, 'users', content)
  const ctx = await actingAs(db, { role: 'administrator' })
  await disassociate(ctx, '00123', (await userOf('Martin'))!.id)
  expect(counts(await take(db, 'users', content))).toBe('1 0 0 1 0')
  expect(await colleaguesOf(db, '00123')).toEqual([])
})

test('a portfolio takes the place of what files gave where that is asked for, and keeps what people gave', async () => {
  const row = (portfolio: string) => file(`jean@acme.example,Martin,Jean,,,,,,,${portfolio}`)
  const held = async () => Promise.all(['00123', 'A,1', 'C2'].map((code) => colleaguesOf(db, code)))
  await take(db, 'users', row('"00123,A\\,1"'))
  await associate(await actingAs(db, { role: 'administrator' }), 'C2', { userId: (await userOf('Martin'))!.id })
  const all = [['Jean Martin import'], ['Jean Martin import'], ['Jean Martin person']]
  expect(await held()).toEqual(all)
  expect(counts(await take(db, 'users', row('"A\\,1"')))).toBe('1 0 0 1 0')
  expect(counts(await take(db, 'users', row(''), { colleagues: 'replace' }))).toBe('1 0 0 1 0')
  expect(await held()).toEqual(all)
  const replaced = () => take(db, 'users', row('"A\\,1"'), { colleagues: 'replace' })
  expect(counts(await replaced())).toBe('1 0 1 0 0')
  expect(await held()).toEqual([[], ['Jean Martin import'], ['Jean Martin person']])
  expect(counts(await replaced())).toBe('1 0 0 1 0')
})

test('a credit manager’s file makes and touches no administrator', async () => {
  await makeUser(db, { role: 'administrator', lastName: 'Ada', firstName: null, email: 'ada@acme.example' })
  const ctx = await actingAs(db, { role: 'credit_manager', mayImport: true })
  const outcome = await importFile(ctx, {
    kind: 'users',
    ...{ name: 'users.csv', source: 'command' },
    bytes: fileOf(file('new@acme.example,New,,,administrator,,,,,', 'ada@acme.example,Changed,,,,,,,,')),
    rejected: async () => undefined,
  })
  expect(counts(outcome)).toBe('2 0 0 0 2')
  expect(await userOf('Ada')).toBeDefined()
})
