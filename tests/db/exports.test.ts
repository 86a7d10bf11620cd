import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { changes, history } from '@/db/schema'
import { planChange } from '@/lib/changes/commands/plan'
import { startChange } from '@/lib/changes/commands/start'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import { ofCustomers, readContactAddress } from '@/lib/contacts/filter'
import { searchContacts } from '@/lib/contacts/queries/list'
import type { Context } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { lastChoices } from '@/lib/exports/queries/exports'
import { createCodeList } from '@/lib/lists/commands'
import { testDatabase } from '../support/database'
import { CSV, fileOf, order, readCsv, readWorkbook, rowsOf, searching, XLSX } from '../support/export'
import { actingAs, contextOf, makeAssociation, makeContact, makeCustomer, makeItem, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db } = testDatabase()
const codes = (rows: Record<string, string>[]) => rows.map((row) => row.code ?? row.customer_code)

describe('a list as a file', () => {
  let ctx: Context
  let own: Context
  beforeAll(async () => {
    ctx = await actingAs(db, { role: 'administrator', mayExport: true })
    own = await actingAs(db, { role: 'collector', mayExport: true, portfolioOnly: true })
    await db.execute(sql`
      insert into customers (code, code_key, name, country, city, not_due, late_30, oldest_due, credit_limit)
      select 'N' || lpad(i::text, 4, '0'), 'N' || lpad(i::text, 4, '0'), 'Number ' || i, case when i <= 50 then 'BE' else 'DE' end,
        case when i % 3 = 0 then null else 'City ' || i % 7 end, i, i * 10, date '2026-11-01' - i, i
      from generate_series(1, 999) i`)
    await db.execute(sql`select refresh_customers(array(select id from customers))`)
    await db.execute(sql`
      insert into associations (customer_id, user_id, kind) select id, ${own.actor.id}, 'sales' from customers where code <= 'N0049'`)
  })

  test.each([
    ['country=IT', 0],
    ['q=number+999', 1],
    ['country=BE&code=N0001', 1],
    ['country=BE', 50],
    ['balance=..550', 50],
    ['balance=..561', 51],
    ['', 999],
    ['sort=-overdue', 999],
    ['sort=collector&country=BE', 50],
  ])('of customers found by %j has as many rows as the list counts: %i', async (search, count) => {
    const { filter, view } = readCustomerAddress(search)
    const { aim } = await aimAt(ctx, filter)
    const list = await listCustomers(ctx, aim, { ...view, size: 200, exact: true })
    const { file, rows } = await fileOf(ctx, order('customers', search))
    expect({ list: list.total, rows, inFile: readCsv(file).length }).toEqual({
      list: count,
      rows: count,
      inFile: count,
    })
    expect(codes(readCsv(file)).slice(0, 200)).toEqual(list.rows.map(({ code }) => code))
  })

  test.each(['name', 'country', 'city', 'collector', 'balance', 'overdue', 'late', 'code'])(
    'is in the order of the list by %s, either way',
    async (sort) => {
      for (const search of [`sort=${sort}`, `sort=-${sort}`]) {
        const { filter, view } = readCustomerAddress(search)
        const { aim } = await aimAt(ctx, filter)
        const pages = await Promise.all(
          [1, 2, 3, 4, 5].map((page) => listCustomers(ctx, aim, { ...view, page, size: 200 })),
        )
        const listed = pages.flatMap(({ rows }) => rows.map(({ code }) => code))
        expect(codes(await rowsOf(ctx, 'customers', search))).toEqual(listed)
      }
    },
  )

  test('holds the ticked rows alone, or all but those that were unticked', async () => {
    const picked = await db.execute<{ id: number }>(
      sql`select id::float8 as id from customers where code in ('N0003', 'N0077') order by id`,
    )
    const ids = picked.map(({ id }) => id)
    expect(codes(await rowsOf(ctx, 'customers', { kind: 'ids', ids }))).toEqual(['N0003', 'N0077'])
    const rest = codes(await rowsOf(ctx, 'customers', searching('country=BE', ids)))
    expect([rest.length, rest.includes('N0003')]).toEqual([49, false])
  })

  test('leaves out what is beyond the portfolio, of every list, whoever ticked it', async () => {
    expect((await rowsOf(own, 'customers')).length).toBe(49)
    const [foreign] = await db.execute<{ id: number }>(sql`select id::float8 as id from customers where code = 'N0500'`)
    const customer = await makeCustomer(db, { code: 'SECRET' })
    await makeContact(db, customer.id, { lastName: 'Hidden' })
    await makeItem(db, customer.id, { number: 'SECRET-1' })
    const [mine] = await db.execute<{ id: number }>(sql`select id::float8 as id from customers where code = 'N0001'`)
    await makeContact(db, mine!.id, { lastName: 'Seen' })
    await makeItem(db, mine!.id, { number: 'SEEN-1' })
    expect(await rowsOf(own, 'customers', { kind: 'ids', ids: [foreign!.id, customer.id] })).toEqual([])
    expect((await rowsOf(own, 'contacts')).map((row) => row.last_name)).toEqual(['Seen'])
    expect((await rowsOf(own, 'items')).map((row) => row.number)).toEqual(['SEEN-1'])
    expect(await rowsOf(own, 'items', { kind: 'ids', ids: [customer.id] })).toEqual([])
    expect(await rowsOf(own, 'customers', { kind: 'portfolio', userId: ctx.actor.id })).toEqual([])
    for (const format of [CSV, XLSX]) {
      const { file } = await fileOf(own, order('customers', '', format))
      expect(file.includes('SECRET')).toBe(false)
    }
    await db.execute(sql`delete from customers where code = 'SECRET'`)
  })

  test('is refused where a part of the address cannot be applied, as the list says it', async () => {
    for (const [kind, search] of [
      ['customers', 'country=France'],
      ['customers', 'colleague=nobody.at-all'],
      ['customers', 'list=gonegone'],
      ['contacts', 'role=boss'],
      ['contacts', 'group=gone'],
      ['items', 'overdue=many'],
    ] as const) {
      expect([search, await refusalOf(rowsOf(ctx, kind, search))]).toEqual([search, 'brokenSearch'])
    }
    expect(await refusalOf(rowsOf(ctx, 'codes', 'list=gonegone'))).toBe('gone')
    expect(await refusalOf(rowsOf(ctx, 'journal', 'change=gonegone12'))).toBe('gone')
    expect(await refusalOf(rowsOf(ctx, 'contacts', { kind: 'ids', ids: [1] }))).toBe('checkFields')
  })

  test('asks for the right to export, and for the one that the list itself asks for', async () => {
    const without = await actingAs(db, { role: 'administrator' })
    const guest = await actingAs(db, { role: 'guest', mayExport: true })
    const collector = await actingAs(db, { role: 'collector', mayExport: true })
    for (const kind of ['customers', 'contacts', 'items', 'users', 'history', 'journal', 'codes'] as const) {
      expect([kind, await refusalOf(rowsOf(without, kind))]).toEqual([kind, 'forbidden'])
      expect([kind, await refusalOf(rowsOf(guest, kind))]).toEqual([kind, 'forbidden'])
    }
    for (const kind of ['users', 'history'] as const)
      expect([kind, await refusalOf(rowsOf(collector, kind))]).toEqual([kind, 'forbidden'])
  })

  test('is in the history, with who, what was asked and how many rows, and the choice is remembered', async () => {
    const person = await actingAs(db, { role: 'collector', mayExport: true })
    expect((await lastChoices(person)).format).toBe('xlsx')
    await fileOf(person, { ...order('customers', 'country=BE'), place: '/customers?country=BE' })
    const choices = { format: 'csv', decimal: 'comma', days: 'local' } as const
    await fileOf(person, order('customers', { kind: 'ids', ids: [1, 2] }, choices))
    const entries = await db.execute<{ action: string; new: unknown }>(
      sql`select action, new from history where actor_id = ${person.actor.id} order by id`,
    )
    expect(entries.map((entry) => ({ ...entry }))).toEqual([
      { action: 'export.made', new: { list: 'customers', format: 'csv', rows: 50, place: '/customers?country=BE' } },
      {
        action: 'export.made',
        new: { list: 'customers', format: 'csv', rows: expect.any(Number), ticked: 2, place: '/customers' },
      },
    ])
    expect(await lastChoices(person)).toEqual(choices)
  })

  test('keeps nobody’s name or address that was searched for, neither in the history nor in the name of the file', async () => {
    const person = await actingAs(db, { role: 'collector', mayExport: true })
    const search = 'country=BE,FR&q=Erased+Person'
    const { name } = await fileOf(person, { ...order('customers', search), place: `/customers?${search}` })
    expect(name).toBe('customers-country-be-fr-2026-11-22.csv')
    await fileOf(person, {
      ...order('contacts', 'q=erased@person.example'),
      place: '/contacts?q=erased@person.example',
    })
    const entries = await db.execute<{ new: object }>(
      sql`select new from history where actor_id = ${person.actor.id} order by id`,
    )
    expect(entries.map((entry) => entry.new)).toEqual([
      { list: 'customers', format: 'csv', rows: 0, searched: true, place: '/customers?country=BE,FR' },
      { list: 'contacts', format: 'csv', rows: 0, searched: true, place: '/contacts' },
    ])
  })

  test('is called by its search and the day of its reader', async () => {
    const names = await Promise.all(
      [
        order('customers', 'late=30..&sort=-overdue&page=2'),
        order('contacts'),
        order('items', 'view=late-30&late=30..', XLSX),
      ].map(async (wanted) => (await fileOf(ctx, wanted)).name),
    )
    expect(names).toEqual([
      'customers-late-30-2026-11-22.csv',
      'contacts-2026-11-22.csv',
      'open-items-late-30-2026-11-22.xlsx',
    ])
  })

  test('as a workbook has the list on its first sheets and what it is on the last', async () => {
    const { file } = await fileOf(ctx, order('customers', 'country=BE', XLSX))
    const [list, about] = await readWorkbook(file)
    expect([list!.sheet, list!.data.length]).toEqual(['Customers', 51])
    const heading = (list!.data[0] as string[]).indexOf('balance')
    expect(list!.data[1]![heading]).toBe(11)
    const facts = Object.fromEntries(about!.data as [string, string][])
    expect(facts).toMatchObject({ List: 'Customers', Search: 'the search', Rows: '50', By: ctx.actor.name })
  })

  test('holds one moment, whatever is written while it is read', async () => {
    const before = codes(await rowsOf(ctx, 'customers'))
    const [file] = await Promise.all([
      fileOf(ctx, order('customers')),
      db.execute(sql`update customers set name = name || '!' where country = 'DE'`),
    ])
    expect(codes(readCsv(file.file))).toEqual(before)
    const ends = new Set(
      readCsv(file.file)
        .slice(100)
        .map((row) => row.name?.endsWith('!')),
    )
    expect(ends.size).toBe(1)
  })
})

