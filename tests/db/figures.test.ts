import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { customers, items, rates, settings } from '@/db/schema'
import { passMidnight, recountEveryone } from '@/lib/items/commands'
import { testDatabase } from '../support/database'
import { makeCustomer, makeCustomers, makeItem, makeSettings } from '../support/make'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await db.execute(sql`truncate customers, items, rates cascade`)
  await db.update(settings).set({ figuresOn: null, currency: 'EUR', timeZone: 'Europe/Paris' })
})

type Line = {
  customer: number
  type: string
  due: number
  remaining: number
  currency: string
  cleared: boolean
}
type Rate = { currency: string; day: number; rate: bigint }
type Step = { kind: 'add'; line: Line } | { kind: 'clear'; at: number } | { kind: 'wait'; days: number }

const ORIGIN = Date.parse('2026-06-01')
const day = (offset: number) => new Date(ORIGIN + offset * 86_400_000).toISOString().slice(0, 10)
/** Ten in the morning in Paris: the middle of the day, whatever the season. */
const moment = (offset: number) => new Date(ORIGIN + offset * 86_400_000 + 9 * 3_600_000)

const CUSTOMERS = 4

const line: fc.Arbitrary<Line> = fc.record({
  customer: fc.nat(CUSTOMERS - 1),
  type: fc.constantFrom('invoice', 'credit_note', 'payment', 'miscellaneous', 'draft', 'down_payment_request'),
  due: fc.integer({ min: -130, max: 40 }),
  remaining: fc.integer({ min: -5_000_000, max: 5_000_000 }).filter((thousandths) => thousandths !== 0),
  currency: fc.constantFrom('EUR', 'EUR', 'USD', 'GBP', 'JPY'),
  cleared: fc.boolean(),
})
const rate: fc.Arbitrary<Rate> = fc.record({
  currency: fc.constantFrom('USD', 'GBP'),
  day: fc.integer({ min: -20, max: 140 }),
  rate: fc.bigInt({ min: 1n, max: 300_000_000n }),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), line }),
  fc.record({ kind: fc.constant('clear' as const), at: fc.nat(30) }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.constantFrom(1, 1, 1, 2, 29, 30, 31, 60, 91) }),
)

