import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { customers, imports } from '@/db/schema'
import { checkImport } from '@/lib/imports/commands/check'
import { runImport } from '@/lib/imports/commands/run'
import { startImport, stopImport } from '@/lib/imports/commands/start'
import { planUndo } from '@/lib/imports/commands/undo'
import type { ImportOptions } from '@/lib/imports/input'
import { findImport, getImport, type Import } from '@/lib/imports/queries/imports'
import { rowsOf } from '@/lib/imports/where'
import { testDatabase } from '../support/database'
import { codesOf, contactsOf, counts, customerOf, emptied, take } from '../support/import'
import { actingAs, makeSettings, makeUser } from '../support/make'

const { db } = testDatabase()

beforeAll(async () => {
  await makeSettings(db)
})

beforeEach(async () => {
  await db.execute(sql`truncate imports`)
  await emptied(db)
})

/** What an import writes, without what says that something was written: versions, moments, numbers. */
async function standing(): Promise<unknown> {
  const [row] = await db.execute(sql`
    select
      (select jsonb_agg(to_jsonb(c) - array['id', 'version', 'created_at'] order by code) from customers c) as customers,
      (select jsonb_agg(jsonb_build_array(c.code, k.role, k.for_collection, k.in_copy, k.comment, k.external_id,
          to_jsonb(p) - array['id', 'version']) order by c.code, p.last_name)
        from contacts k join people p on p.id = k.person_id join customers c on c.id = k.customer_id) as contacts,
      (select jsonb_agg(jsonb_build_array(c.code, u.last_name, a.kind, a.source) order by c.code, u.last_name)
        from associations a join users u on u.id = a.user_id join customers c on c.id = a.customer_id) as colleagues,
      (select jsonb_agg(jsonb_build_array(c.code, g.name, m.source) order by c.code, g.name)
        from customer_groups m join groups g on g.id = m.group_id join customers c on c.id = m.customer_id) as groups,
      (select jsonb_agg(jsonb_build_array(c.code, to_jsonb(i) - array['id', 'customer_id']) order by c.code, i.number)
        from items i join customers c on c.id = i.customer_id) as items,
      (select jsonb_agg(to_jsonb(s) - 'customer_id' order by words) from customer_search s) as search`)
  return row
}

async function lastImport(): Promise<Import> {
  const [row] = await db.select().from(imports).orderBy(sql`id desc`).limit(1)
  return row as Import
}

async function manager() {
  return actingAs(db, { role: 'administrator', mayImport: true })
}

/** Undoes the last import as its page does, and answers what became of it. */
async function undone(): Promise<Import> {
  const ctx = await manager()
  const { key } = await planUndo(ctx, (await lastImport()).key)
  const { id } = await lastImport()
  await checkImport(db, id)
  const checked = (await findImport(db, id))!
  expect(checked).toMatchObject({ key, state: 'checked', problem: null })
  await startImport(ctx, key, { checkedAt: checked.checkedAt! })
  await runImport(db, id)
  const done = (await findImport(db, id))!
  expect(done).toMatchObject({ state: 'done', rejected: 0, created: 0 })
  // What was foretold is what was done.
  expect([done.updated, done.unchanged]).toEqual([checked.plan?.update, checked.plan?.unchanged])
  return done
}

const HEAD =
  'code,name,city,credit_limit,groups,collector,colleagues,contact_last_name,contact_email,contact_phone,blocked\n'

async function twice(first: string, second: string, options: Partial<ImportOptions> = {}) {
  await take(db, 'customers', HEAD + first)
  const before = await standing()
  await take(db, 'customers', HEAD + second, options)
  return before
}

test('all that a customers file wrote is turned back: fields, groups, colleagues, contacts and new customers', async () => {
  await makeUser(db, { firstName: 'Jean', lastName: 'Martin' })
  await makeUser(db, { firstName: 'Ana', lastName: 'Petit' })
  const before = await twice(
    'C1,One,Lyon,100,Export,Jean Martin,Jean Martin,Un,un@one.example,01 42 68 53 00,no\nC2,Two,Nice,,,,,,,,\n',
    'C1,Uno,Paris,200.5,"Export,New",,"Ana Petit",Eins,eins@one.example,01 42 68 53 99,yes\nC2,Two,Nice,,New,Ana Petit,,Zwei,zwei@two.example,,\nC3,Three,Rome,5,New,Ana Petit,Jean Martin,Drei,drei@three.example,,yes\n',
    { colleagues: 'replace' },
  )
  expect(await standing()).not.toEqual(before)
  expect((await undone()).unchanged).toBe(0)
  expect(await standing()).toEqual(before)
})

