import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { customerGroups, customerSearch, customers, groups, history, rates } from '@/db/schema'
import { perform } from '@/lib/action'
import { disassociate, updateAssociation } from '@/lib/associations/commands'
import { planChange } from '@/lib/changes/commands/plan'
import type { Context } from '@/lib/context'
import { createCustomerAction } from '@/lib/customers/actions'
import { createCustomer, setCollector, setComment, setGroups, setState, updateFacts } from '@/lib/customers/commands'
import { createCustomerInput, readAmount, updateFactsInput } from '@/lib/customers/input'
import { findCustomer, findSpelling } from '@/lib/customers/queries/file'
import { listCustomerHistory } from '@/lib/customers/queries/history'
import { listOpenItems } from '@/lib/items/queries'
import { carryOut } from '../support/changes'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeCustomer, makeItem, makeSettings, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
beforeAll(async () => makeSettings(db))

const entered = (code: string, values: Record<string, unknown> = {}) =>
  createCustomerInput.parse({ code, name: `Customer ${code}`, ...values })
const rowOf = async (id: number) => (await db.select().from(customers).where(eq(customers.id, id)))[0]!
const saidOf = (id: number) => db.select().from(history).where(eq(history.customerId, id)).orderBy(history.id)

describe('a customer made by hand', () => {
  test('keeps its code to the letter, and is found by it', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    for (const code of ['00123', '1E5', 'A,1', 'a/b', '#1', '100%', 'x y', 'É-12', "o'1", '2-1', '日本 1', '..1']) {
      expect(await createCustomer(ctx, entered(` ${code} `))).toEqual({ code })
      const file = await findCustomer(ctx, code)
      expect(file?.customer).toMatchObject({ code, erpFields: [] })
      expect(await findSpelling(ctx, ` ${code.toLowerCase()}`)).toBe(code)
      expect(await db.$count(customerSearch, eq(customerSearch.customerId, file!.customer.id))).toBe(1)
      expect(await saidOf(file!.customer.id)).toMatchObject([{ action: 'customer.created', new: { code } }])
    }
  })

  test('cannot have a code that is another’s but for case or form, and is told which', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    await makeCustomer(db, { code: 'Ab 9', name: 'Held' })
    const before = await db.$count(customers)
    const clash = (code: string) => createCustomer(ctx, entered(code))
    await expect(clash('Ab 9')).rejects.toMatchObject({
      code: 'conflict',
      message: 'codeTakenBy',
      values: { code: 'Ab 9', name: 'Held' },
      fields: { code: 'codeTaken' },
    })
    for (const code of ['AB 9', 'ab 9', 'ＡＢ 9']) {
      await expect(clash(code)).rejects.toMatchObject({ message: 'codeTakenAs', values: { code: 'Ab 9' } })
    }
    expect(await db.$count(customers)).toBe(before)
  })

  test('entered by two at once under one code is one customer', async () => {
    const other = connect(url)
    try {
      const here = await actingAs(db, { role: 'administrator' })
      const outcomes = await Promise.allSettled([
        createCustomer(here, entered('RACE-1')),
        createCustomer({ ...here, db: other.db }, entered('race-1')),
      ])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await db.$count(customers, eq(customers.codeKey, 'RACE-1'))).toBe(1)
    } finally {
      await other.close()
    }
  })

  test('by somebody who sees a portfolio is in it, and of codes outside nothing but that they are taken is said', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    await createCustomer(ctx, entered('MINE-1'))
    expect((await findCustomer(ctx, 'MINE-1'))?.customer.collectorId).toBe(ctx.actor.id)
    await makeCustomer(db, { code: 'HIDDEN-1', name: 'Secret' })
    await expect(createCustomer(ctx, entered('hidden-1'))).rejects.toMatchObject({ message: 'codeTaken', values: {} })
    expect(await findCustomer(ctx, 'HIDDEN-1')).toBeUndefined()
    expect(await findSpelling(ctx, 'hidden-1')).toBeUndefined()
  })

  test.each([
    ['', 'required'],
    ['   ', 'required'],
    ['.', 'codeDots'],
    ['..', 'codeDots'],
    ['x'.repeat(65), 'codeTooLong'],
    ['a\tb', 'codeControl'],
    ['a\u0000b', 'codeControl'],
    ['a\ud800', 'codeControl'],
  ])('with the code %j is refused with its own sentence', async (code, message) => {
    const ctx = await actingAs(db, { role: 'administrator' })
    await expect(perform(createCustomerAction.plan, ctx, { code, name: 'N' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { code: message },
    })
  })

  test('says what is wrong with each other field', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const given = { code: 'F1', name: '', country: 'ZZ', language: 'klingon!', currency: 'FRX', creditLimit: '12,000' }
    await expect(perform(createCustomerAction.plan, ctx, given)).rejects.toMatchObject({
      fields: {
        name: 'required',
        country: 'country',
        language: 'language',
        currency: 'currency',
        creditLimit: 'amountWritten',
      },
    })
  })
})

