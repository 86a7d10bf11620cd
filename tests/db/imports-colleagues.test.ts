import { eq, isNotNull, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { associations, history, settings, userHandles, users, withheld } from '@/db/schema'
import { disassociate } from '@/lib/associations/commands'
import { setCollector } from '@/lib/customers/commands'
import { testDatabase } from '../support/database'
import { colleaguesOf, contactsOf, counts, customerOf, emptied, reasons, take } from '../support/import'
import { actingAs, makeContact, makeCustomer, makeSettings, makeUser } from '../support/make'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await emptied(db)
  await db.update(settings).set({ language: 'en' })
})

describe('colleagues and collectors', () => {
  test('are found by address or name, whatever the accents, and made inactive where nobody knows them', async () => {
    await makeUser(db, {
      firstName: 'Inès',
      lastName: 'Caron',
      email: 'ines@acme.example',
      usualKind: 'customer_service',
    })
    const file =
      'code,name,collector,colleagues\nC1,One,claire.fontaine@acme.example,"INES caron,Paul Renard"\nC2,Two,Paul Renard,ines@acme.example\n'
    expect(counts(await take(db, 'customers', file))).toBe('2 2 0 0 0')
    expect(await colleaguesOf(db, 'C1')).toEqual(['Inès Caron import', 'Paul Renard import'])
    const made = await db.select().from(users).where(eq(users.active, false)).orderBy(users.handle)
    expect(made.map(({ handle, email, role }) => [handle, email, role])).toEqual([
      ['claire.fontaine', 'claire.fontaine@acme.example', 'collector'],
      ['paul.renard', null, 'collector'],
    ])
    const [kind] = await db
      .select({ kind: associations.kind })
      .from(associations)
      .where(eq(associations.kind, 'customer_service'))
    expect(kind).toBeDefined()
    expect(await customerOf(db, 'C1')).toMatchObject({ collectorId: made[0]!.id })
    expect(counts(await take(db, 'customers', file))).toBe('2 0 0 2 0')
  })

  test('are found by their handle too, former ones included; whoever and whatever is made is said', async () => {
    const tom = await makeUser(db, { firstName: 'Tom', lastName: 'Berg', handle: 'tom.berg' })
    await db
      .insert(userHandles)
      .values(['tom.berg', 'tb'].map((handle) => ({ handle, userId: tom.id })))
      .onConflictDoNothing()
    const file = 'code,name,collector,colleagues,groups\nC1,One,tom.berg,"tb,nobody",South\n'
    const { made } = await take(db, 'customers', file)
    expect(await customerOf(db, 'C1')).toMatchObject({ collectorId: tom.id })
    expect(made).toMatchObject({ users: ['nobody'], groups: ['South'] })
    const again = await take(db, 'customers', file)
    expect([counts(again), again.made]).toMatchObject(['1 0 0 1 0', { users: [], groups: [] }])
    expect(await db.$count(users)).toBe(2)
  })

  test('one name spelled twice is one new user', async () => {
    await take(db, 'customers', 'code,name,colleagues\nC1,One,José Martín\nC2,Two,JOSE MARTIN\n')
    expect(await db.select().from(users)).toHaveLength(1)
    expect(await colleaguesOf(db, 'C2')).toHaveLength(1)
  })

  test('an address never takes the name of somebody else, so that names go on fitting one', async () => {
    const names = 'code,name,colleagues\nC1,One,Jean Martin\n'
    await take(db, 'customers', names)
    await take(db, 'customers', 'code,name,colleagues\nC2,Two,jean.martin@acme.example\n')
    expect(counts(await take(db, 'customers', names))).toBe('1 0 0 1 0')
    expect(await colleaguesOf(db, 'C2')).toEqual(['jean.martin@acme.example import'])
  })

  test('a name that fits two rejects the row, and makes nobody', async () => {
    await makeUser(db, { firstName: 'Jean', lastName: 'Martin', handle: 'jean.martin' })
    await makeUser(db, { firstName: 'Jéan', lastName: 'Martin', handle: 'jean.martin2' })
    const result = await take(db, 'customers', 'code,name,collector,colleagues\nC1,One,New Body,Jean Martin\n')
    expect(reasons(result)).toEqual({
      2: 'Jean Martin is the name of more than one user. Give the e-mail address instead.',
    })
    expect(await db.select().from(users)).toHaveLength(2)
  })

  test('whom nobody knows rejects the row where users are not to be made', async () => {
    const result = await take(db, 'customers', 'code,name,colleagues\nC1,One,Jean Martin\nC2,Two,\n', {
      createUsers: false,
    })
    expect(counts(result)).toBe('2 1 0 0 1')
    expect(reasons(result)).toEqual({ 2: 'Jean Martin is not a user.' })
    expect(await db.select().from(users)).toHaveLength(0)
  })

  test('a colleague whom a person took away is not given again', async () => {
    const file = 'code,name,colleagues\nC1,One,"Jean Martin,Paul Renard"\n'
    await take(db, 'customers', file)
    const [jean] = await db.select().from(users).where(eq(users.lastName, 'Martin'))
    await disassociate(await actingAs(db, { role: 'administrator' }), 'C1', jean!.id)
    expect(counts(await take(db, 'customers', file))).toBe('1 0 0 1 0')
    expect(await colleaguesOf(db, 'C1')).toEqual(['Paul Renard import'])
  })

  test('a file adds; replacing takes back only what a file once gave, and keeps the rows it took', async () => {
    const { id } = await makeCustomer(db, { code: 'C1', name: 'One' })
    const ours = await makeUser(db, { firstName: 'Our', lastName: 'Own' })
    await db.insert(associations).values({ customerId: id, userId: ours.id, kind: 'sales' })
    await take(db, 'customers', 'code,name,colleagues\nC1,One,Jean Martin\n')
    const other = 'code,name,colleagues\nC1,One,Paul Renard\nC2,Two,\n'
    await take(db, 'customers', other)
    expect(await colleaguesOf(db, 'C1')).toEqual(['Jean Martin import', 'Our Own person', 'Paul Renard import'])
    expect(counts(await take(db, 'customers', other, { colleagues: 'replace' }))).toBe('2 0 1 1 0')
    expect(await colleaguesOf(db, 'C1')).toEqual(['Our Own person', 'Paul Renard import'])
    expect(await db.$count(withheld)).toBe(0)
    expect(counts(await take(db, 'customers', other, { colleagues: 'replace' }))).toBe('2 0 0 2 0')
    const blank = 'code,name,colleagues\nC1,One,\n'
    await take(db, 'customers', blank, { colleagues: 'replace' })
    expect(await colleaguesOf(db, 'C1')).toHaveLength(2)
    await take(db, 'customers', blank, { colleagues: 'replace', blank: 'erase' })
    expect(await colleaguesOf(db, 'C1')).toEqual(['Our Own person'])
  })

  test('collector and language are a file’s to change as long as a file gave them; a person’s choice stays, and is said', async () => {
    const file = (collector: string, language: string) =>
      `code,name,collector,language\nC1,One,${collector},${language}\n`
    await take(db, 'customers', file('Jean Martin', 'fr'))
    expect(counts(await take(db, 'customers', file('Paul Renard', 'de')))).toBe('1 0 1 0 0')
    expect((await customerOf(db, 'C1')).language).toBe('de')
    expect(counts(await take(db, 'customers', file('Paul Renard', 'de')))).toBe('1 0 0 1 0')
    const ctx = await actingAs(db, { role: 'administrator', firstName: 'Ana', lastName: 'Chosen' })
    const { id, version } = await customerOf(db, 'C1')
    await setCollector(ctx, { customerId: id, version, collectorId: ctx.actor.id })
    const result = await take(db, 'customers', file('Jean Martin', 'de'))
    expect(counts(result)).toBe('1 0 0 1 0')
    expect(result.remarks).toEqual({
      first: [{ line: 2, remark: 'collectorStays', facts: { name: 'Ana Chosen' } }],
      total: 1,
    })
    expect((await customerOf(db, 'C1')).collectorId).toBe(ctx.actor.id)
  })
})

