import { asc, eq, sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { customers, history, rates, settings } from '@/db/schema'
import type { Context } from '@/lib/context'
import { listCurrenciesWithoutRate } from '@/lib/customers/queries/without-rate'
import { recountCurrency, recountEveryone } from '@/lib/items/commands'
import { updateSettings } from '@/lib/settings/commands'
import { addRate, correctRate, removeRate } from '@/lib/settings/commands/rates'
import { namedRateInput, newRateInput, rateInput, settingsInput } from '@/lib/settings/input'
import { getSettings, listRates } from '@/lib/settings/queries'
import { testDatabase } from '../support/database'
import { actingAs, makeCustomer, makeItem, makeSettings } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db } = testDatabase()
const NOW = new Date('2026-11-22T10:00:00Z')
let ctx: Context
let american: number
let french: number

beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'credit_manager' })
})

beforeEach(async () => {
  await db.execute(sql`truncate customers, rates, history cascade`)
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  american = (await makeCustomer(db)).id
  french = (await makeCustomer(db)).id
  await makeItem(db, american, { currency: 'USD', amount: '200', remaining: '200' })
  await makeItem(db, french)
  await recountEveryone(db, { now: NOW })
})

const add = async (currency: string, day: string, rate: string) =>
  addRate(ctx, newRateInput.parse({ currency, day, rate }))
const correct = async (was: string, rate: string) =>
  correctRate(ctx, rateInput.parse({ currency: 'USD', day: '2026-11-01', was, rate }))
const remove = async (was: string) => removeRate(ctx, namedRateInput.parse({ currency: 'USD', day: '2026-11-01', was }))

/** Does what the worker would, and answers what each of the two then owes since more than a month. */
async function counted(): Promise<string[]> {
  const jobs = await db.execute<{ task: string; payload: { currency: string } }>(sql`
    select j.task_identifier as task, p.payload from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)`)
  for (const { task, payload } of jobs) {
    expect(task).toBe('figures.currency')
    await recountCurrency(db, payload.currency, { now: NOW })
  }
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  const rows = await db.select({ late60: customers.late60 }).from(customers).orderBy(asc(customers.id))
  return rows.map(({ late60 }) => late60)
}

const written = async () => (await db.select().from(rates)).map(({ day, rate }) => `${day} ${rate}`)