test.each([
  ['12000', '12000.000'],
  ['12 000,5', '12000.500'],
  ['12\u202f000.50', '12000.500'],
  ["12'000", '12000.000'],
  ['0012', '12.000'],
  ['0', '0.000'],
  ['12,000', undefined],
  ['1.000', undefined],
  ['-5', undefined],
  ['1e5', undefined],
  ['1'.repeat(16), undefined],
])('the amount %j is read as %j', (typed, amount) => expect(readAmount(typed)).toBe(amount))

describe('changing what is known of a customer', () => {
  const facts = (customer: { id: number; version: number }, values: Record<string, unknown>) =>
    updateFactsInput.parse({ customerId: customer.id, version: customer.version, name: 'Same', ...values })

  test('leaves what the ERP owns, and takes the rest', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const customer = await makeCustomer(db, {
      name: 'Same',
      tradingName: 'From the books',
      erpFields: ['name', 'trading_name', 'language', 'language=fr'],
    })
    await updateFacts(ctx, facts(customer, { name: 'Mine', tradingName: '', city: 'Lyon', language: 'de' }))
    expect(await rowOf(customer.id)).toMatchObject({
      name: 'Same',
      tradingName: 'From the books',
      city: 'Lyon',
      language: 'de',
      version: 2,
    })
    expect(await saidOf(customer.id)).toMatchObject([
      { action: 'customer.updated', old: { city: null }, new: { city: 'Lyon', language: 'de', country: null } },
    ])
  })

  test('as somebody saw it before another changed it writes nothing', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const customer = await makeCustomer(db, { name: 'Same', country: null })
    await updateFacts(ctx, facts(customer, { city: 'Lyon' }))
    expect(await refusalOf(updateFacts(ctx, facts(customer, { city: 'Paris' })))).toBe('changedMeanwhile')
    const seen = { customerId: customer.id, version: 1 }
    expect(await refusalOf(setComment(ctx, { ...seen, comment: 'late' }))).toBe('changedMeanwhile')
    expect(await refusalOf(setState(ctx, { ...seen, state: 'blocked' }))).toBe('changedMeanwhile')
    expect(await rowOf(customer.id)).toMatchObject({ city: 'Lyon', comment: null, state: 'active', version: 2 })
  })

  test('to what it is already is no change', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const customer = await makeCustomer(db, { name: 'Same', country: null, creditLimit: '12000' })
    await updateFacts(ctx, facts(customer, { creditLimit: '12 000.00' }))
    expect(await rowOf(customer.id)).toMatchObject({ version: 1 })
    expect(await saidOf(customer.id)).toEqual([])
  })

  test('finds it by its new name at once', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const customer = await makeCustomer(db, { name: 'Before' })
    await updateFacts(ctx, facts(customer, { name: 'Zürich Après' }))
    const [search] = await db.select().from(customerSearch).where(eq(customerSearch.customerId, customer.id))
    expect(search?.words).toContain('zurich apres')
  })
})

