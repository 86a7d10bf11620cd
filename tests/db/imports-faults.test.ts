import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { connect } from '@/db/client'
import { customers, history, imports } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import { planChange } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import type { Context } from '@/lib/context'
import { updateFacts } from '@/lib/customers/commands'
import { FACTS } from '@/lib/customers/input'
import { Refusal } from '@/lib/errors'
import { checkImport } from '@/lib/imports/commands/check'
import { receiveFile } from '@/lib/imports/commands/receive'
import { resumeImports } from '@/lib/imports/commands/resume'
import { runImport } from '@/lib/imports/commands/run'
import { startImport, stopImport } from '@/lib/imports/commands/start'
import type { ImportOptions } from '@/lib/imports/input'
import { findImport, type Import } from '@/lib/imports/queries/imports'
import { beginSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { openSmallDisk } from '../support/disk'
import { customerOf, emptied, fileOf, rowsOf, take } from '../support/import'
import { actingAs, makeSettings, makeUser } from '../support/make'

// Several at once, and ends before the end. `npm run faults` kills; these only meet.

const { db, url } = testDatabase()
const other = connect(url, { max: 3 })
const third = connect(url, { max: 2 })
const ROWS = 200
const SLICE = 20

let ctx: Context

beforeAll(() => makeSettings(db))
afterAll(async () => {
  await Promise.all([other.close(), third.close()])
})

beforeEach(async () => {
  await db.execute(sql`truncate imports, changes cascade`)
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  await emptied(db)
  ctx = await actingAs(db, { role: 'administrator', mayImport: true, mayChangeMany: true })
})

const CODES = Array.from({ length: ROWS }, (_, at) => `C${String(at).padStart(3, '0')}`)
const file = (city: string, codes: readonly string[] = CODES) =>
  `code,name,city\n${codes.map((code) => `${code},Name ${code},${city}\n`).join('')}`
const again = async (id: number): Promise<Import> => (await findImport(db, id))!

/** A file that somebody looked at, as the worker finds it. */
async function checked(kind: ImportKind, content: string, options: Partial<ImportOptions> = {}): Promise<Import> {
  const { id } = await receiveFile(ctx, { kind, name: `${kind}.csv`, source: 'web' }, fileOf(content))
  await db.update(imports).set({ state: 'checking', options }).where(eq(imports.id, id))
  await checkImport(db, id)
  return again(id)
}

async function started(kind: ImportKind, content: string, options: Partial<ImportOptions> = {}): Promise<number> {
  const found = await checked(kind, content, options)
  await startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  return found.id
}

/** What is so of every import that has ended, and of its history. */
async function mustAddUp(id: number): Promise<Import> {
  const found = await again(id)
  const { created, updated, unchanged, rejected, position } = found
  expect(created + updated + unchanged + rejected).toBe(position)
  if (found.state === 'done') expect(position).toBe(found.offered)
  const [said] = await db.execute<{ created: number; updated: number }>(sql`
    select count(distinct customer_id) filter (where action = 'customer.created')::integer as created,
           count(distinct customer_id) filter (where action = 'customer.updated')::integer as updated
    from history where import_id = ${id}`)
  if (found.kind === 'customers') expect(said).toEqual({ created, updated })
  return found
}

test('three workers at one import take turns: every row is done once', async () => {
  await take(db, 'customers', file('Lyon', CODES.slice(0, 100)))
  const id = await started('customers', file('Paris'))
  const runs = [db, other.db, third.db].map((one) => runImport(one, id, { slice: SLICE }))
  await Promise.all(runs)
  const found = await mustAddUp(id)
  expect(found).toMatchObject({ state: 'done', created: 100, updated: 100, unchanged: 0, rejected: 0 })
  expect(await db.$count(history, eq(history.importId, id))).toBe(ROWS)
})

test('a worker that comes back after another has gone on for it does nothing twice', async () => {
  const id = await started('customers', file('Paris'))
  const held = await other.sql.reserve()
  await held`begin`
  await held`select from imports where id = ${id} for update`
  const sleeping = runImport(db, id, { slice: SLICE })
  const awake = runImport(third.db, id, { slice: SLICE })
  await held`commit`
  held.release()
  await Promise.all([sleeping, awake])
  await runImport(db, id, { slice: SLICE })
  expect(await mustAddUp(id)).toMatchObject({ state: 'done', created: ROWS })
})

/** Stops the worker at the end of the slice it is in. */
async function runOneSlice(id: number): Promise<void> {
  let slices = 0
  const signal = { throwIfAborted: () => void (slices++ > 0 && AbortSignal.abort().throwIfAborted()) } as AbortSignal
  await expect(runImport(db, id, { slice: SLICE, signal })).rejects.toMatchObject({ name: 'AbortError' })
}

test('two files about the same customers in opposite orders deadlock for nobody, and each is whole', async () => {
  await take(db, 'customers', file('Lyon'))
  const contact = (code: string) => `${code},E${code},Last ${code},1\n`
  const contacts = (codes: readonly string[]) =>
    `customer_code,external_id,last_name,for_collection\n${codes.map(contact).join('')}`
  for (const city of ['Paris', 'Rome', 'Bern', 'Wien']) {
    const back = [...CODES].reverse()
    const { options } = { options: {} }
    const ids = [
      await started('customers', file(city, CODES), options),
      await started('customers', file('Oslo', back), options),
      await started('contacts', contacts(back)),
    ]
    const pools = [db, other.db, third.db]
    await Promise.all(ids.map((id, at) => runImport(pools[at]!, id, { slice: SLICE })))
    for (const id of ids) expect(await mustAddUp(id)).toMatchObject({ state: 'done', offered: ROWS })
    const [row] = await db.execute(sql`
      select count(*) filter (where city in (${city}, 'Oslo'))::integer as said, (select count(*)::integer from contacts where for_collection) as stars
      from customers`)
    expect(row).toEqual({ said: ROWS, stars: ROWS })
  }
})

test('a mass change, an import and people who type at once: nothing that was acknowledged is lost, on any row', async () => {
  await take(db, 'customers', `code,name\n${CODES.map((code) => `${code},Name ${code}\n`).join('')}`)
  const colleague = await makeUser(db, { usualKind: 'sales' })
  const rows = await db.select().from(customers)
  const selection = { kind: 'ids' as const, ids: rows.map(({ id }) => id) }
  const { key } = await planChange(ctx, 'associate', { colleagues: [colleague.id] }, selection)
  const change = await beginSmall(db, key, 10)
  const id = await started('customers', file('Paris'))
  const typed = new Set<string>()
  const typing = async () => {
    for (const code of CODES.filter((_, at) => at % 4 === 3).reverse()) if (await type(code)) typed.add(code)
  }
  await Promise.all([runImport(other.db, id, { slice: SLICE }), runChange(third.db, change), typing()])
  const found = await mustAddUp(id)
  const after = await db.execute<{ code: string; city: string; given: boolean }>(sql`
    select code, city, exists (select from associations a where a.customer_id = c.id and a.user_id = ${colleague.id}) as given
    from customers c order by code`)
  expect(after.map(({ code }) => code)).toEqual(CODES)
  for (const { code, city, given } of after)
    expect([code, city, given]).toEqual([code, typed.has(code) ? 'Typed' : 'Paris', true])
  expect(typed.size).toBeGreaterThan(0)
  expect([found.state, found.rejected]).toEqual(['done', typed.size])
})

/** Somebody opens a customer and gives it another city. Answers whether that was acknowledged. */
async function type(code: string): Promise<boolean> {
  const { id: customerId, version, ...row } = await customerOf(db, code)
  const facts = Object.fromEntries(FACTS.map((fact) => [fact, row[fact]]))
  try {
    await updateFacts(ctx, { ...(facts as never as { name: string }), customerId, version, city: 'Typed' } as never)
    return (await customerOf(db, code)).city === 'Typed'
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

test('an import that is stopped has done exactly the rows that it says', async () => {
  await take(db, 'customers', file('Lyon'))
  const id = await started('customers', file('Paris'))
  const { key } = await again(id)
  const running = runImport(other.db, id, { slice: SLICE })
  await vi.waitFor(async () => expect((await again(id)).position).toBeGreaterThanOrEqual(ROWS * 0.3), 60_000)
  await stopImport(ctx, key)
  await running
  const { state, position, updated } = await mustAddUp(id)
  expect([state, position < ROWS]).toEqual(['stopped', true])
  const cities = await db.execute<{ city: string }>(sql`select city from customers order by code`)
  expect(cities.map(({ city }) => city)).toEqual(CODES.map((_, at) => (at < position ? 'Paris' : 'Lyon')))
  expect(updated).toBe(position)
  await runImport(db, id, { slice: SLICE })
  expect(await again(id)).toMatchObject({ state: 'stopped', position })
})

test('an import that is started twice runs once', async () => {
  const found = await checked('customers', file('Paris'))
  const start = () => startImport(ctx, found.key, { checkedAt: found.checkedAt! })
  await Promise.all([start(), start(), start()])
  await start()
  const jobs = await db.execute(sql`select from graphile_worker.jobs where task_identifier = 'imports.run'`)
  expect(jobs).toHaveLength(1)
  await runImport(db, found.id, { slice: SLICE })
  await start()
  expect(await mustAddUp(found.id)).toMatchObject({ state: 'done', created: ROWS })
  expect(await db.$count(history, eq(history.action, 'import.started'))).toBe(1)
})

test('a contact that one slice is about is nobody’s in the next, as it was when the file was checked', async () => {
  await take(db, 'customers', file('Paris', ['C1']))
  const headings = 'customer_code,last_name,first_name,email,phone\n'
  await take(db, 'contacts', `${headings}C1,Lopez,Ana,ana@one.example,\n`)
  const content = `${headings}C1,Lopez,Ana,ana@one.example,0142685300\nC1,Lopez,Ana,,\n`
  for (const now of [{ created: 1, updated: 1 }, { unchanged: 2 }]) {
    const id = await started('contacts', content)
    await runImport(db, id, { slice: 1 })
    expect(await mustAddUp(id)).toMatchObject({ state: 'done', rejected: 0, ...now })
  }
})

test('whoever looks at an import sees it go forward only, and end in one way', async () => {
  const id = await started('customers', file('Paris'))
  const seen: Import[] = []
  const running = runImport(other.db, id, { slice: SLICE })
  do seen.push(await again(id))
  while (seen.at(-1)?.state === 'running')
  await running
  const positions = seen.map(({ position }) => position)
  expect(positions).toEqual([...positions].sort((a, b) => a - b))
  for (const { created, updated, unchanged, rejected, position } of seen)
    expect(created + updated + unchanged + rejected).toBe(position)
  expect([...new Set(seen.map(({ state }) => state))]).toEqual(['running', 'done'])
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  await resumeImports(db)
  expect(await db.execute(sql`select from graphile_worker.jobs`)).toEqual([])
})

test('an import that nobody works on any more is taken up once', async () => {
  const id = await started('customers', file('Paris'))
  await runOneSlice(id)
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await resumeImports(db)
  await resumeImports(db)
  const jobs = await db.execute<{ payload: unknown }>(sql`
    select payload from graphile_worker._private_jobs j where key = ${`import ${id}`}`)
  expect(jobs).toEqual([{ payload: { importId: id } }])
  await runImport(db, id, { slice: SLICE })
  expect(await mustAddUp(id)).toMatchObject({ state: 'done', created: ROWS })
})

test('the same file once more leaves every row of every table as it is, whatever kind it is', async () => {
  const files: [ImportKind, string, Partial<ImportOptions>][] = [
    [
      'customers',
      `code,name,city,collector,colleagues,groups,contact_last_name,contact_email\n${CODES.map((code) => `${code},Name ${code},Lyon,Ana Collector,"Jean Martin,Paul Renard",Export,Last,x@${code}.example\n`).join('')}`,
      { colleagues: 'replace', blank: 'erase' },
    ],
    [
      'contacts',
      `customer_code,external_id,last_name,email,for_collection\n${CODES.map((code) => `${code},E${code},Next,y@${code}.example,1\n`).join('')}`,
      { blank: 'erase' },
    ],
    [
      'items',
      `customer_code,number,type,issue_date,due_date,amount,currency\n${CODES.map((code) => `${code},F1,invoice,2026-01-31,2026-02-28,100.50,EUR\n`).join('')}`,
      { items: 'stock' },
    ],
    ['users', 'email,last_name,role,portfolio\nn1@company.example,New,collector,"C001,C002"\n', {}],
  ]
  for (const [kind, content, options] of files) {
    const first = await take(db, kind, content, options)
    expect([kind, first.offered, first.rejected, first.unchanged]).toEqual([kind, first.created + first.updated, 0, 0])
    const before = await rowsOf(db)
    const second = await take(db, kind, content, options)
    expect([kind, second.offered, second.unchanged]).toEqual([kind, first.offered, first.offered])
    expect(await rowsOf(db)).toEqual(before)
  }
})

test('a check that is stopped and begun anew in another way ends as it was asked last', async () => {
  const text = file('Paris').replaceAll(',', ';')
  const { id, key } = await receiveFile(ctx, { kind: 'customers', name: 'a.csv', source: 'web' }, fileOf(text))
  await db.update(imports).set({ state: 'checking' }).where(eq(imports.id, id))
  const held = await other.sql.reserve()
  await held`begin`
  await held`lock table customers in access exclusive mode`
  const first = checkImport(db, id)
  await vi.waitFor(async () => {
    const waiting = await held`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    expect(waiting.length).toBeGreaterThan(0)
  }, 60_000)
  await stopImport(ctx, key)
  await db
    .update(imports)
    .set({ state: 'checking', mapping: ['code', 'name', null] })
    .where(eq(imports.id, id))
  const second = checkImport(third.db, id)
  await held`commit`
  held.release()
  await Promise.all([first, second])
  expect(await again(id)).toMatchObject({ state: 'checked', mapping: ['code', 'name', null], plan: { create: ROWS } })
})

const disk = openSmallDisk(1)
afterAll(() => disk?.remove())

test.skipIf(!disk)(
  'a file that the disk has no room for leaves nothing behind, and is taken in once there is room',
  async () => {
    const given = process.env.DATA_DIR
    process.env.DATA_DIR = disk!.path
    try {
      disk!.fill()
      await expect(checked('customers', file('Paris'))).rejects.toMatchObject({ code: 'ENOSPC' })
      const place = path.join(disk!.path, 'imports')
      expect([await db.$count(imports), existsSync(place) ? readdirSync(place) : []]).toEqual([0, []])
      disk!.free()
      await runImport(db, await started('customers', file('Paris')))
      expect(await db.$count(customers)).toBe(ROWS)
    } finally {
      process.env.DATA_DIR = given
    }
  },
)