test('what somebody changed since stays as they made it, field by field, and a customer that is in use stays', async () => {
  await twice(
    'C1,One,Lyon,,,,,,,,\n',
    'C1,Uno,Paris,,,,,,,,\nC2,Two,Nice,,,,,Zwei,zwei@two.example,,\nC3,Three,,,,,,,,,\n',
  )
  await db.update(customers).set({ city: 'Typed', version: sql`version + 1` }).where(eq(customers.code, 'C1'))
  await db.update(customers).set({ comment: 'called', version: sql`version + 1` }).where(eq(customers.code, 'C2'))
  const { id, updated, unchanged } = await undone()
  expect([updated, unchanged]).toEqual([3, 1])
  const partly = await db.execute(sql`select code from ${rowsOf(id)} where remark = 'partly'`)
  expect(partly).toEqual([{ code: 'C1' }])
  expect(await customerOf(db, 'C1')).toMatchObject({ name: 'One', city: 'Typed' })
  expect(await codesOf(db)).toEqual(['C1', 'C2'])
  expect(await contactsOf(db, 'C2')).toEqual([])
})

test('contacts: fields, stars and new people are turned back', async () => {
  await take(db, 'customers', 'code,name,contact_last_name,contact_email\nC1,One,Firma,info@one.example\nC2,Two,,\n')
  const head = 'customer_code,last_name,external_id,email,phone,role,for_collection,in_copy,comment\n'
  await take(db, 'contacts', `${head}C1,Un,1,un@one.example,01,buyer,1,,first\nC2,Zwei,2,zwei@two.example,,,,1,\n`)
  const before = await standing()
  await take(
    db,
    'contacts',
    `${head}C1,Un,1,eins@one.example,02,accountant,0,1,second\nC1,Neu,3,neu@one.example,,,1,,\nC2,Zwei,2,,,,1,0,\n`,
  )
  expect(await standing()).not.toEqual(before)
  expect((await undone()).unchanged).toBe(0)
  expect(await standing()).toEqual(before)
})

test('items: what was added goes, what was changed or cleared is as it was, and the figures with it', async () => {
  await take(db, 'customers', 'code,name\nC1,One\nC2,Two\n')
  const head = 'customer_code,number,type,issue_date,due_date,amount,currency,remaining\n'
  await take(
    db,
    'items',
    `${head}C1,1,invoice,2026-01-01,2026-02-01,100,EUR,100\nC1,2,invoice,2026-01-01,2026-02-01,50,EUR,50\nC2,3,invoice,2026-01-01,2026-02-01,70,EUR,70\n`,
  )
  const before = await standing()
  const second = `${head}C1,1,invoice,2026-01-01,2026-03-01,100,EUR,40\nC1,4,invoice,2026-01-01,2026-02-01,9,EUR,9\n`
  expect(counts(await take(db, 'items', second, { items: 'stock', stockLimit: 100 }))).toBe('2 1 1 0 0')
  expect(await customerOf(db, 'C2')).toMatchObject({ balance: '0.000' })
  expect((await undone()).unchanged).toBe(0)
  expect(await standing()).toEqual(before)
})

test('users and portfolios are turned back; a user that the file made stays, inactive as they were', async () => {
  const user = await makeUser(db, {
    role: 'collector',
    email: 'jean@acme.example',
    firstName: 'Jean',
    lastName: 'Martin',
  })
  await take(db, 'customers', 'code,name\nC1,One\n')
  const before = await standing()
  await take(
    db,
    'users',
    'email,last_name,first_name,role,portfolio\njean@acme.example,Durand,Jean,sales manager,C1\nnew@acme.example,New,Ada,,\n',
  )
  await undone()
  expect(await standing()).toEqual(before)
  const [back] = await db.execute(sql`select last_name, role from users where id = ${user.id}`)
  expect(back).toEqual({ last_name: 'Martin', role: 'collector' })
})

test('an import is undone once, within thirty days, by whoever may', async () => {
  const ctx = await manager()
  await take(db, 'customers', 'code,name\nC1,One\n')
  const { key, id } = await lastImport()
  const other = await actingAs(db, { role: 'collector', mayImport: true })
  await expect(planUndo(other, key)).rejects.toMatchObject({ message: 'forbidden' })
  const later = { ...ctx, now: new Date(Date.now() + 31 * 24 * 3600_000) }
  await expect(planUndo(later, key)).rejects.toMatchObject({ message: 'tooLateToUndo' })
  await planUndo(ctx, key)
  await expect(planUndo(ctx, key)).rejects.toMatchObject({ message: 'alreadyUndone' })
  expect(await findImport(db, id)).toMatchObject({ state: 'done' })
})

test('a file that wrote nothing has nothing to undo, and says so', async () => {
  await take(db, 'customers', 'code,name\nC1,One\n')
  await take(db, 'customers', 'code,name\nC1,One\n')
  const { id, key } = await lastImport()
  await expect(planUndo(await manager(), key)).rejects.toMatchObject({ message: 'nothingToUndo' })
  expect((await lastImport()).id).toBe(id)
})

test('an undoing that was stopped before it began leaves room for another', async () => {
  const ctx = await manager()
  await take(db, 'customers', 'code,name\nC1,One\n')
  const { key } = await lastImport()
  const first = await planUndo(ctx, key)
  await stopImport(ctx, first.key)
  expect(await lastImport()).toMatchObject({ key: first.key, state: 'stopped' })
  const second = await planUndo(ctx, key)
  expect(second.key).not.toBe(first.key)
  expect(await getImport(ctx, key)).toMatchObject({ undoneBy: second.key })
})
