import { stringify } from 'csv-stringify/sync'
import { asc, eq, like, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { history, items, rates } from '@/db/schema'
import type { ImportOptions } from '@/lib/imports/input'
import { recountEveryone } from '@/lib/items/commands'
import { testDatabase } from '../support/database'
import { counts, customerOf, emptied, reasons, rowsOf, take } from '../support/import'
import { makeCustomer, makeItem, makeSettings } from '../support/make'

const { db, url } = testDatabase()
const TODAY = '2026-11-22'
const HEADINGS = 'customer_code,number,type,issue_date,due_date,amount,currency,remaining,order_number,cleared_date'

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await emptied(db)
  await db.execute(sql`truncate items, rates`)
  await makeCustomer(db, { code: 'C1' })
  await makeCustomer(db, { code: 'C2' })
})

type Cell = 'code' | 'number' | 'type' | 'issued' | 'due' | 'amount' | 'currency' | 'remaining' | 'order' | 'cleared'

/** A line of a file: an open invoice of C1 over 100 euros, but for what is given. */
function line(values: Partial<Record<Cell, string>> = {}): string {
  const { code = 'C1', number = 'F1', type = 'invoice', issued = '2026-09-01', due = '2026-10-01' } = values
  const { amount = '100', currency = 'EUR', remaining = '', order = '', cleared = '' } = values
  return stringify([[code, number, type, issued, due, amount, currency, remaining, order, cleared]]).trimEnd()
}

const fileOf = (...lines: string[]) => `${[HEADINGS, ...lines].join('\n')}\n`
const bring = (lines: string[], options: Partial<ImportOptions> = {}) => take(db, 'items', fileOf(...lines), options)

async function held(): Promise<Record<string, string>> {
  const rows = await db.select().from(items).orderBy(asc(items.customerId), asc(items.type), asc(items.number))
  return Object.fromEntries(
    rows.map((row) => [row.number, `${row.amount} ${row.remaining} ${row.currency} ${row.clearedDate ?? 'open'}`]),
  )
}

/** What the history says of items; that a file was taken in is another entry. */
const entries = async () => db.select().from(history).where(like(history.action, 'item.%')).orderBy(asc(history.id))
const said = async () => (await entries()).map(({ action, old, new: now }) => ({ action, old, now }))

describe('a file of items', () => {
  test('adds what is new, changes what differs, and leaves what is the same', async () => {
    const first = await bring([line({ number: 'F1' }), line({ number: 'F2', order: 'PO 7' }), line({ code: 'C2' })])
    expect(counts(first)).toBe('3 3 0 0 0')
    const again = await bring([
      line({ number: 'F1' }),
      line({ number: 'F2', due: '2026-10-15' }),
      line({ number: 'F3' }),
    ])
    expect(counts(again)).toBe('3 1 1 1 0')
    const [changed] = await db.select().from(items).where(eq(items.number, 'F2'))
    expect(changed).toMatchObject({ dueDate: '2026-10-15', orderNumber: 'PO 7', issueDate: '2026-09-01' })
  })

  test('a second time writes nothing at all', async () => {
    const lines = [
      line({ number: 'F1', remaining: '40' }),
      line({ number: 'F2', cleared: '2026-11-01' }),
      line({ number: 'F3', remaining: '0' }),
      line({ number: 'A1', type: 'credit_note', amount: '30' }),
      line({ number: 'J1', currency: 'JPY', amount: '5000.00' }),
      line({ number: 'Z1', amount: '0' }),
    ]
    expect(counts(await bring(lines))).toBe('6 6 0 0 0')
    const before = await rowsOf(db)
    expect(counts(await bring(lines))).toBe('6 0 0 6 0')
    expect(counts(await bring(lines, { items: 'stock' }))).toBe('6 0 0 6 0')
    expect(await rowsOf(db)).toEqual(before)
  })

  test('takes a type by its word in any language of the product, and as ledgers abbreviate it', async () => {
    const words = ['Invoice', 'Avoir', 'Règlement', 'OD', 'traite', 'Demande d’acompte', 'FAC', 'Credit Note']
    await bring(words.map((type, at) => line({ number: `N${at}`, type })))
    const rows = await db.select().from(items).orderBy(asc(items.number))
    expect(rows.map(({ type }) => type)).toEqual([
      ...[
        'invoice',
        'credit_note',
        'payment',
        'miscellaneous',
        'draft',
        'down_payment_request',
        'invoice',
        'credit_note',
      ],
    ])
  })

  test('tells items apart by customer, type and number', async () => {
    const taken = await bring([
      line(),
      line({ code: 'C2' }),
      line({ type: 'payment' }),
      line({ due: '2026-12-01' }),
      line({ number: 'f1' }),
    ])
    expect(counts(taken)).toBe('5 4 0 0 1')
    expect(reasons(taken)).toEqual({ 5: 'Line 2 is about the same item.' })
  })

  test('finds the customer whatever the case of the code, and rejects a row of nobody', async () => {
    const taken = await bring([line({ code: 'c1' }), line({ code: 'C9' })])
    expect(counts(taken)).toBe('2 1 0 0 1')
    expect(reasons(taken)).toEqual({ 3: 'There is no customer with the code “C9”.' })
  })

  test('names every mistake of a row', async () => {
    const taken = await bring([
      line({ type: '', amount: '' }),
      line({ type: 'bill', issued: '31/12/2026', due: '2026-02-30' }),
      line({ amount: 'ten', currency: 'EURO' }),
      line({ number: '', cleared: '2026-11-23' }),
      line({ cleared: '2026-11-23' }),
      line({ cleared: '2026-11-20', remaining: '5' }),
    ])
    expect(counts(taken)).toBe('6 0 0 0 6')
    const told = reasons(taken)
    expect(told[2]).toBe('type is empty; it is needed. amount is empty; it is needed.')
    expect(told[3]).toContain('type: bill is not a type of an item')
    expect(told[3]).toContain('due_date: 2026-02-30 is not a')
    expect(told[4]).toContain('currency: EURO is not a currency code')
    expect(told[4]).toContain('amount: ten is not an amount')
    expect(told[5]).toBe('number is empty; it is needed.')
    expect(told[6]).toBe('cleared_date: 2026-11-23 is still to come.')
    expect(told[7]).toBe('An item with a cleared_date cannot have a remaining amount.')
    expect(await db.$count(items)).toBe(0)
  })

  test('a file without a needed heading is refused', async () => {
    const headless = take(db, 'items', 'customer_code,number,issue_date,due_date,amount,currency\n')
    await expect(headless).rejects.toMatchObject({ message: 'importMissingHeadings', values: { headings: 'type' } })
  })
})