describe('our side of a customer', () => {
  test('a collector who does not exist is refused, and the history knows both', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [before, after] = [await makeUser(db, { lastName: 'Before' }), await makeUser(db, { lastName: 'After' })]
    const { id } = await makeCustomer(db, { collectorId: before.id })
    expect(await refusalOf(setCollector(ctx, { customerId: id, version: 1, collectorId: 2 ** 40 }))).toBe(
      'colleagueGone',
    )
    await setCollector(ctx, { customerId: id, version: 1, collectorId: after.id })
    const { rows, names } = await listCustomerHistory(ctx, id, 1)
    expect(rows).toMatchObject([
      { action: 'customer.updated', old: { collectorId: before.id }, new: { collectorId: after.id } },
    ])
    expect([names.get(before.id), names.get(after.id)]).toEqual(['User Before', 'User After'])
  })

  test('blocked by the ERP stays blocked here, but can be archived and brought back', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const { id } = await makeCustomer(db, { state: 'blocked', erpFields: ['state'] })
    expect(await refusalOf(setState(ctx, { customerId: id, version: 1, state: 'active' }))).toBe('stateFromErp')
    await setState(ctx, { customerId: id, version: 1, state: 'archived' })
    await setState(ctx, { customerId: id, version: 2, state: 'blocked' })
    expect(await rowOf(id)).toMatchObject({ state: 'blocked', version: 3 })
  })

  test('a group named again, in other capitals and accents, is the same group', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeCustomer(db), await makeCustomer(db)]
    const name = async (id: number, newGroup: string) =>
      setGroups(ctx, { customerId: id, groups: [], seen: [], newGroup })
    await name(one.id, 'Clés Comptes')
    await name(two.id, 'CLES comptes')
    expect(await db.$count(groups, sql`norm(name) = 'cles comptes'`)).toBe(1)
    expect((await findCustomer(ctx, two.code))?.groups).toMatchObject([{ name: 'Clés Comptes', slug: 'cles-comptes' }])
  })

  test('ticks change only what the person saw: what another gave meanwhile stays', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id, code } = await makeCustomer(db)
    const made = await db
      .insert(groups)
      .values(['Alpha', 'Beta', 'Gamma'].map((name) => ({ name, slug: name.toLowerCase() })))
      .returning()
    const [alpha, beta, gamma] = made.map((group) => group.id) as [number, number, number]
    await db.insert(customerGroups).values([
      { customerId: id, groupId: alpha },
      { customerId: id, groupId: beta },
    ])
    await setGroups(ctx, { customerId: id, groups: [gamma], seen: [alpha], newGroup: null })
    expect((await findCustomer(ctx, code))?.groups.map(({ name }) => name)).toEqual(['Beta', 'Gamma'])
    expect((await saidOf(id)).map((entry) => [entry.action, entry.old ?? entry.new])).toEqual([
      ['customer.grouped', { groups: ['Gamma'] }],
      ['customer.ungrouped', { groups: ['Alpha'] }],
    ])
  })

  test('of a customer outside the portfolio does not exist', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    const { id } = await makeCustomer(db, { name: 'Same' })
    const seen = { customerId: id, version: 1 }
    const writes = [
      () => updateFacts(ctx, updateFactsInput.parse({ ...seen, name: 'Mine' })),
      () => setComment(ctx, { ...seen, comment: 'mine' }),
      () => setState(ctx, { ...seen, state: 'archived' }),
      () => setCollector(ctx, { ...seen, collectorId: ctx.actor.id }),
      () => setGroups(ctx, { customerId: id, groups: [], seen: [], newGroup: 'Mine' }),
    ]
    for (const write of writes) expect(await refusalOf(write())).toBe('gone')
    expect(await rowOf(id)).toMatchObject({ name: 'Same', version: 1, collectorId: null })
    expect(await db.$count(groups, eq(groups.name, 'Mine'))).toBe(0)
  })
})

