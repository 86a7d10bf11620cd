import { setTimeout as pause } from 'node:timers/promises'
import { eq, sql as raw } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { customers } from '@/db/schema'
import { draftChange, planChange } from '@/lib/changes/commands/plan'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import type { Context } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { MOST_SEARCHES } from '@/lib/customers/queries/searching'
import { selected } from '@/lib/customers/queries/selected'
import { MOST_COUNTED, totalCustomers } from '@/lib/customers/queries/size'
import { readToday } from '@/lib/customers/queries/today'
import { BROKEN_ADDRESSES } from '../support/broken-addresses'
import { testDatabase } from '../support/database'
import { actingAs, makeCustomer, makeItem, makeSettings } from '../support/make'

const { db, sql, url } = testDatabase()
let ctx: Context

const MANY = 12_345

beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'credit_manager' })
  await db.execute(raw`
    insert into customers (code, code_key, name, country, city, oldest_due, not_due, late_30)
    select 'N' || lpad(n::text, 5, '0'), 'N' || lpad(n::text, 5, '0'), 'Customer ' || n, case when n <= ${MOST_COUNTED} then 'FR' else 'BE' end,
           case when n % 3 > 0 then 'City ' || n % 7 end, case when n % 2 > 0 then date '2026-11-01' - n % 5 end, 1, 0.5
    from generate_series(1, ${MANY}) n`)
  await sql`analyze customers`
})

async function open(address: string, as: Context = ctx) {
  const { filter, view } = readCustomerAddress(address)
  return listCustomers(as, (await aimAt(as, filter)).aim, view)
}

describe('the number of customers found', () => {
  test('is exact up to ten thousand, with what they owe', async () => {
    expect(await open('country=FR')).toMatchObject({
      total: MOST_COUNTED,
      about: false,
      totals: {
        balance: '15000.000',
        overdue: '5000.000',
        buckets: ['10000.000', '5000.000', '0.000', '0.000', '0.000'],
      },
    })
    expect(await open('country=BE')).toMatchObject({ total: MANY - MOST_COUNTED, about: false })
    expect(await open('country=DE')).toMatchObject({ total: 0, about: false, rows: [], totals: { balance: '0' } })
  })

  test('is about so many beyond, in figures that do not look exact, until somebody asks', async () => {
    const page = await open('')
    expect(page).toMatchObject({ total: 12_000, about: true })
    expect(page.totals).toBeUndefined()
    expect(await open('count=exact')).toMatchObject({
      total: MANY,
      about: false,
      totals: { balance: '18517.500', overdue: '6172.500' },
    })
    const { aim } = await aimAt(ctx, readCustomerAddress('').filter)
    expect(await totalCustomers(ctx, aim)).toMatchObject({ count: MANY, balance: '18517.500' })
  })

  test('is that of the portfolio, and nothing of what lies outside shows in it', async () => {
    const restricted = await actingAs(db, { role: 'collector', portfolioOnly: true })
    expect(await open('', restricted)).toMatchObject({ total: 0, about: false, rows: [] })
    const nothing = { total: 0, totals: { balance: '0' } }
    expect(await open('count=exact', restricted)).toMatchObject(nothing)
    const collector = await actingAs(db, { role: 'collector' })
    await db.update(customers).set({ collectorId: collector.actor.id }).where(eq(customers.code, 'N00002'))
    for (const search of ['code=N00002', `collector=${collector.actor.handle}`]) {
      expect(await open(search, collector)).toMatchObject({ total: 1 })
      expect(await open(search, restricted)).toMatchObject(nothing)
    }
    const guest = await actingAs(db, { role: 'guest', portfolioOnly: true })
    await db.update(customers).set({ collectorId: guest.actor.id }).where(eq(customers.code, 'N00002'))
    for (const search of ['', 'code=N00002']) expect(await open(search, guest)).toMatchObject(nothing)
    await db.update(customers).set({ collectorId: null }).where(eq(customers.code, 'N00002'))
  })
})

describe('the first page of the day', () => {
  test('says of a large company what was counted in the last minutes, and has it counted anew beside', async () => {
    const { count, asOf } = (await readToday(ctx)).totals
    expect(count).toBeGreaterThanOrEqual(MANY)
    expect(asOf).toEqual(ctx.now)
    const { id } = await makeCustomer(db, { code: 'NEWCOMER' })
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 6 * 60_000) }
    expect((await readToday(ctx)).totals.count).toBe(count)
    expect((await readToday(later)).totals).toMatchObject({ count, asOf: ctx.now })
    expect((await readToday(later)).totals).toMatchObject({ count: count + 1, asOf: later.now })
    await db.delete(customers).where(eq(customers.id, id))
    const tomorrow = { ...ctx, now: new Date(ctx.now.getTime() + 24 * 3600_000) }
    expect((await readToday(tomorrow)).totals.count).toBe(count)
  })

  test('is exact for whoever collects, and counts for a portfolio nothing outside it', async () => {
    const collector = await actingAs(db, { role: 'collector' })
    await db.update(customers).set({ collectorId: collector.actor.id }).where(eq(customers.code, 'N00001'))
    expect(await readToday(collector)).toMatchObject({ own: true, totals: { count: 1, balance: '1.500' } })
    const confined = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const [{ id } = { id: 0 }] = await db.select().from(customers).where(eq(customers.code, 'N00002'))
    await makeItem(db, id, { currency: 'XAF' })
    expect((await readToday(ctx)).noRate).toMatchObject({ count: 1 })
    expect(await readToday(confined)).toMatchObject({ own: false, totals: { count: 0 }, noRate: { count: 0 } })
  })
})