describe('other lists as a file', () => {
  test('the open items of the customers found, with what they count for', async () => {
    const ctx = await actingAs(db, { role: 'collector', mayExport: true })
    const customer = await makeCustomer(db, { code: '007', name: 'Items SA' })
    await makeItem(db, customer.id, { number: '000123', amount: '100.500', remaining: '50.250', dueDate: '2026-11-12' })
    await makeItem(db, customer.id, { number: 'USD-1', currency: 'USD', remaining: '10', amount: '10' })
    await makeItem(db, customer.id, { number: 'CLEARED', remaining: '0', clearedDate: '2026-10-10' })
    const rows = await rowsOf(ctx, 'items', 'code=007&state=all')
    expect(rows).toEqual([
      expect.objectContaining({
        number: 'USD-1',
        remaining: '10.00',
        remaining_in_main_currency: '',
        main_currency: 'EUR',
      }),
      expect.objectContaining({
        ...{ customer_code: '007', number: '000123', type: 'invoice', amount: '100.50', remaining: '50.25' },
        ...{ currency: 'EUR', due_date: '2026-11-12', days_late: '10', customer_name: 'Items SA' },
      }),
    ])
  })

  test('contacts are those of the list, in its order', async () => {
    const ctx = await actingAs(db, { role: 'collector', mayExport: true })
    const customer = await makeCustomer(db)
    for (const lastName of ['Zoë', 'Ångström', 'abel', 'Özil']) await makeContact(db, customer.id, { lastName })
    for (const search of ['', 'sort=-name', 'sort=customer', 'q=abel', 'email=none']) {
      const { filter, view } = readContactAddress(search)
      const { aim } = await aimAt(ctx, ofCustomers(filter))
      const list = await searchContacts(ctx, { filter, customers: aim }, view)
      const rows = await rowsOf(ctx, 'contacts', search)
      expect(rows.map((row) => row.last_name)).toEqual(list.rows.map(({ lastName }) => lastName))
    }
  })

  test('users with the codes of their portfolio, which a code with a comma does not break', async () => {
    const ctx = await actingAs(db, { role: 'administrator', mayExport: true })
    const user = await makeUser(db, { firstName: 'Ana', lastName: 'Codes', email: 'ana.codes@test.example' })
    for (const code of ['A,1', 'B\\2', '00123'])
      await makeAssociation(db, (await makeCustomer(db, { code })).id, user.id)
    const rows = await rowsOf(ctx, 'users', 'q=ana+codes')
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ email: 'ana.codes@test.example', last_name: 'Codes', active: 'yes', portfolio_only: 'no' },
        ...{ portfolio: '00123,A\\,1,B\\\\2', customers_as_colleague: '3', customers_as_collector: '0' },
      }),
    ])
  })

  test('the history in the words and the zone of its reader', async () => {
    const ctx = await actingAs(db, { role: 'administrator', mayExport: true, firstName: 'Hugo', lastName: 'Reader' })
    await db.insert(history).values({
      ...{ at: new Date('2026-11-22T23:30:00Z'), actorId: ctx.actor.id, action: 'customer.updated' },
      ...{ old: { name: '=A' }, new: { name: 'B' } },
    })
    const rows = await rowsOf(ctx, 'history', `who=${ctx.actor.handle}`)
    expect(rows).toEqual([
      {
        ...{ When: '2026-11-23 00:30:00', Who: 'Hugo Reader', What: 'Customer changed', 'About whom': '', Code: '' },
        ...{ Customer: '', 'Mass change': '', Old: '{"name": "=A"}', New: '{"name": "B"}' },
      },
    ])
  })

  test('the journal of a change, each row in words, and only what the reader may know of', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager', mayExport: true })
    const colleague = await makeUser(db, { firstName: 'Col', lastName: 'League' })
    const made = [await makeCustomer(db, { code: 'J1' }), await makeCustomer(db, { code: 'J2' })]
    const selection = { kind: 'ids', ids: made.map(({ id }) => id) } as const
    const { key } = await planChange(ctx, 'associate', { colleagues: [colleague.id] }, selection)
    await startChange(ctx, key, await previewChange(ctx, await getChange(ctx, key)))
    const rows = await rowsOf(ctx, 'journal', `change=${key}`)
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['J1', made[0]!.name, 'Col League', 'none', 'Other'],
      ['J2', made[1]!.name, 'Col League', 'none', 'Other'],
    ])
    const kept = await makeUser(db, { role: 'collector', mayExport: true, portfolioOnly: true })
    await db.update(changes).set({ createdBy: kept.id })
    await makeAssociation(db, made[1]!.id, kept.id)
    expect(
      codes((await rowsOf(await contextOf(db, kept), 'journal', `change=${key}`)).map((row) => ({ code: row.Code! }))),
    ).toEqual(['J2'])
  })

  test('the codes that a paste did not find', async () => {
    const ctx = await actingAs(db, { role: 'collector', mayExport: true })
    await makeCustomer(db, { code: 'THERE' })
    const { id } = await createCodeList(ctx, ['THERE', '=NOT', '00404'])
    const { file } = await fileOf(ctx, order('codes', `list=${id}&group=missing`))
    expect(file.toString().slice(1).split('\r\n').slice(1, -1)).toEqual(["'=NOT", '00404'])
  })
})