describe('signs', () => {
  test('credit notes and payments are negative whichever sign the file gives them', async () => {
    await bring([
      line({ number: 'A1', type: 'credit_note', amount: '30', remaining: '10' }),
      line({ number: 'A2', type: 'credit_note', amount: '-30', remaining: '-10' }),
      line({ number: 'R1', type: 'payment', amount: '50.5' }),
      line({ number: 'R2', type: 'payment', amount: '(50.5)' }),
      line({ number: 'R3', type: 'payment', amount: '−50.5' }),
      line({ number: 'O1', type: 'miscellaneous', amount: '-7' }),
      line({ number: 'O2', type: 'miscellaneous', amount: '7-' }),
      line({ number: 'O3', type: 'miscellaneous', amount: '7' }),
    ])
    expect(await held()).toEqual({
      ...{ A1: '-30.000 -10.000 EUR open', A2: '-30.000 -10.000 EUR open' },
      ...{ R1: '-50.500 -50.500 EUR open', R2: '-50.500 -50.500 EUR open', R3: '-50.500 -50.500 EUR open' },
      ...{ O1: '-7.000 -7.000 EUR open', O2: '-7.000 -7.000 EUR open', O3: '7.000 7.000 EUR open' },
    })
    expect(await customerOf(db, 'C1')).toMatchObject({ late60: '-178.500' })
  })

  test('what is owed cannot be negative', async () => {
    const taken = await bring([
      line({ number: 'F1', amount: '-1' }),
      line({ number: 'F2', type: 'draft', amount: '(1)' }),
      line({ number: 'F3', type: 'down_payment_request', amount: '-0.01' }),
    ])
    expect(counts(taken)).toBe('3 0 0 0 3')
    expect(reasons(taken)[2]).toBe(
      'amount: -1 is negative, which only credit notes, payments and miscellaneous items can be.',
    )
  })

  test('what remains is between nothing and the amount, with one sign for both', async () => {
    const wrong = [
      line({ remaining: '100.01' }),
      line({ remaining: '-1' }),
      line({ type: 'credit_note', amount: '30', remaining: '-10' }),
      line({ type: 'credit_note', amount: '-30', remaining: '10' }),
      line({ type: 'payment', amount: '-30', remaining: '-31' }),
      line({ type: 'miscellaneous', amount: '-30', remaining: '1' }),
      line({ amount: '0', remaining: '1' }),
    ]
    for (const one of wrong) {
      const taken = await bring([one])
      expect(counts(taken), one).toBe('1 0 0 0 1')
      expect(reasons(taken)[2], one).toContain('cannot remain of this amount')
    }
  })
})

