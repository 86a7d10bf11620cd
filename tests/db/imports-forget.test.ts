import { existsSync, utimesSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contacts, customers, history, imports, people } from '@/db/schema'
import type { ImportState } from '@/db/schema/vocabulary'
import { eraseContact } from '@/lib/contacts/commands/erase'
import { CHECKING } from '@/lib/imports/commands/check'
import { discardImport } from '@/lib/imports/commands/discard'
import { forgetImports } from '@/lib/imports/commands/forget'
import { receiveFile } from '@/lib/imports/commands/receive'
import { planUndo } from '@/lib/imports/commands/undo'
import { placeOf } from '@/lib/imports/where'
import { JOBS } from '@/lib/jobs/registry'
import { systemContext } from '@/lib/system'
import { testDatabase } from '../support/database'
import { fileOf, take } from '../support/import'
import { actingAs, makeSettings } from '../support/make'

const { db } = testDatabase()
const DAY = 24 * 3600_000

beforeAll(async () => {
  await makeSettings(db)
})
beforeEach(async () => {
  await db.execute(sql`truncate imports`)
  await forgetImports(db)
})

/** An import that stands like this since so many days, with its file, and with rows where it was checked. */
async function standing(state: ImportState, days: number, rows = true): Promise<{ id: number; key: string }> {
  const file = { kind: 'customers', name: 'clients.csv', source: 'command' } as const
  const { id, key } = await receiveFile(await systemContext(db), file, fileOf('code,name\nC1,One\n'))
  const at = new Date(Date.now() - days * DAY)
  const ended = state === 'done' || state === 'stopped' || state === 'failed'
  await db
    .update(imports)
    .set({ state, createdAt: at, finishedAt: ended ? at : null })
    .where(eq(imports.id, id))
  utimesSync(placeOf(key), at, at)
  if (rows) await db.execute(sql.raw(`create table staging.import_${id} (); create table staging.fates_${id} ()`))
  return { id, key }
}

