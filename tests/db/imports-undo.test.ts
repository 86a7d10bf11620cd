import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { customerGroups, customers, imports } from '@/db/schema'
import type { Context } from '@/lib/context'
import { checkImport } from '@/lib/imports/commands/check'
import { runImport } from '@/lib/imports/commands/run'
import { startImport, stopImport } from '@/lib/imports/commands/start'
import { planUndo } from '@/lib/imports/commands/undo'
import type { ImportOptions } from '@/lib/imports/input'
import { findImport, getImport, type Import } from '@/lib/imports/queries/imports'
import { rowsOf } from '@/lib/imports/where'
import { testDatabase } from '../support/database'
import { codesOf, colleaguesOf, contactsOf, counts, customerOf, emptied, take } from '../support/import'
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
      (select jsonb_agg(to_jsonb(s) - 'customer_id' order by words) from customer_search s) as search,
      (select jsonb_agg(jsonb_build_array(handle, email, first_name, last_name, role, language) order by handle)
        from users where not active) as entered,
      (select jsonb_agg(jsonb_build_array(slug, name) order by slug) from groups) as labels`)
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
async function undone(slice = 10_000): Promise<Import> {
  return undoneOf(await manager(), (await lastImport()).key, slice)
}

async function undoneOf(ctx: Context, of: string, slice = 10_000): Promise<Import> {
  const { key } = await planUndo(ctx, of)
  const { id } = await lastImport()
  await checkImport(db, id)
  const checked = (await findImport(db, id))!
  expect(checked).toMatchObject({ key, state: 'checked', problem: null })
  await startImport(ctx, key, { checkedAt: checked.checkedAt! })
  // Ended after a slice, as whoever is killed there: the next call goes on behind it.
  let slices = 0
  const signal = { throwIfAborted: () => void (slices++ > 0 && AbortSignal.abort().throwIfAborted()) } as AbortSignal
  await runImport(db, id, { slice, signal }).catch((error: Error) => expect(error.name).toBe('AbortError'))
  await runImport(db, id, { slice })
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

test('whom a file archived nobody brings back who may not archive', async () => {
  await take(db, 'customers', 'code,name\nC1,One\nC2,Two\n')
  await take(db, 'customers', 'code,name\nC1,One\n', { missing: 'archive', missingLimit: 100 })
  expect(await customerOf(db, 'C2')).toMatchObject({ state: 'archived' })
  const collector = await actingAs(db, { role: 'collector', mayImport: true })
  const { id, key } = await lastImport()
  await db.update(imports).set({ createdBy: collector.actor.id }).where(eq(imports.id, id))
  await planUndo(collector, key)
  await checkImport(db, (await lastImport()).id)
  expect(await lastImport()).toMatchObject({ state: 'failed', problem: 'forbidden' })
  await undoneOf(await manager(), key)
  expect(await customerOf(db, 'C2')).toMatchObject({ state: 'active' })
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

/** Undoes the last import, which must leave nothing of it, and then its undoing, which must bring all of it back. */
async function thereAndBack(before: unknown, slice?: number): Promise<void> {
  const after = await standing()
  expect(after).not.toEqual(before)
  expect((await undone(slice)).unchanged).toBe(0)
  expect(await standing()).toEqual(before)
  expect((await undone(slice)).unchanged).toBe(0)
  expect(await standing()).toEqual(after)
}

describe('an undoing that is undone itself brings back all that the import had written', () => {
  test('customers with their fields, groups, colleagues and contacts, also those it had made on the way', async () => {
    const before = await twice(
      'C1,One,Lyon,100,Export,Jean Martin,Jean Martin,Un,un@one.example,01 42 68 53 00,no\nC2,Two,Nice,,,,,,,,\n',
      'C1,Uno,Paris,200.5,"Export,New",,"Ana Petit",Eins,eins@one.example,01 42 68 53 99,yes\nC2,Two,Nice,,New,Ana Petit,,Zwei,zwei@two.example,,\nC3,Three,Rome,5,New,Ana Petit,Jean Martin,Drei,drei@three.example,+33 6 12 34 56 78,yes\n',
      { colleagues: 'replace' },
    )
    const { id } = await customerOf(db, 'C3')
    await thereAndBack(before, 2)
    expect(await customerOf(db, 'C3')).toMatchObject({ id })
    // Once more there and back: an undoing of an undoing of an undoing.
    const after = await standing()
    await undone()
    expect(await standing()).toEqual(before)
    await undone()
    expect(await standing()).toEqual(after)
  })

  test('contacts, the star that moved among them', async () => {
    await take(db, 'customers', 'code,name,contact_last_name,contact_email\nC1,One,Firma,info@one.example\nC2,Two,,\n')
    const head =
      'customer_code,last_name,external_id,title,email,phone,fax,language,role,for_collection,in_copy,comment\n'
    await take(
      db,
      'contacts',
      `${head}C1,Un,1,,un@one.example,01,,,buyer,1,,first\nC2,Zwei,2,,zwei@two.example,,,,,,1,\n`,
    )
    const before = await standing()
    await take(
      db,
      'contacts',
      `${head}C1,Un,1,,eins@one.example,02,,,accountant,0,1,second\nC1,Neu,3,Dr,neu@one.example,+33 1 42 68 53 00,01 42 68 53 01,fr,executive,1,1,new\nC2,Zwei,2,,,,,,,1,0,\n`,
    )
    await thereAndBack(before)
  })

  test('items, with those that a list of all that is open cleared, and the figures', async () => {
    await take(db, 'customers', 'code,name\nC1,One\nC2,Two\n')
    const head = 'customer_code,number,type,issue_date,due_date,amount,currency,remaining,order_number\n'
    const first = `${head}C1,1,invoice,2026-01-01,2026-02-01,100,EUR,100,\nC2,3,invoice,2026-01-01,2026-02-01,70,EUR,70,\n`
    await take(db, 'items', first)
    const before = await standing()
    const second = `${head}C1,1,invoice,2026-01-01,2026-03-01,100,EUR,40,\nC1,4,payment,2026-01-01,2026-02-01,9.5,EUR,9.5,O-7\n`
    expect(counts(await take(db, 'items', second, { items: 'stock', stockLimit: 100 }))).toBe('2 1 1 0 0')
    await thereAndBack(before)
  })

  test('users, the portfolios of those it had entered, and what it took out of others', async () => {
    await makeUser(db, { role: 'collector', email: 'jean@acme.example', firstName: 'Jean', lastName: 'Martin' })
    await take(db, 'customers', 'code,name\nC1,One\nC2,Two\n')
    await take(db, 'users', 'email,last_name,first_name,portfolio\njean@acme.example,Martin,Jean,C2\n')
    const before = await standing()
    await take(
      db,
      'users',
      'email,last_name,first_name,role,portfolio\njean@acme.example,Durand,Jean,sales manager,C1\nnew@acme.example,New,Ada,,C1\n',
      { colleagues: 'replace' },
    )
    expect(await colleaguesOf(db, 'C2')).toEqual([])
    await thereAndBack(before)
    const [back] = await db.execute(sql`select last_name, role from users where email = 'jean@acme.example'`)
    expect(back).toEqual({ last_name: 'Durand', role: 'sales_manager' })
  })

  test('but what somebody changed or entered since stays as they made it, and who was erased stays away', async () => {
    await twice(
      'C1,One,Lyon,,,,,,,,\n',
      'C1,Uno,Paris,,,,,Un,un@one.example,,\nC2,Two,Nice,,Fresh,,,Zwei,zwei@two.example,,\nC3,Three,,,,,,,,,\n',
    )
    await undone()
    await db.update(customers).set({ city: 'Typed', version: sql`version + 1` }).where(eq(customers.code, 'C1'))
    await db.execute(sql`insert into customers (code, code_key, name) values ('C3', 'C3', 'Mine')`)
    await db.execute(sql`
      insert into erasures (hash, hint)
      select mark.hash, mark.hint from erasure_marks('C2', 'Zwei', 'zwei@two.example', null, null) mark`)
    const { id, updated, unchanged } = await undone()
    await db.execute(sql`delete from erasures`)
    expect([updated, unchanged]).toEqual([4, 2])
    const left = await db.execute(sql`select code, remark from ${rowsOf(id)} where remark is not null order by code`)
    expect(left).toEqual([
      { code: 'C1', remark: 'partly' },
      { code: 'C2', remark: 'erased' },
    ])
    expect(await customerOf(db, 'C1')).toMatchObject({ name: 'Uno', city: 'Typed' })
    expect(await customerOf(db, 'C3')).toMatchObject({ name: 'Mine' })
    expect(await contactsOf(db, 'C1')).toMatchObject([{ name: 'Un', starred: true }])
    expect(await contactsOf(db, 'C2')).toEqual([])
    expect(await db.$count(customerGroups)).toBe(1)
  })
})

test('a user and a group that a file made stay where something else uses them, and the undoing says so', async () => {
  await take(db, 'customers', 'code,name\nC9,Nine\n')
  await take(db, 'customers', `${HEAD}C1,One,,,"Used,Free",Ana Petit,Bob Ross,,,,\n`)
  const { key } = await lastImport()
  await db.execute(sql`
    insert into customer_groups (customer_id, group_id, source)
    select c.id, g.id, 'person' from customers c, groups g where c.code = 'C9' and g.name = 'Used'`)
  await db.execute(
    sql`update customers set collector_id = (select id from users where last_name = 'Petit') where code = 'C9'`,
  )
  const { made, plan } = await undone()
  expect(plan?.made.gone.sort()).toEqual(['Ana Petit', 'Bob Ross', 'Free', 'Used'])
  expect([made.gone, made.stay]).toEqual([
    ['Bob Ross', 'Free'],
    ['Ana Petit', 'Used'],
  ])
  expect(await db.execute(sql`select name from groups`)).toEqual([{ name: 'Used' }])
  expect(await db.execute(sql`select last_name from users where not active`)).toEqual([{ last_name: 'Petit' }])
  const again = await undone()
  expect([again.made.users, again.made.groups]).toEqual([['Bob Ross'], ['Free']])
  expect(await getImport(await manager(), key)).toMatchObject({ state: 'done' })
  expect(await colleaguesOf(db, 'C1')).toEqual(['Bob Ross import'])
})