describe('currencies', () => {
  test('an amount has no more decimals than its currency', async () => {
    const taken = await bring([
      line({ number: 'J1', currency: 'JPY', amount: '5000' }),
      line({ number: 'J2', currency: 'JPY', amount: '5000.50' }),
      line({ number: 'K1', currency: 'KWD', amount: '1000.125' }),
      line({ number: 'E1', currency: 'eur', amount: '1000.120' }),
      line({ number: 'E2', currency: 'EUR', amount: '1000.125' }),
      line({ number: 'E3', currency: 'EUR', amount: '1000', remaining: '1.005' }),
    ])
    expect(counts(taken)).toBe('6 3 0 0 3')
    expect(reasons(taken)[3]).toBe('amount: 5000.50 has more decimals than JPY has (0).')
    expect(reasons(taken)[6]).toBe('amount: 1000.125 has more decimals than EUR has (2).')
    expect(await held()).toMatchObject({ K1: '1000.125 1000.125 KWD open', E1: '1000.120 1000.120 EUR open' })
  })

  test('an item without a rate is taken, counts in no figure, and says so', async () => {
    await db.insert(rates).values([
      { currency: 'USD', day: '2026-11-01', rate: '0.5' },
      { currency: 'GBP', day: '2026-11-23', rate: '1.2' },
    ])
    const taken = await bring([
      line({ number: 'F1' }),
      line({ number: 'F2', currency: 'USD' }),
      line({ number: 'F3', currency: 'GBP' }),
      line({ number: 'F4', currency: 'AED', cleared: '2026-11-01' }),
    ])
    expect(counts(taken)).toBe('4 4 0 0 0')
    expect(taken.remarks.first).toMatchObject([{ line: 4, remark: 'noRate', facts: { currency: 'GBP' } }])
    expect(await customerOf(db, 'C1')).toMatchObject({ late60: '150.000', openItems: 2 })
  })
})

describe('what remains, where the file does not say', () => {
  test('is the amount, or nothing of what is cleared', async () => {
    await bring([line({ number: 'F1' }), line({ number: 'F2', cleared: '2026-11-01' })])
    expect(await held()).toEqual({ F1: '100.000 100.000 EUR open', F2: '100.000 0.000 EUR 2026-11-01' })
  })

  test('nothing remaining means cleared today, once', async () => {
    await bring([line({ remaining: '0' })])
    expect(await held()).toEqual({ F1: `100.000 0.000 EUR ${TODAY}` })
    await db.update(items).set({ clearedDate: '2026-11-03' })
    expect(counts(await bring([line({ remaining: '0' })]))).toBe('1 0 0 1 0')
  })

  test('stays what it was of what was paid in part or cleared, and follows the amount of what is open in full', async () => {
    await bring([
      line({ number: 'F1', remaining: '40' }),
      line({ number: 'F2', cleared: '2026-11-01' }),
      line({ number: 'F3' }),
    ])
    const lines = [line({ number: 'F1' }), line({ number: 'F2' }), line({ number: 'F3', amount: '120' })]
    expect(counts(await bring(lines))).toBe('3 0 1 2 0')
    expect(await held()).toEqual({
      ...{ F1: '100.000 40.000 EUR open', F2: '100.000 0.000 EUR 2026-11-01', F3: '120.000 120.000 EUR open' },
    })
    const less = await bring([line({ number: 'F1', amount: '30' })])
    expect(reasons(less)[2]).toBe(
      'Of this item 40 was left, which cannot be with the new amount. Say in remaining what is left.',
    )
    expect(counts(await bring(lines, { blank: 'erase' }))).toBe('3 0 2 1 0')
    expect(await held()).toMatchObject({ F1: '100.000 100.000 EUR open', F2: '100.000 100.000 EUR open' })
  })

  test('what remains again opens a cleared item', async () => {
    await bring([line({ cleared: '2026-11-01' })])
    await bring([line({ remaining: '25' })])
    expect(await held()).toEqual({ F1: '100.000 25.000 EUR open' })
    expect(await customerOf(db, 'C1')).toMatchObject({ late60: '25.000' })
  })
})