const tables = async () =>
  (
    await db.execute<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'staging' order by 1`,
    )
  ).map(({ name }) => name)
const listed = async () => (await db.select({ id: imports.id }).from(imports).orderBy(imports.id)).map(({ id }) => id)

test('thirty days after its end an import has neither file nor rows, whether it got as far as having rows or not', async () => {
  const old = [await standing('done', 31), await standing('failed', 31, false), await standing('stopped', 31)]
  const young = await standing('failed', 29)
  await forgetImports(db)
  expect([...old, young].map(({ key }) => existsSync(placeOf(key)))).toEqual([false, false, false, true])
  expect(await tables()).toEqual([`fates_${young.id}`, `import_${young.id}`])
  expect(await listed()).toEqual([...old, young].map(({ id }) => id))
})

test('what nobody went on with goes altogether, and what is at work stays', async () => {
  const left = [await standing('uploaded', 31, false), await standing('checked', 31)]
  const kept = [await standing('running', 31), await standing('checked', 29)]
  await forgetImports(db)
  expect([...left, ...kept].map(({ key }) => existsSync(placeOf(key)))).toEqual([false, false, true, true])
  expect(await listed()).toEqual(kept.map(({ id }) => id))
  expect(await tables()).toEqual(kept.flatMap(({ id }) => [`fates_${id}`, `import_${id}`]).sort())
})

test('rows and files that no import knows go too: an end of the process between the two leaves nothing for ever', async () => {
  const { id, key } = await standing('checked', 31)
  await db.delete(imports).where(eq(imports.id, id))
  await writeFile(placeOf('justarrived.part'), 'code')
  await forgetImports(db)
  expect([await tables(), existsSync(placeOf(key)), existsSync(placeOf('justarrived.part'))]).toEqual([[], false, true])
})

test('rows of an import that was just done stay to be looked at', async () => {
  await take(db, 'customers', 'code,name\nC1,One\n')
  const before = await tables()
  await forgetImports(db)
  expect([before.length, await tables()]).toEqual([2, before])
})

test('what nobody started can be thrown away by whoever may import, with its file and rows, and the history says so', async () => {
  const ctx = await actingAs(db, { role: 'collector', mayImport: true })
  const { key } = await standing('checked', 0)
  await discardImport(ctx, key)
  expect([existsSync(placeOf(key)), await tables(), await listed()]).toEqual([false, [], []])
  const told = await db.select().from(history).where(eq(history.action, 'import.discarded'))
  expect(told).toMatchObject([{ actorId: ctx.actor.kind === 'user' && ctx.actor.id, old: { name: 'clients.csv' } }])
  await expect(discardImport(ctx, key)).rejects.toMatchObject({ code: 'not-found' })
})

test('what was started, is being checked, or is still read by a check that was stopped cannot be thrown away', async () => {
  const ctx = await actingAs(db, { role: 'collector', mayImport: true })
  const states = ['checking', 'running', 'done', 'stopped', 'failed'] as const
  for (const state of states) {
    const { key } = await standing(state, 0, false)
    await expect(discardImport(ctx, key)).rejects.toMatchObject({ code: 'conflict' })
  }
  const { id, key } = await standing('read', 0)
  await db.transaction(async (other) => {
    await other.execute(sql`select pg_advisory_xact_lock(${CHECKING}, ${id}::integer)`)
    await expect(discardImport(ctx, key)).rejects.toMatchObject({ message: 'importBeingChecked' })
  })
  expect(await listed()).toHaveLength(states.length + 1)
  await discardImport(ctx, key)
  expect(await tables()).toEqual([])
})

describe('somebody who is erased', () => {
  const word = 'Qwortzky'
  const inStaging = async () => {
    const found: string[] = []
    for (const name of await tables()) {
      const rows = await db.execute(sql.raw(`select from staging.${name} t where t::text like '%${word}%'`))
      if (rows.length > 0) found.push(name)
    }
    return found
  }
  const working = async (job: string) => {
    const rows = await db.execute<{ payload: unknown }>(sql`
      select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = ${job}`)
    for (const { payload } of rows) await JOBS[job]!(db, payload, new AbortController().signal)
  }

  test('is in no file and no row of a file that is kept, and what was done can be undone all the same', async () => {
    const ctx = await actingAs(db, { role: 'administrator', mayImport: true }, new Date())
    const file = `code,name,contact_last_name,contact_email,country\nC7,Seven,${word},q@gone.example,FR\nC8,Eight,${word},,XX\n`
    await take(db, 'customers', file)
    await receiveFile(
      ctx,
      { kind: 'contacts', name: 'wait.csv', source: 'web' },
      fileOf(`customer_code,last_name\nC7,${word}\n`),
    )
    await receiveFile(ctx, { kind: 'users', name: 'users.csv', source: 'web' }, fileOf('email\na@b.example\n'))
    const held = await standing('running', 1)
    await db.update(customers).set({ city: 'Lyon' }).where(eq(customers.code, 'C7'))
    const [contact] = await db
      .select({ id: contacts.id, version: people.version })
      .from(contacts)
      .innerJoin(people, eq(people.id, contacts.personId))
      .where(eq(people.lastName, word))
    expect((await inStaging()).length).toBe(1)
    await eraseContact(ctx, { contactId: contact!.id, personVersion: contact!.version, asked: true })
    await working('imports.erase')

    const rows = await db.select().from(imports).orderBy(imports.id)
    expect(rows.map(({ kind, state, problem, key }) => [kind, state, problem, existsSync(placeOf(key))])).toEqual([
      ['customers', 'done', null, false],
      ['contacts', 'failed', 'importErased', false],
      ['users', 'uploaded', null, true],
      ['customers', 'running', null, true],
    ])
    expect([await inStaging(), await tables()]).toEqual([[], [`fates_${held.id}`, `import_${held.id}`]])
    expect((await planUndo(ctx, rows[0]!.key)).key).toMatch(/^[a-z0-9]{10}$/)

    await db.update(imports).set({ state: 'stopped', finishedAt: new Date() }).where(eq(imports.id, held.id))
    await working('imports.erase')
    expect([await tables(), existsSync(placeOf(held.key))]).toEqual([[], false])
    await standing('done', 0)
    await working('imports.erase')
    expect(await tables()).toHaveLength(2)
  })
})
