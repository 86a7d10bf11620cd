import { existsSync, utimesSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { imports } from '@/db/schema'
import type { ImportState } from '@/db/schema/vocabulary'
import { forgetImports } from '@/lib/imports/commands/forget'
import { receiveFile } from '@/lib/imports/commands/receive'
import { placeOf } from '@/lib/imports/where'
import { systemContext } from '@/lib/system'
import { testDatabase } from '../support/database'
import { fileOf, take } from '../support/import'
import { makeSettings } from '../support/make'

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