describe('figures and history', () => {
  test('the figures are those of a recount, and only of whom something was written', async () => {
    const lines = Array.from({ length: 60 }, (_, at) =>
      line({
        code: at % 3 === 0 ? 'C2' : 'C1',
        number: `F${at}`,
        type: ['invoice', 'credit_note', 'payment', 'draft', 'down_payment_request'][at % 5]!,
        due: `2026-${String((at % 11) + 1).padStart(2, '0')}-15`,
        amount: `${at + 1}.25`,
      }),
    )
    await bring(lines)
    const imported = [await customerOf(db, 'C1'), await customerOf(db, 'C2')]
    expect(imported[0]).toMatchObject({ openItems: 32 })
    await recountEveryone(db, { now: new Date('2026-11-22T10:00:00Z') })
    expect([await customerOf(db, 'C1'), await customerOf(db, 'C2')]).toEqual(imported)
  })

  test('say for every row what it did, with old and new', async () => {
    await bring([line({ remaining: '40', order: 'PO 1' })])
    await bring([line({ remaining: '25' })])
    await bring([line({ remaining: '0', due: '2026-10-15' })])
    await bring([line({ due: '2026-10-15' })])
    const { id } = await customerOf(db, 'C1')
    expect(await said()).toEqual([
      {
        action: 'item.added',
        old: null,
        now: {
          ...{ type: 'invoice', number: 'F1', issueDate: '2026-09-01', dueDate: '2026-10-01', amount: '100.000' },
          ...{ remaining: '40.000', currency: 'EUR', orderNumber: 'PO 1' },
        },
      },
      {
        action: 'item.updated',
        old: { type: 'invoice', number: 'F1', remaining: '40.000' },
        now: { type: 'invoice', number: 'F1', remaining: '25.000' },
      },
      {
        action: 'item.cleared',
        old: { type: 'invoice', number: 'F1', dueDate: '2026-10-01', remaining: '25.000', clearedDate: null },
        now: { type: 'invoice', number: 'F1', dueDate: '2026-10-15', remaining: '0.000', clearedDate: TODAY },
      },
    ])
    expect(new Set((await entries()).map(({ customerId }) => customerId))).toEqual(new Set([id]))
  })
})

describe('a list of all that is open', () => {
  const ALL = Array.from({ length: 10 }, (_, at) => line({ number: `F${at}`, code: at < 7 ? 'C1' : 'C2' }))

  test('clears what it leaves out, of every customer, and says so', async () => {
    await bring([...ALL, line({ number: 'OLD', cleared: '2026-01-01' })])
    const taken = await bring([...ALL.slice(0, 6), line({ number: 'NEW' })], { items: 'stock' })
    expect(counts(taken)).toBe('7 1 0 6 0')
    expect(taken.made.cleared).toBe(4)
    const open = await db.execute<{ number: string }>(
      sql`select number from items where cleared_date is null order by 1`,
    )
    expect(open.map(({ number }) => number)).toEqual(['F0', 'F1', 'F2', 'F3', 'F4', 'F5', 'NEW'])
    expect(await held()).toMatchObject({ F9: `100.000 0.000 EUR ${TODAY}`, OLD: '100.000 0.000 EUR 2026-01-01' })
    expect(await customerOf(db, 'C1')).toMatchObject({ late60: '700.000', openItems: 7 })
    expect(await customerOf(db, 'C2')).toMatchObject({ late60: '0.000', openItems: 0, oldestDue: null })
    const cleared = (await said()).filter(({ action }) => action === 'item.cleared')
    expect(cleared).toHaveLength(4)
    expect(cleared[0]).toMatchObject({
      old: { type: 'invoice', number: 'F6', remaining: '100.000', clearedDate: null },
      now: { type: 'invoice', number: 'F6', remaining: '0.000', clearedDate: TODAY, why: 'missing' },
    })
  })

  test('a usual file clears nothing of what it leaves out', async () => {
    await bring(ALL)
    expect((await bring(ALL.slice(0, 1))).made.cleared).toBe(0)
    expect(await db.$count(items, sql`cleared_date is null`)).toBe(10)
  })

  test('that leaves out more than it may is refused, and nothing of it is taken', async () => {
    await bring(ALL)
    const before = await rowsOf(db)
    const cut = bring([...ALL.slice(0, 4), line({ number: 'NEW' })], { items: 'stock' })
    await expect(cut).rejects.toMatchObject({
      message: 'importStockLimit',
      values: { missing: 6, open: 10, limit: 50 },
    })
    expect(await rowsOf(db)).toEqual(before)
    await expect(bring([], { items: 'stock', stockLimit: 99 })).rejects.toMatchObject({ message: 'importStockLimit' })
    expect((await bring(ALL.slice(0, 5), { items: 'stock' })).made.cleared).toBe(5)
    expect((await bring([], { items: 'stock', stockLimit: 100 })).made.cleared).toBe(5)
  })

  test('a rejected row still names its item, or keeps all of its customer', async () => {
    await bring(ALL)
    const wrong = [
      line({ number: 'F0', amount: 'ten' }),
      line({ number: 'F1', due: 'soon' }),
      line({ code: 'C2', number: '', due: 'soon' }),
    ]
    const taken = await bring([...wrong, ...ALL.slice(2, 5)], { items: 'stock' })
    expect(counts(taken)).toBe('6 0 0 3 3')
    const open = await db.execute<{ number: string }>(
      sql`select number from items where cleared_date is null order by 1`,
    )
    expect(open.map(({ number }) => number)).toEqual(['F0', 'F1', 'F2', 'F3', 'F4', 'F7', 'F8', 'F9'])
  })

  test('with a row that does not say whose it is clears nothing and is refused', async () => {
    await bring(ALL)
    for (const broken of ['a,b', line({ code: '' })]) {
      const refused = bring([...ALL.slice(0, 9), broken], { items: 'stock' })
      await expect(refused).rejects.toMatchObject({ message: 'importStockUnread', values: { line: 11, count: 1 } })
    }
    expect(await db.$count(items, sql`cleared_date is null`)).toBe(10)
  })

  test('opens again what it names and a list before it had cleared', async () => {
    await bring(ALL)
    await bring(ALL.slice(1), { items: 'stock' })
    expect(counts(await bring(ALL, { items: 'stock' }))).toBe('10 0 1 9 0')
    expect(await db.$count(items, sql`cleared_date is null`)).toBe(10)
  })
})