describe('the history of a customer', () => {
  async function change(ctx: Context, kind: 'associate' | 'disassociate', colleagues: number[], ids: number[]) {
    const { key } = await planChange(ctx, kind, { colleagues }, { kind: 'ids', ids })
    await carryOut(db, ctx, key)
    return key
  }

  test('tells what mass changes gave and took, also after the rows went on to another life', async () => {
    const chief = await actingAs(db, { role: 'collector', firstName: 'Ines', lastName: 'Chief' })
    const now = () => ({ ...chief, now: new Date() })
    const [stays, edited, taken, massTaken] = [
      await makeUser(db),
      await makeUser(db, { usualKind: 'sales' }),
      await makeUser(db),
      await makeUser(db),
    ]
    const { id } = await makeCustomer(db)
    const given = await change(now(), 'associate', [stays.id, edited.id, taken.id, massTaken.id], [id])
    await updateAssociation(now(), id, { userId: edited.id, kind: 'customer_service', seen: 'sales' })
    await disassociate(now(), id, taken.id)
    const away = await change(now(), 'disassociate', [massTaken.id], [id])
    const { rows, total } = await listCustomerHistory(chief, id, 1)
    expect(total).toBe(7)
    expect(rows.slice(0, 1)).toMatchObject([{ action: 'association.taken', changeKey: away, author: 'Ines Chief' }])
    expect(
      rows
        .slice(1, 3)
        .map(({ action, changeKey }) => [action, changeKey])
        .sort(),
    ).toEqual([
      ['association.taken', null],
      ['association.updated', null],
    ])
    expect(
      rows
        .slice(3)
        .map(({ action, changeKey, about }) => [action, changeKey, about])
        .sort(),
    ).toEqual(
      [stays, edited, taken, massTaken].map((user) => ['association.given', given, `User ${user.lastName}`]).sort(),
    )
    for (const [role, opens] of [
      ['credit_manager', true],
      ['collector', false],
      ['executive', false],
    ] as const) {
      const [newest] = (await listCustomerHistory(await actingAs(db, { role }), id, 1)).rows
      expect(newest).toMatchObject({ author: 'Ines Chief', inChange: true, changeKey: opens ? away : null })
    }
  })

  test('comes fifty at a time, newest first, and only to who may see the customer', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    for (let version = 1; version <= 52; version++) {
      await setComment(
        { ...ctx, now: new Date(ctx.now.getTime() + version * 1000) },
        { customerId: id, version, comment: `c${version}` },
      )
    }
    const [newest, oldest] = [await listCustomerHistory(ctx, id, 1), await listCustomerHistory(ctx, id, 2)]
    expect([newest.rows.length, oldest.rows.length, newest.pages]).toEqual([50, 2, 2])
    expect(newest.rows[0]).toMatchObject({ new: { comment: 'c52' }, author: ctx.actor.name })
    expect(oldest.rows[1]).toMatchObject({ new: { comment: 'c1' } })
    const stranger = await actingAs(db, { role: 'collector', portfolioOnly: true })
    expect(await listCustomerHistory(stranger, id, 1)).toMatchObject({ rows: [], total: 0 })
  })
})

describe('the open items of a customer', () => {
  test('come oldest due first, each with what it is worth in our currency, if that is known', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id, code } = await makeCustomer(db)
    await db.insert(rates).values([
      { currency: 'USD', day: '2026-11-01', rate: '0.5' },
      { currency: 'USD', day: '2026-12-01', rate: '9' },
    ])
    await makeItem(db, id, { number: 'LATE', dueDate: '2026-11-12', remaining: '100' })
    await makeItem(db, id, {
      number: 'CREDIT',
      type: 'credit_note',
      dueDate: '2026-10-01',
      amount: '-30',
      remaining: '-30',
    })
    await makeItem(db, id, { number: 'DOLLARS', dueDate: '2026-12-24', remaining: '50', currency: 'USD' })
    await makeItem(db, id, { number: 'UNKNOWN', dueDate: '2026-12-25', remaining: '7', currency: 'AED' })
    await makeItem(db, id, { number: 'PAID', dueDate: '2026-01-01', remaining: '0', clearedDate: '2026-02-01' })
    await db.execute(sql`select recount_customers(array[${id}]::bigint[], '2026-11-22'::date)`)
    const { rows, total } = await listOpenItems(ctx, id)
    expect(rows.map(({ number, late, worth }) => [number, late, worth])).toEqual([
      ['CREDIT', null, '-30.000'],
      ['LATE', 10, '100.000'],
      ['DOLLARS', null, '25.000'],
      ['UNKNOWN', null, null],
    ])
    expect(total).toBe(4)
    const file = await findCustomer(ctx, code)
    expect(file).toMatchObject({ late: 10, buckets: ['25.000', '100.000', '-30.000', '0.000', '0.000'] })
    expect(file?.customer.balance).toBe('95.000')
    const stranger = await actingAs(db, { role: 'collector', portfolioOnly: true })
    expect(await listOpenItems(stranger, id)).toMatchObject({ rows: [], total: 0 })
    await makeAssociation(db, id, stranger.actor.id)
    expect(await listOpenItems(stranger, id)).toMatchObject({ total: 4 })
  })
})
