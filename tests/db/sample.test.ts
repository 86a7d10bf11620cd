import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { beforeAll, describe, expect, test } from 'vitest'
import { fillSample } from '@/db/sample/fill'
import { makeSample } from '@/db/sample/make'
import { customers, settings, users } from '@/db/schema'
import { codeKey } from '@/lib/customers/rules'
import { handleOf } from '@/lib/users/rules'
import { testDatabase } from '../support/database'
import { makeSettings, makeUser } from '../support/make'

const TODAY = '2026-11-22'
const { db } = testDatabase()

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')
const numbersOf = async (query: string): Promise<Record<string, number>> => {
  const [row] = await db.execute<Record<string, string>>(sql.raw(query))
  return Object.fromEntries(Object.entries(row!).map(([key, value]) => [key, Number(value)]))
}

let administrator: typeof users.$inferSelect
beforeAll(async () => {
  await makeSettings(db, { companyName: 'My company' })
  administrator = await makeUser(db, { role: 'administrator', passwordHash: 'x', email: 'admin@encours.example' })
  await fillSample(db, TODAY)
})

describe('the sample company', () => {
  test('is the same for the same day, and another for another', () => {
    expect(hashOf(makeSample(TODAY))).toBe(hashOf(makeSample(TODAY)))
    expect(hashOf(makeSample('2026-11-23'))).not.toBe(hashOf(makeSample(TODAY)))
  })

  test('has the customers, people, items and colleagues it promises', async () => {
    const found = await numbersOf(`select
      (select count(*) from customers) as customers, (select count(*) from people) as people,
      (select count(*) from contacts) as contacts, (select count(*) from items) as items,
      (select count(*) from associations) as associations, (select count(*) from users) as users,
      (select count(*) from groups) as groups, (select count(*) from customer_search) as searched`)
    expect(found.customers).toBe(2_000)
    expect(found.users).toBe(26)
    expect(found.groups).toBe(12)
    expect(found.searched).toBe(2_000)
    for (const [what, atLeast] of [
      ['people', 2_800],
      ['contacts', 2_800],
      ['items', 18_000],
      ['associations', 2_400],
    ] as const)
      expect(found[what], what).toBeGreaterThan(atLeast)
    const spread = await numbersOf(`select count(distinct country) as countries,
      count(*) filter (where state = 'blocked') as blocked, count(*) filter (where state = 'archived') as archived,
      count(*) filter (where collector_id is null) as without_collector, max(length(name)) as longest,
      count(*) filter (where not exists (select from contacts k where k.customer_id = c.id)) as without_contact,
      count(*) filter (where not exists (select from associations a where a.customer_id = c.id)) as without_colleague
      from customers c`)
    expect(spread.countries).toBeGreaterThan(35)
    expect(spread.longest).toBeGreaterThan(150)
    // No longer than a person may type it: such a customer could not be saved, nor come back from a file.
    expect(spread.longest).toBeLessThanOrEqual(200)
    for (const what of ['blocked', 'archived', 'without_collector', 'without_contact', 'without_colleague'])
      expect(spread[what], what).toBeGreaterThan(5)
  })

  test('is called and counted as its settings say', async () => {
    const [company] = await db.select().from(settings)
    expect(company).toMatchObject({ companyName: 'Vauban Métal SA', currency: 'EUR', sample: true, figuresOn: TODAY })
  })

  test('has codes whose keys are those the look-up makes, the awkward ones among them', async () => {
    const rows = await db.select({ code: customers.code, key: customers.codeKey }).from(customers)
    expect(rows.filter((row) => row.key !== codeKey(row.code))).toEqual([])
    const codes = new Set(rows.map((row) => row.code))
    expect(['00123', '1E5', 'A,1', 'A/B 7', '#1', 'É-12', '2-1'].filter((code) => !codes.has(code))).toEqual([])
  })

  test('nobody in it can sign in, and its administrator is not one who counts', async () => {
    const rows = await db.select().from(users).where(sql`${users.id} <> ${administrator.id}`)
    expect(rows.filter((user) => user.passwordHash !== null)).toEqual([])
    expect(new Set(rows.map((user) => user.role)).size).toBe(8)
    expect(rows.filter((user) => user.role === 'administrator' && user.active)).toEqual([])
    expect(rows.filter((user) => user.handle !== handleOf(user.firstName, user.lastName))).toEqual([])
  })

  test('writes to nobody: every address ends in .example', async () => {
    const found = await numbersOf(`select
      (select count(*) from people where email !~ '^[a-z0-9.-]+@[a-z0-9-]+\\.example$') as people,
      (select count(*) from users where email !~ '\\.example$') as users`)
    expect(found).toEqual({ people: 0, users: 0 })
  })

  test('reads its telephone numbers as the form would', async () => {
    const rows = await db.execute<{ country: string; typed: string; e164: string | null }>(sql`
      select distinct c.country, n.typed, n.e164 from people p
      join contacts k on k.person_id = p.id join customers c on c.id = k.customer_id
      cross join lateral (values (p.phone, p.phone_e164), (p.mobile, p.mobile_e164)) n(typed, e164)
      where n.typed is not null`)
    const misread = rows.filter(
      ({ country, typed, e164 }) =>
        e164 !== null && parsePhoneNumberFromString(typed, country as CountryCode)?.number !== e164,
    )
    expect(misread).toEqual([])
    expect(rows.filter((row) => row.e164 === null).length).toBeLessThan(30)
  })

  test('gives a customer one contact for collection at most, and most of them one', async () => {
    const found = await numbersOf(`select max(stars) as most, count(*) filter (where stars = 1) as starred,
      count(*) filter (where shared > 1) as with_shared_person from (
        select c.id, count(*) filter (where k.for_collection) as stars,
               max((select count(*) from contacts o where o.person_id = k.person_id)) as shared
        from customers c left join contacts k on k.customer_id = c.id group by c.id) counted`)
    expect(found.most).toBe(1)
    expect(found.starred).toBeGreaterThan(1_400)
    expect(found.with_shared_person).toBeGreaterThan(20)
  })

  test('shows figures that a count by other means confirms', async () => {
    const rows = await db.execute(sql`
      with worth as (
        select i.customer_id, i.due_date,
          i.remaining * case i.currency when 'EUR' then 1 else (
            select r.rate from rates r where r.currency = i.currency and r.day =
              (select max(day) from rates where currency = i.currency and day <= ${TODAY}::date)) end as euros
        from items i where i.remaining <> 0 and i.type <> 'down_payment_request'
      )
      select c.code from customers c left join worth w on w.customer_id = c.id
      group by c.id
      having c.balance <> coalesce(sum(round(w.euros, 3)), 0)
          or c.overdue <> coalesce(sum(round(w.euros, 3)) filter (where w.due_date < ${TODAY}::date), 0)
          or c.open_items <> count(w.euros)
          or c.oldest_due is distinct from min(w.due_date) filter (where w.euros > 0)`)
    expect(rows).toEqual([])
    expect(
      (await numbersOf(`select count(*) from items where currency = 'AED' and cleared_date is null`)).count,
    ).toBeGreaterThan(0)
    expect((await numbersOf(`select count(*) from rates where currency = 'AED'`)).count).toBe(0)
  })

  test('owes money of every age, a quarter to a third of it late, mostly within the credit limits', async () => {
    const found =
      await numbersOf(`select sum(not_due) / sum(balance) as not_due, sum(late_30) / sum(balance) as late_30,
      sum(late_60) / sum(balance) as late_60, sum(late_90) / sum(balance) as late_90,
      sum(late_over) / sum(balance) as late_over, sum(overdue) / sum(balance) as overdue,
      avg((balance > credit_limit)::integer) filter (where credit_limit is not null) as above from customers`)
    for (const age of ['late_30', 'late_60', 'late_90', 'late_over']) expect(found[age], age).toBeGreaterThan(0.015)
    expect(found.not_due).toBeGreaterThan(0.5)
    expect(found.overdue).toBeGreaterThan(0.24)
    expect(found.overdue).toBeLessThan(0.34)
    expect(found.above).toBeGreaterThan(0.01)
    expect(found.above).toBeLessThan(0.1)
    const types = await numbersOf(`select count(*) filter (where type = 'invoice') as invoices,
      count(*) filter (where type = 'credit_note') as credit_notes, count(*) filter (where type = 'payment') as payments,
      count(*) filter (where type = 'draft') as drafts, count(*) filter (where type = 'miscellaneous') as others,
      count(*) filter (where type = 'down_payment_request') as requests from items where cleared_date is null`)
    for (const [type, count] of Object.entries(types)) expect(count, type).toBeGreaterThan(10)
  })
})