const decimal = (thousandths: number | bigint) => {
  const whole = BigInt(thousandths)
  const digits = (whole < 0n ? -whole : whole).toString().padStart(4, '0')
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`
}

/** In thousandths of the main currency, rounded half away from zero; undefined where there is no rate. */
function worth({ remaining, currency }: Line, known: Rate[], today: number): bigint | undefined {
  if (currency === 'EUR') return BigInt(remaining)
  const valid = known.filter((one) => one.currency === currency && one.day <= today).sort((a, b) => b.day - a.day)[0]
  if (!valid) return undefined
  const product = BigInt(remaining) * valid.rate
  const size = product < 0n ? -product : product
  const rounded = (size + 50_000_000n) / 100_000_000n
  return product < 0n ? -rounded : rounded
}

function expected(lines: Line[], known: Rate[], today: number) {
  const figures = { notDue: 0n, late30: 0n, late60: 0n, late90: 0n, lateOver: 0n }
  let oldestDue: string | null = null
  let openItems = 0
  for (const one of lines) {
    if (one.cleared || one.type === 'down_payment_request') continue
    const value = worth(one, known, today)
    if (value === undefined) continue
    const late = today - one.due
    const name =
      late <= 0 ? 'notDue' : late <= 30 ? 'late30' : late <= 60 ? 'late60' : late <= 90 ? 'late90' : 'lateOver'
    figures[name] += value
    openItems += 1
    const due = day(one.due)
    if (value > 0n && (oldestDue === null || due < oldestDue)) oldestDue = due
  }
  const overdue = figures.late30 + figures.late60 + figures.late90 + figures.lateOver
  return {
    notDue: decimal(figures.notDue),
    late30: decimal(figures.late30),
    late60: decimal(figures.late60),
    late90: decimal(figures.late90),
    lateOver: decimal(figures.lateOver),
    balance: decimal(figures.notDue + overdue),
    overdue: decimal(overdue),
    oldestDue,
    openItems,
  }
}

async function figuresOf(id: number) {
  const [row] = await db
    .select({
      notDue: customers.notDue,
      late30: customers.late30,
      late60: customers.late60,
      late90: customers.late90,
      lateOver: customers.lateOver,
      balance: customers.balance,
      overdue: customers.overdue,
      oldestDue: customers.oldestDue,
      openItems: customers.openItems,
    })
    .from(customers)
    .where(eq(customers.id, id))
  return row!
}

const recount = (ids: number[], today: string) =>
  db.execute(sql`select recount_customers(${sql.param(ids)}::bigint[], ${today}::date)`)

async function addLine(customerId: number, number: number, one: Line): Promise<void> {
  await makeItem(db, customerId, {
    number: `N${number}`,
    type: one.type,
    issueDate: day(one.due - 30),
    dueDate: day(one.due),
    amount: decimal(one.remaining),
    remaining: one.cleared ? '0' : decimal(one.remaining),
    currency: one.currency,
    clearedDate: one.cleared ? day(one.due + 1) : null,
  })
}

test('figures equal a recount by independent code on random histories that also move the date', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rate, { maxLength: 6 }),
      fc.array(step, { minLength: 1, maxLength: 14 }),
      async (proposed, steps) => {
        await db.execute(sql`truncate customers, items, rates cascade`)
        await db.update(settings).set({ figuresOn: day(0) })
        const known = [...new Map(proposed.map((one) => [`${one.currency} ${one.day}`, one])).values()]
        for (const one of known) {
          const text = one.rate.toString().padStart(9, '0')
          await db
            .insert(rates)
            .values({ currency: one.currency, day: day(one.day), rate: `${text.slice(0, -8)}.${text.slice(-8)}` })
        }
        const ids = await makeCustomers(db, CUSTOMERS)
        const lines: Line[] = []
        let today = 0
        for (const one of steps) {
          if (one.kind === 'add') {
            lines.push({ ...one.line })
            await addLine(ids[one.line.customer]!, lines.length, one.line)
            await recount([ids[one.line.customer]!], day(today))
          } else if (one.kind === 'clear') {
            const cleared = lines[one.at]
            if (!cleared || cleared.cleared) continue
            cleared.cleared = true
            await db
              .update(items)
              .set({ remaining: '0', clearedDate: day(today) })
              .where(eq(items.number, `N${one.at + 1}`))
            await recount([ids[cleared.customer]!], day(today))
          } else {
            today += one.days
            await passMidnight(db, { now: moment(today) })
          }
          for (const [place, id] of ids.entries()) {
            const own = lines.filter(({ customer }) => customer === place)
            expect(await figuresOf(id)).toEqual(expected(own, known, today))
          }
        }
        await recountEveryone(db, { now: moment(today) })
        for (const [place, id] of ids.entries()) {
          const own = lines.filter(({ customer }) => customer === place)
          expect(await figuresOf(id)).toEqual(expected(own, known, today))
        }
      },
    ),
    { numRuns: 60 },
  )
}, 120_000)

test('a customer named twice in one recount is counted once', async () => {
  const [id] = await makeCustomers(db, 1)
  await makeItem(db, id!, { dueDate: day(-5), remaining: '100' })
  await recount([id!, id!], day(0))
  expect(await figuresOf(id!)).toMatchObject({ late30: '100.000', openItems: 1 })
})

test('two sessions that add items to one customer at once end with the sum of both', async () => {
  const [id] = await makeCustomers(db, 1)
  const add = (dueDate: string) =>
    db.transaction(async (tx) => {
      await makeItem(tx as unknown as typeof db, id!, { dueDate, remaining: '10' })
      await tx.execute(sql`select pg_sleep(0.02)`)
      await tx.execute(sql`select recount_customers(array[${id}]::bigint[], ${day(0)}::date)`)
    })
  await Promise.all(Array.from({ length: 8 }, (_, index) => add(day(-index * 10))))
  expect(await figuresOf(id!)).toMatchObject({ balance: '80.000', openItems: 8, oldestDue: day(-70) })
})

/** Figures that no recount would give: whoever still has them was not recounted. */
const spoil = () => db.update(customers).set({ notDue: '999' })

test('midnight recounts only those of whom an item crosses 0, 30, 60 or 90 days', async () => {
  const crossing = [0, 30, 60, 90]
  const staying = [-1, 1, 29, 31, 59, 61, 89, 91, 200]
  const made = new Map<number, number>()
  for (const late of [...crossing, ...staying]) {
    const { id } = await makeCustomer(db)
    await makeItem(db, id, { dueDate: day(-late), remaining: '10' })
    made.set(late, id)
  }
  await recountEveryone(db, { now: moment(0) })
  await spoil()
  await passMidnight(db, { now: moment(1) })
  for (const [late, id] of made) {
    const { notDue } = await figuresOf(id)
    expect([late, notDue]).toEqual([late, crossing.includes(late) ? '0.000' : '999.000'])
  }
})

test('a rate that begins is counted from its day, although no item grew older', async () => {
  const { id } = await makeCustomer(db)
  await makeItem(db, id, { dueDate: day(20), remaining: '10', currency: 'USD' })
  await db.insert(rates).values({ currency: 'USD', day: day(1), rate: '0.5' })
  await recountEveryone(db, { now: moment(0) })
  expect(await figuresOf(id)).toMatchObject({ balance: '0.000', openItems: 0 })
  await passMidnight(db, { now: moment(1) })
  expect(await figuresOf(id)).toMatchObject({ balance: '5.000', openItems: 1 })
})

test('a second run of the same night, and two at once, change nothing', async () => {
  const { id } = await makeCustomer(db)
  await makeItem(db, id, { dueDate: day(0), remaining: '10' })
  await recountEveryone(db, { now: moment(0) })
  await Promise.all([passMidnight(db, { now: moment(1) }), passMidnight(db, { now: moment(1) })])
  expect(await figuresOf(id)).toMatchObject({ notDue: '0.000', late30: '10.000' })
  await spoil()
  await passMidnight(db, { now: moment(1) })
  expect(await figuresOf(id)).toMatchObject({ notDue: '999.000' })
})

test('a night cut off half-way is gone through again, and the day is noted only then', async () => {
  await db.execute(sql`
    with made as (
      insert into customers (code, code_key, name) select 'N' || i, 'N' || i, 'Night ' || i from generate_series(1, 2500) i
      returning id
    )
    insert into items (customer_id, number, type, issue_date, due_date, amount, remaining, currency)
    select id, 'F1', 'invoice', ${day(-30)}::date, ${day(0)}::date, 10, 10, 'EUR' from made`)
  await recountEveryone(db, { now: moment(0) })
  const half = {
    get aborted() {
      return false
    },
    throwIfAborted: vi.fn(() => {
      if (half.throwIfAborted.mock.calls.length > 1) throw new Error('stopped')
    }),
  }
  await expect(passMidnight(db, { now: moment(1), signal: half as unknown as AbortSignal })).rejects.toThrow('stopped')
  const counted = async () => (await db.execute(sql`select count(*)::int as n from customers where late_30 = 10`))[0]
  expect(await counted()).toEqual({ n: 1000 })
  expect((await db.select().from(settings))[0]?.figuresOn).toBe(day(0))
  await passMidnight(db, { now: moment(1) })
  expect(await counted()).toEqual({ n: 2500 })
  expect((await db.select().from(settings))[0]?.figuresOn).toBe(day(1))
})

test('a company that moves to the west gets its yesterday back', async () => {
  const { id } = await makeCustomer(db)
  await makeItem(db, id, { dueDate: day(0), remaining: '10' })
  await db.update(settings).set({ timeZone: 'Pacific/Auckland' })
  const evening = new Date(moment(0).getTime() + 12 * 3_600_000)
  await passMidnight(db, { now: evening })
  expect(await figuresOf(id)).toMatchObject({ late30: '10.000' })
  await db.update(settings).set({ timeZone: 'Pacific/Honolulu' })
  await passMidnight(db, { now: evening })
  expect(await figuresOf(id)).toMatchObject({ notDue: '10.000', late30: '0.000' })
})

test('a day is two minutes old before the figures move to it', async () => {
  const { id } = await makeCustomer(db)
  await makeItem(db, id, { dueDate: day(0), remaining: '10' })
  await recountEveryone(db, { now: moment(0) })
  const midnight = Date.parse(`${day(0)}T22:00:00Z`)
  await passMidnight(db, { now: new Date(midnight + 60_000) })
  expect(await figuresOf(id)).toMatchObject({ notDue: '10.000' })
  await passMidnight(db, { now: new Date(midnight + 180_000) })
  expect(await figuresOf(id)).toMatchObject({ late30: '10.000' })
})