describe('the pages', () => {
  test('end where counting ends, and a page past the end is the last', async () => {
    for (const address of ['page=200', 'page=201', 'page=1000000', 'page=200&count=exact']) {
      const page = await open(address)
      expect(page).toMatchObject({ page: 200, pages: 200 })
      expect(page.rows[0]?.code).toBe('N09951')
    }
    expect(await open('size=200&page=60')).toMatchObject({ page: 50, pages: 50 })
    const last = await open('country=BE&page=99')
    expect(last).toMatchObject({ page: 47, pages: 47 })
    expect(last.rows.at(-1)?.code).toBe(`N${MANY}`)
    expect(last.rows).toHaveLength(45)
  })

  test('hold each customer once and the empty cells last, whichever way they are sorted', async () => {
    for (const sort of ['city', '-city', 'late', '-late', 'country', '-country', 'collector', '-collector']) {
      const codes: string[] = []
      const filled: boolean[] = []
      for (let page = 1; page <= 12; page++) {
        const { rows } = await open(`country=BE&size=200&sort=${sort}&page=${page}`)
        codes.push(...rows.map((row) => row.code))
        filled.push(...rows.map((row) => (sort.includes('late') ? row.late : row.city) !== null))
      }
      expect({ sort, once: new Set(codes).size, all: codes.length }).toEqual({
        sort,
        once: MANY - MOST_COUNTED,
        all: MANY - MOST_COUNTED,
      })
      if (/city|late/.test(sort)) expect(filled.lastIndexOf(true)).toBeLessThan(filled.indexOf(false))
    }
  })
})

describe('an address of which part cannot be applied', () => {
  test('shows the rest, and changes nothing in bulk, whichever of two hundred it is', async () => {
    await makeCustomer(db, { code: 'C001' })
    for (const address of BROKEN_ADDRESSES) {
      const { filter, view, problems } = readCustomerAddress(address)
      const aimed = await aimAt(ctx, filter)
      expect({ address, problems: [...problems, ...aimed.problems].length }).not.toEqual({ address, problems: 0 })
      await listCustomers(ctx, aimed.aim, view)
      await expect(selected(ctx, { kind: 'search', search: address, except: [] })).rejects.toMatchObject({
        message: 'brokenSearch',
      })
    }
  })
})

/** What takes its time, through a pool. */
type Monster = (db: Context['db']) => Promise<unknown>

async function search(as: Context): Promise<Monster> {
  return (db) => open('q=stahl', { ...as, db })
}

async function preview(as: Context): Promise<Monster> {
  const target = { kind: 'search' as const, search: 'q=stahl', except: [] }
  const someone = as.actor.kind === 'user' ? as.actor.id : 0
  const { key } = await planChange(as, 'associate', { colleagues: [someone] }, { ...target, search: 'country=BE' })
  const change = { ...(await getChange(as, key)), target }
  return (db) => previewChange({ ...as, db }, change)
}

describe.each([
  { what: 'searches', prepare: search },
  { what: 'previews', prepare: preview },
])('monstrous $what of many people at once', ({ prepare }) => {
  test('leave connections for everything else, and for the searches of somebody who has none of them while one is free', async () => {
    const pool = connect(url, { max: 2 * MOST_SEARCHES + 1 })
    const people = await Promise.all(Array.from({ length: 6 }, () => actingAs(db, { role: 'credit_manager' })))
    const monstrous = await Promise.all(people.map(prepare))
    const monsters: Promise<unknown>[] = []
    try {
      await sql.begin(async (tx) => {
        await tx`lock table customer_search in access exclusive mode`
        const begin = (one: Monster) => monsters.push(one(pool.db))
        for (let tabs = 0; tabs < 6; tabs++) begin(monstrous[0]!)
        await waitFor(tx, 2 * 2)
        expect(await open('country=DE', { ...people[1]!, db: pool.db })).toMatchObject({ total: 0 })
        for (const one of monstrous.slice(1)) begin(one)
        await waitFor(tx, 2 * MOST_SEARCHES)
        // Would wait for one of them, and they for the lock, if they had every connection.
        expect(await pool.sql`select 1 as answered`).toEqual([{ answered: 1 }])
      })
      expect(await Promise.all(monsters)).toHaveLength(11)
    } finally {
      await pool.close()
    }
  })

  async function waitFor(tx: Pick<typeof sql, 'unsafe'>, statements: number): Promise<void> {
    for (;;) {
      const [row] = await tx.unsafe<{ count: number }[]>(
        `select count(*)::integer as count from pg_locks where relation = 'customer_search'::regclass and not granted`,
      )
      if (row?.count === statements) return
      await pause(10)
    }
  }
})

describe('a search that takes too long', () => {
  test('is stopped and refused with a sentence; the next one is answered', async () => {
    const impatient = connect(url, { max: 2, statementTimeout: 300 })
    const hurried = { ...ctx, db: impatient.db }
    try {
      await sql.begin(async (tx) => {
        await tx`lock table customer_search in access exclusive mode`
        const tooLong = { code: 'unavailable', message: 'searchTooLong' }
        await expect(open('q=stahl', hurried)).rejects.toMatchObject(tooLong)
        const all = { kind: 'search' as const, search: 'q=stahl', except: [] }
        await expect(draftChange(hurried, all)).rejects.toMatchObject(tooLong)
      })
      expect(await open('q=stahl', hurried)).toMatchObject({ total: 0 })
    } finally {
      await impatient.close()
    }
  })
})