describe('the company’s own contact', () => {
  const file = (first: string, last: string, email: string, phone = '') =>
    `code,name,country,contact_first_name,contact_last_name,contact_email,contact_phone\nC1,One,FR,${first},${last},${email},${phone}\n`

  test('is made once, refreshed, and is for collection where there is nobody', async () => {
    await take(db, 'customers', file('Ana', 'Lopez', 'ana@one.example', '01 42 68 53 00'))
    await take(db, 'customers', file('Ana', 'López', 'compta@one.example'))
    expect(await contactsOf(db, 'C1')).toEqual([
      { name: 'Ana López', email: 'compta@one.example', role: 'company', starred: true, source: 'import' },
    ])
    const [person] = await db.execute(sql`select phone_e164, version from people`)
    expect(person).toEqual({ phone_e164: '+33142685300', version: 2 })
    expect(await customerOf(db, 'C1')).toMatchObject({ reachable: true })
    expect(
      (await db.select().from(history).where(isNotNull(history.customerId))).map(({ action }) => action).sort(),
    ).toEqual([...['contact.added', 'contact.updated', 'customer.created']])
  })

  test('never touches a contact that a person made, nor its star', async () => {
    const { id } = await makeCustomer(db, { code: 'C1', name: 'One', country: 'FR' })
    await makeContact(
      db,
      id,
      { firstName: 'Ana', lastName: 'Lopez', email: 'ana@one.example' },
      { forCollection: true },
    )
    await take(db, 'customers', file('Ana', 'Lopez', 'ana@one.example'))
    expect(await contactsOf(db, 'C1')).toEqual([
      { name: 'Ana Lopez', email: 'ana@one.example', role: 'accountant', starred: true, source: 'person' },
      { name: 'Ana Lopez', email: 'ana@one.example', role: 'company', starred: false, source: 'import' },
    ])
  })

  test('keeps the customer when its address is none, and says so', async () => {
    const result = await take(db, 'customers', file('Ana', 'Lopez', 'not an address'))
    expect(counts(result)).toBe('1 1 0 0 0')
    expect(result.remarks.first).toEqual([
      { line: 2, remark: 'contactEmail', facts: { column: 'contact_email', value: 'not an address' } },
    ])
    expect(await contactsOf(db, 'C1')).toMatchObject([{ name: 'Ana Lopez', email: null }])
  })

  test('is called by what there is, and stays so', async () => {
    for (const [first, email, name] of [
      ['', 'a@one.example', 'One'],
      ['', 'b@one.example', 'One'],
      ['', 'b@one.example', 'One'],
    ] as const) {
      await take(db, 'customers', file(first, '', email))
      expect(await contactsOf(db, 'C1')).toMatchObject([{ name, email }])
    }
    expect(counts(await take(db, 'customers', file('', '', 'b@one.example')))).toBe('1 0 0 1 0')
    await db.execute(sql`truncate customers, people cascade`)
    await take(db, 'customers', file('Maria', '', 'a@one.example'))
    expect(counts(await take(db, 'customers', file('Maria', '', 'a@one.example')))).toBe('1 0 0 1 0')
    expect(await contactsOf(db, 'C1')).toMatchObject([{ name: 'Maria' }])
  })
})
