import { beforeAll, describe, expect, test } from 'vitest'
import { imports } from '@/db/schema'
import { associate } from '@/lib/associations/commands'
import { setComment } from '@/lib/customers/commands'
import { record } from '@/lib/history'
import { type HistoryFilter, historyAddress, readHistoryAddress } from '@/lib/reports/filter'
import { listHistory } from '@/lib/reports/queries'
import { planOf } from '../bench/plans'
import { testDatabase } from '../support/database'
import { take } from '../support/import'
import { actingAs, makeCustomer, makeSettings, makeUser } from '../support/make'

const { db, sql } = testDatabase()
beforeAll(async () => makeSettings(db, { timeZone: 'Pacific/Auckland' }))

const ALL: HistoryFilter = { who: '', customer: '', about: '', from: '', to: '', import: '' }

describe('the history of the company', () => {
  test('is found by who, to which customer, about what and when', async () => {
    const boss = await actingAs(db, { role: 'administrator' })
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const someone = await makeUser(db)
    const customer = await makeCustomer(db, { code: 'H,1' })
    await associate(ctx, customer.id, { userId: someone.id })
    await setComment(boss, { customerId: customer.id, version: customer.version, comment: 'late again' })
    await record({ ...ctx, now: new Date('2020-05-05T12:30:00Z') }, { action: 'user.updated', userId: someone.id })
    const told = async (filter: Partial<HistoryFilter>) =>
      (await listHistory(boss, { ...ALL, ...filter }, undefined)).rows.map(({ action }) => action)
    const handle = ctx.actor.kind === 'user' ? ctx.actor.handle : ''
    expect(await told({ who: handle })).toEqual(['user.updated', 'association.given'])
    expect(await told({ customer: ' h,1' })).toEqual(['customer.updated', 'association.given'])
    expect(await told({ about: 'association', customer: 'H,1' })).toEqual(['association.given'])
    expect(await told({ from: '2020-05-06', to: '2020-05-06' })).toEqual(['user.updated'])
    expect(await told({ from: '2020-05-05', to: '2020-05-05' })).toEqual([])
    expect(await told({ who: 'nobody.here' })).toEqual([])
    const { rows } = await listHistory(boss, { ...ALL, customer: 'H,1' }, undefined)
    expect(rows[1]).toMatchObject({ about: `User ${someone.lastName}`, customer: { code: 'H,1' } })
  })

  test('is found by the import that wrote it', async () => {
    const boss = await actingAs(db, { role: 'administrator', mayImport: true })
    const one = await take(db, 'customers', 'code,name\nH-1,One\nH-2,Two\n')
    await take(db, 'customers', 'code,name\nH-3,Three\n')
    const [first] = await db.select({ key: imports.key }).from(imports).orderBy(imports.id).limit(1)
    const { rows } = await listHistory(boss, { ...ALL, import: first!.key }, undefined)
    expect(rows.map(({ customer }) => customer?.code).sort()).toEqual(['H-1', 'H-2'])
    expect(one.created).toBe(2)
    expect((await listHistory(boss, { ...ALL, import: 'nosuchkey' }, undefined)).rows).toEqual([])
  })

  test('is not walked through for a subject that is rare in it, that nobody wrote of, or that is long past', async () => {
    await sql`
      insert into history (action, at)
      select case when n < 500 then 'item.imported' when n = 600 then 'rate.set' else 'customer.updated' end, '2020-01-01' from generate_series(1, 5000) n`
    await sql`analyze history`
    const boss = await actingAs(db, { role: 'administrator' })
    for (const about of ['rate', 'rule', 'item'] as const) {
      for (const before of [undefined, 1_000_000]) {
        const { text } = await planOf(sql, boss, about, (ctx) => listHistory(ctx, { ...ALL, about }, before))
        // As a range: of what it finds by equality a long table is walked by age.
        expect(text).toMatch(
          /Index Scan Backward using history_subject_idx on history\n +Index Cond: .*>= '\w+'.*<= '\w+'/,
        )
      }
    }
  })

  test('is leafed through without a row lost or doubled', async () => {
    const boss = await actingAs(db, { role: 'administrator' })
    const about = await makeUser(db)
    await record(boss, ...Array.from({ length: 230 }, () => ({ action: 'group.created', userId: about.id })))
    const seen: string[] = []
    let before: number | undefined
    do {
      const page = await listHistory(boss, { ...ALL, about: 'group' }, before)
      seen.push(...page.rows.map(({ key }) => key))
      before = page.older
    } while (before !== undefined)
    expect(new Set(seen).size).toBe(230)
    expect(seen).toHaveLength(230)
  })

  test('has addresses that nothing breaks', () => {
    const filter: HistoryFilter = {
      who: 'ana.novak',
      customer: 'A,1',
      about: 'contact',
      from: '2026-01-31',
      to: '2026-02-28',
      import: 'abc123',
    }
    const address = historyAddress(filter, 12)
    expect(readHistoryAddress(address.split('?')[1]!)).toEqual({ filter, before: 12 })
    for (const broken of [
      'from=2026-02-30',
      'to=yesterday',
      'who=%00',
      'customer=a%00',
      'about=__proto__',
      'import=a%20b',
      'before=-1',
      'before=1e99',
    ])
      expect(readHistoryAddress(broken)).toEqual({ filter: ALL, before: undefined })
  })
})