describe('beside others', () => {
  test('two files of the same items at once follow each other, and the figures are right', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => line({ code: at % 2 ? 'C1' : 'C2', number: `F${at}` }))
    const both = await Promise.all([bring(lines), bring([...lines].reverse())])
    expect(both.map(counts).sort()).toEqual(['200 0 0 200 0', '200 200 0 0 0'])
    expect(await customerOf(db, 'C1')).toMatchObject({ late60: '10000.000', openItems: 100 })
    expect(await entries()).toHaveLength(200)
  })

  test('a list of all that is open and a recount of the same customers in the opposite order deadlock for nobody', async () => {
    const codes = Array.from({ length: 60 }, (_, at) => `D${at}`)
    const ids: number[] = []
    for (const code of codes) ids.push((await makeCustomer(db, { code })).id)
    const { db: other, close } = connect(url, { max: 1 })
    for (const number of ['F1', 'F2']) await bring(codes.map((code) => line({ code, number })))
    const counting = async () => {
      for (const id of [...ids].reverse()) {
        await other.execute(sql`select recount_customers(array[${id}]::bigint[], ${TODAY}::date)`)
      }
    }
    const [taken] = await Promise.all([
      bring(
        codes.map((code) => line({ code, number: 'F2' })),
        { items: 'stock' },
      ),
      counting(),
    ])
    await close()
    expect(taken.made.cleared).toBe(60)
    const [wrong] = await db.execute(
      sql`select count(*)::int as n from customers where code like 'D%' and late_60 <> 100`,
    )
    expect(wrong).toEqual({ n: 0 })
  })

  test('an item that somebody clears while the file waits for the customer is compared as it is then', async () => {
    await bring([line()])
    const { id } = await customerOf(db, 'C1')
    const { db: other, close } = connect(url, { max: 1 })
    let importing: ReturnType<typeof bring> | undefined
    await other.transaction(async (tx) => {
      await tx.execute(sql`select from customers where id = ${id} for no key update`)
      importing = bring([line({ due: '2026-10-15' })])
      await expect
        .poll(async () =>
          db.execute(sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
        )
        .toHaveLength(1)
      await tx.update(items).set({ remaining: '0', clearedDate: '2026-11-20' })
    })
    expect(counts((await importing)!)).toBe('1 0 1 0 0')
    await close()
    expect(await held()).toEqual({ F1: '100.000 0.000 EUR 2026-11-20' })
    expect(await customerOf(db, 'C1')).toMatchObject({ late60: '0.000' })
  })

  test('what a person has beside the file stays', async () => {
    const { id } = await customerOf(db, 'C2')
    await makeItem(db, id, { number: 'HAND' })
    await bring([line()])
    expect(await held()).toMatchObject({ HAND: '100.000 100.000 EUR open' })
  })
})