describe('rates', () => {
  test('entered, corrected and removed, they move the figures of whom they concern', async () => {
    expect(await counted()).toEqual(['0.000', '100.000'])
    await add('USD', '2026-11-01', '0,5')
    expect(await counted()).toEqual(['100.000', '100.000'])
    await correct('0.5', '0.86187421')
    expect(await counted()).toEqual(['172.375', '100.000'])
    await add('USD', '2026-11-23', '0.9')
    expect(await counted()).toEqual(['172.375', '100.000'])
    await add('USD', '2026-11-22', '0.25')
    expect(await counted()).toEqual(['50.000', '100.000'])
    await remove('0.86187421')
    expect(await counted()).toEqual(['50.000', '100.000'])
    expect(await written()).toEqual(['2026-11-23 0.90000000', '2026-11-22 0.25000000'])
    await removeRate(ctx, namedRateInput.parse({ currency: 'USD', day: '2026-11-22', was: '0.25' }))
    expect(await counted()).toEqual(['0.000', '100.000'])
  })

  test('have their job count one currency and leave everybody else alone', async () => {
    await db.update(customers).set({ late60: '7' })
    await add('USD', '2026-11-01', '0.5')
    expect(await counted()).toEqual(['100.000', '7.000'])
  })

  test('are written down with old and new', async () => {
    await add('USD', '2026-11-01', '0.5')
    await correct('0.50', '0.6')
    await correct('0.6', '0.60000000')
    await remove('0.6')
    const said = await db.select().from(history).orderBy(asc(history.id))
    const rate = (value: string) => ({ currency: 'USD', day: '2026-11-01', rate: value })
    expect(
      said.map(({ action, old, new: now, actorId }) => ({ action, old, now, by: actorId === ctx.actor.id })),
    ).toEqual([
      { action: 'rate.added', old: null, now: rate('0.50000000'), by: true },
      { action: 'rate.updated', old: rate('0.50000000'), now: rate('0.60000000'), by: true },
      { action: 'rate.removed', old: rate('0.60000000'), now: null, by: true },
    ])
  })

  test('are one a currency and day, and none of the main currency', async () => {
    await add('USD', '2026-11-01', '0.5')
    expect(await refusalOf(add('USD', '2026-11-01', '0.6'))).toBe('rateTaken')
    expect(await refusalOf(add('EUR', '2026-11-01', '1'))).toBe('rateOfMain')
    expect(await refusalOf(add('XQX', '2026-11-01', '1'))).toBe('currency')
    expect(await written()).toEqual(['2026-11-01 0.50000000'])
  })

  test('are not changed over what somebody else wrote meanwhile', async () => {
    await add('USD', '2026-11-01', '0.5')
    await correct('0.5', '0.6')
    expect(await refusalOf(correct('0.5', '0.7'))).toBe('changedMeanwhile')
    expect(await refusalOf(remove('0.5'))).toBe('changedMeanwhile')
    const both = await Promise.allSettled([correct('0.6', '0.7'), correct('0.6', '0.8')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await remove((await db.select().from(rates))[0]!.rate)
    expect(await refusalOf(remove('0.7'))).toBe('changedMeanwhile')
  })

  test('are above nothing, with at most eight decimals', () => {
    const reads = (rate: string) => newRateInput.safeParse({ currency: 'USD', day: '2026-11-01', rate }).success
    expect(['1', '0.00000001', '0,86', '149.25', '999999.99999999', ' 1 234.5 '].map(reads)).not.toContain(false)
    const wrong = ['', '0', '0.000', '-1', '1.123456789', '1000000', '1,000.5', 'one', '1e3', '.5', '1.', '１']
    expect(wrong.map(reads)).not.toContain(true)
    const days = ['2026-02-30', '0000-01-01', '1800-01-01', 'soon', '']
    expect(days.map((day) => newRateInput.safeParse({ currency: 'USD', day, rate: '1' }).success)).not.toContain(true)
  })

  test('are listed newest first, with the one that counts today', async () => {
    await add('USD', '2026-10-01', '0.5')
    await add('USD', '2026-11-22', '0.6')
    await add('USD', '2026-12-01', '0.7')
    await add('GBP', '2026-12-01', '1.2')
    const { rows, total, pages } = await listRates(ctx, 9)
    expect(rows.map(({ currency, day, rate, counts }) => `${currency} ${day} ${rate} ${counts}`)).toEqual([
      'GBP 2026-12-01 1.2 false',
      'USD 2026-12-01 0.7 false',
      'USD 2026-11-22 0.6 true',
      'USD 2026-10-01 0.5 false',
    ])
    expect([total, pages]).toEqual([4, 1])
  })

  test('that are lacking are named by currency, the one of the most items first', async () => {
    await makeItem(db, french, { currency: 'AED' })
    await makeItem(db, french, { currency: 'AED' })
    await makeItem(db, french, { currency: 'GBP', clearedDate: '2026-11-01', remaining: '0' })
    expect(await listCurrenciesWithoutRate(ctx)).toEqual([
      { currency: 'AED', count: 2 },
      { currency: 'USD', count: 1 },
    ])
    await add('AED', '2026-11-23', '0.25')
    await add('USD', '2026-11-22', '0.9')
    expect(await listCurrenciesWithoutRate(ctx)).toEqual([{ currency: 'AED', count: 2 }])
    await db.delete(rates).where(eq(rates.currency, 'AED'))
  })
})

describe('another main currency', () => {
  const change = async (currency: string) =>
    updateSettings(ctx, settingsInput.parse({ ...(await getSettings(ctx)), currency }))
  const all = async () =>
    (await db.select().from(rates).orderBy(asc(rates.currency), asc(rates.day))).map(({ currency, day, rate }) =>
      [currency, day.slice(5), Number(rate)].join(' '),
    )
  afterEach(() => db.update(settings).set({ currency: 'EUR' }))

  test('has every rate said in it, by what it was worth itself on the day', async () => {
    for (const [currency, day, rate] of [
      ['USD', '2026-11-01', '0.5'],
      ['USD', '2026-11-10', '0.8'],
      ['CHF', '2026-11-05', '1.25'],
      ['CHF', '2026-11-25', '1.6'],
      ['GBP', '2026-11-20', '2'],
    ] as const)
      await add(currency, day, rate)
    await change('CHF')
    expect(await all()).toEqual([
      ...['EUR 11-05 0.8', 'EUR 11-25 0.625', 'GBP 11-20 1.6', 'GBP 11-25 1.25'],
      ...['USD 11-05 0.4', 'USD 11-10 0.64', 'USD 11-25 0.5'],
    ])
    const [said] = await db.select().from(history).where(eq(history.action, 'rate.converted'))
    expect(said).toMatchObject({ old: { currency: 'EUR' }, new: { currency: 'CHF', rates: 7 }, actorId: ctx.actor.id })
    await recountEveryone(db, { now: NOW })
    const [row] = await db.select({ late60: customers.late60 }).from(customers).where(eq(customers.id, american))
    expect(row).toEqual({ late60: '128.000' })
    expect(await refusalOf(add('USD', '2026-11-21', '0.9'))).toBe('changedMeanwhile')
  })

  test('takes along the rates of every day of sixty years', async () => {
    await db.execute(sql`
      insert into rates (currency, day, rate)
      select currency, '2026-11-01'::date - n, 0.5 from generate_series(0, 21999) n, unnest(array['USD', 'CHF']) currency`)
    await change('CHF')
    const said = await db.execute(
      sql`select currency, count(*)::integer as days, min(rate)::float as rate from rates group by 1 order by 1`,
    )
    expect([...said]).toEqual([
      { currency: 'EUR', days: 22_000, rate: 2 },
      { currency: 'USD', days: 22_000, rate: 1 },
    ])
  })

  test('is refused where no rate of today says what it is worth, or what it makes of one cannot be written', async () => {
    await change('JPY')
    await change('EUR')
    await add('USD', '2026-11-01', '0.5')
    expect(await refusalOf(change('CHF'))).toBe('rateOfNewMain')
    await add('CHF', '2026-11-23', '1.25')
    expect(await refusalOf(change('CHF'))).toBe('rateOfNewMain')
    await add('GBP', '2026-11-01', '999999')
    await add('USD', '2026-11-02', '0.00000001')
    expect(await refusalOf(change('GBP'))).toBe('rateOutOfReach')
    expect([(await getSettings(ctx)).currency, (await all()).length]).toEqual(['EUR', 4])
  })
})
