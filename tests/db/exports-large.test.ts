import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { desc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connect } from '@/db/client'
import { exports, history, users } from '@/db/schema'
import type { Context } from '@/lib/context'
import { draftExport } from '@/lib/exports/commands/draft'
import { forgetForErasure } from '@/lib/exports/commands/erase'
import { forgetExports } from '@/lib/exports/commands/forget'
import { makeExport } from '@/lib/exports/commands/make'
import { orderExport } from '@/lib/exports/commands/order'
import { findFile } from '@/lib/exports/commands/store'
import { wholeSearch } from '@/lib/exports/input'
import { findExport, listExports, mayFetch } from '@/lib/exports/queries/exports'
import { AT_ONCE, MOST_DRAFTS, MOST_WAITING } from '@/lib/exports/rules'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { keepWorker } from '../faults/worker'
import { testDatabase } from '../support/database'
import { CSV, order, readCsv, readWorkbook, XLSX } from '../support/export'
import { actingAs, contextOf, makeAssociation } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
const place = temporaryFolder()
const folder = join(place.path, 'exports')
const MANY = AT_ONCE + 1
let ctx: Context

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  ctx = await actingAs(db, { role: 'credit_manager', mayExport: true })
  await db.execute(sql`
    insert into customers (code, code_key, name) select 'L' || lpad(i::text, 6, '0'), 'L' || lpad(i::text, 6, '0'), 'Large ' || i
    from generate_series(1, ${MANY}) i`)
  await db.execute(sql`select refresh_customers(array(select id from customers))`)
})
afterAll(() => place.remove())

/** Orders everything on behalf of `who`, and answers what was kept of the order. */
async function ordered(who = ctx, choices = CSV) {
  const answer = await orderExport(who, { ...order('customers', '', choices), place: '/customers' })
  if (!('key' in answer)) throw new Error('it was made at once')
  const [row] = await db.select().from(exports).where(eq(exports.key, answer.key))
  return row!
}

const stateOf = async (id: number) => (await db.select().from(exports).where(eq(exports.id, id)))[0]!
const made = () =>
  db.execute<{ new: unknown }>(sql`select new from history where action = 'export.made' and actor_id = ${ctx.actor.id}`)

test('up to ten thousand rows come at once; one more is made in the background, with every row once', async () => {
  const once = await orderExport(ctx, order('customers', 'code=L000001'))
  expect('file' in once && once.rows).toBe(1)
  for (const choices of [CSV, XLSX]) {
    const row = await ordered(ctx, choices)
    expect([row.state, existsSync(join(folder, row.key))]).toEqual(['waiting', false])
    await makeExport(db, row.id, undefined, folder)
    const done = await stateOf(row.id)
    const file = readFileSync(join(folder, row.key))
    expect(done).toMatchObject({ state: 'done', rows: MANY, total: MANY, size: file.length })
    expect(statSync(join(folder, row.key)).mode & 0o077).toBe(0)
    const codes =
      choices === CSV
        ? readCsv(file).map((line) => line.code)
        : (await readWorkbook(file))[0]!.data.slice(1).map(([code]) => code)
    expect([codes.length, new Set(codes).size]).toEqual([MANY, MANY])
    await makeExport(db, row.id, undefined, folder)
    expect((await made()).at(-1)?.new).toEqual({
      list: 'customers',
      format: choices.format,
      rows: MANY,
      place: '/customers',
    })
  }
  expect((await made()).length).toBe(3)
})

test('a worker that must stop stops between two pages, and the next one begins the file anew', async () => {
  const row = await ordered()
  const before = (await made()).length
  const stop = new AbortController()
  const { sql: other, close } = connect(url, { max: 1 })
  await other`create function stop_here() returns trigger language plpgsql as $$
    begin perform pg_notify('half', new.rows::text); return new; end $$`
  await other`create trigger stop_here after update on exports for each row when (new.rows > 4000 and new.state = 'running') execute function stop_here()`
  await other.listen('half', () => stop.abort())
  await expect(makeExport(db, row.id, stop.signal, folder)).rejects.toThrow(/abort/i)
  await other`drop function stop_here() cascade`
  await close()
  expect([(await stateOf(row.id)).state, (await made()).length]).toEqual(['running', before])
  expect(readdirSync(folder).filter((name) => name.startsWith(row.key))).toEqual([])
  await makeExport(db, row.id, undefined, folder)
  expect([(await stateOf(row.id)).state, (await made()).length]).toEqual(['done', before + 1])
})

test('a worker that is killed halfway loses nothing: another makes the whole file, once', async () => {
  const env = { AUTH_SECRET: 'a secret of the tests, long enough for all', DATA_DIR: place.path }
  const worker = keepWorker(url, { program: 'lib/jobs/start.ts', env })
  const { sql: other, close } = connect(url, { max: 1 })
  try {
    await db.execute(sql`delete from graphile_worker._private_jobs`)
    await other`create function wait_here() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(7302); return new; end $$`
    await other`create trigger wait_here before update on exports for each row when (new.rows > 4000 and new.state = 'running') execute function wait_here()`
    await other`select pg_advisory_lock(7302)`
    const row = await ordered()
    const before = (await made()).length
    worker.tend()
    await expect.poll(async () => (await waiting()).length).toBeGreaterThan(0)
    expect(readdirSync(folder).some((name) => name.startsWith(`${row.key}.`))).toBe(true)
    await worker.kill()
    expect((await stateOf(row.id)).state).toBe('running')
    await other`select pg_advisory_unlock(7302)`
    await other`drop function wait_here() cascade`
    worker.tend()
    await expect.poll(async () => (await stateOf(row.id)).state).toBe('done')
    const rows = readCsv(readFileSync(join(folder, row.key)))
    expect([rows.length, new Set(rows.map(({ code }) => code)).size]).toEqual([MANY, MANY])
    expect((await made()).length).toBe(before + 1)
    await forgetExports(db, new Date(Date.now() + 2 * 24 * 3600_000), folder)
    expect(readdirSync(folder).filter((name) => name.startsWith(`${row.key}.`))).toEqual([])
    expect(existsSync(join(folder, row.key))).toBe(true)
  } finally {
    await worker.kill()
    await close()
  }

  function waiting() {
    return db.execute(sql`select from pg_locks where locktype = 'advisory' and objid = 7302 and not granted`)
  }
})

test('two workers that make one file at once make it once', async () => {
  const row = await ordered()
  const before = (await made()).length
  await Promise.all([makeExport(db, row.id, undefined, folder), makeExport(db, row.id, undefined, folder)])
  expect([(await stateOf(row.id)).state, (await made()).length]).toEqual(['done', before + 1])
  expect(readdirSync(folder).filter((name) => name.startsWith(row.key))).toEqual([row.key])
})

test('a file is its author’s alone, and only while they may have it', async () => {
  const row = await ordered()
  await makeExport(db, row.id, undefined, folder)
  const someone = await actingAs(db, { role: 'administrator', mayExport: true })
  const now = { ...ctx, now: new Date() }
  expect(await findExport({ ...someone, now: now.now }, row.key)).toBeUndefined()
  expect((await listExports({ ...someone, now: now.now })).length).toBe(0)
  const own = await findExport(now, row.key)
  expect(own && mayFetch(now, own)).toBe(true)
  const as = async (values: Partial<typeof users.$inferInsert>) => {
    const [user] = await db.update(users).set(values).where(eq(users.id, ctx.actor.id)).returning()
    return contextOf(db, user!)
  }
  expect(mayFetch(await as({ mayExport: false }), own!)).toBe(false)
  expect(mayFetch(await as({ mayExport: true, portfolioOnly: true }), own!)).toBe(false)
  expect(mayFetch(await as({ portfolioOnly: false, role: 'guest' }), own!)).toBe(false)
  expect(mayFetch(await as({ role: 'credit_manager' }), own!)).toBe(true)
})

test('whoever may not any more when it is to be made gets none, and is told why', async () => {
  const row = await ordered()
  await db.update(users).set({ active: false }).where(eq(users.id, ctx.actor.id))
  await makeExport(db, row.id, undefined, folder)
  expect(await stateOf(row.id)).toMatchObject({ state: 'failed', problem: 'exportNotAllowed', size: null })
  await db.update(users).set({ active: true }).where(eq(users.id, ctx.actor.id))
})

test('a portfolio is that of the moment when the file is made', async () => {
  const kept = await actingAs(db, { role: 'collector', mayExport: true })
  const row = await ordered(kept)
  await db.update(users).set({ portfolioOnly: true }).where(eq(users.id, kept.actor.id))
  await makeExport(db, row.id, undefined, folder)
  expect((await stateOf(row.id)).state).toBe('failed')
  const [some] = await db.execute<{ id: number }>(sql`select id::float8 as id from customers order by id limit 1`)
  await db.execute(sql`
    insert into associations (customer_id, user_id, kind) select id, ${kept.actor.id}, 'sales' from customers where id <> ${some!.id}`)
  const limited = await contextOf(db, (await db.select().from(users).where(eq(users.id, kept.actor.id)))[0]!)
  await makeAssociation(db, some!.id, kept.actor.id)
  const again = await ordered(limited)
  await db.execute(sql`delete from associations where user_id = ${kept.actor.id} and customer_id = ${some!.id}`)
  await makeExport(db, again.id, undefined, folder)
  expect(await stateOf(again.id)).toMatchObject({ state: 'done', rows: MANY - 1 })
})

test('a file that cannot be written says so, and is not tried for ever', async () => {
  const row = await ordered()
  const blocked = join(place.path, 'blocked')
  await writeFile(blocked, '')
  await makeExport(db, row.id, undefined, join(blocked, 'exports'))
  expect(await stateOf(row.id)).toMatchObject({ state: 'failed', problem: 'exportNoRoom', size: null })
})

test('files expire: then there is none any more, and the night deletes what lay there', async () => {
  const row = await ordered()
  await makeExport(db, row.id, undefined, folder)
  const later = new Date(Date.now() + 8 * 24 * 3600_000)
  expect(await findExport({ ...ctx, now: later }, row.key)).toBeUndefined()
  expect(await findExport({ ...ctx, now: new Date() }, row.key)).toBeDefined()
  const { key } = await draftExport({ ...ctx, now: new Date() }, { kind: 'ids', ids: [1] })
  await forgetExports(db, later, folder)
  expect([await findFile(folder, row.key), readdirSync(folder)]).toEqual([undefined, []])
  expect((await db.select().from(exports)).length).toBe(0)
  expect(await findExport({ ...ctx, now: new Date() }, key)).toBeUndefined()
})

test('nobody has more than a few files on the way, also from two windows at once', async () => {
  await db.delete(exports)
  const answers = await Promise.allSettled(Array.from({ length: MOST_WAITING + 3 }, () => ordered()))
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(MOST_WAITING)
  expect(await refusalOf(ordered())).toBe('tooManyExports')
})

test('ticked rows that nobody went on with give way to newer ones, of one person and nobody else', async () => {
  await db.delete(exports)
  const other = await actingAs(db, { role: 'credit_manager', mayExport: true })
  const theirs = await draftExport(other, { kind: 'ids', ids: [1] })
  const keys: string[] = []
  for (let times = 0; times < MOST_DRAFTS + 3; times++)
    keys.push((await draftExport(ctx, { kind: 'ids', ids: [1] })).key)
  const kept = await Promise.all(keys.map((key) => findExport(ctx, key)))
  expect(kept.map((row) => row?.key)).toEqual(keys.map((key, place) => (place < 3 ? undefined : key)))
  expect(await findExport(other, theirs.key)).toBeDefined()
})

test('when somebody is erased, files that were made or begun are no more, nor words that may be theirs', async () => {
  await db.delete(exports)
  const [done, begun, waiting] = [await ordered(), await ordered(), await ordered()]
  const searched = await ordered()
  await db
    .update(exports)
    .set({ target: wholeSearch('country=FR&q=Qwortzky') })
    .where(eq(exports.id, searched.id))
  await makeExport(db, done.id, undefined, folder)
  await db.update(exports).set({ state: 'running' }).where(eq(exports.id, begun.id))
  await forgetForErasure(db, new Date(), folder)
  const erased = { state: 'failed', problem: 'exportErased', target: { search: '' }, said: '' }
  for (const { id } of [done, begun, searched]) expect(await stateOf(id)).toMatchObject(erased)
  expect([(await stateOf(waiting.id)).state, existsSync(join(folder, done.key))]).toEqual(['waiting', false])

  await db.execute(sql`
    create function taken_back() returns trigger language plpgsql as $$ begin new.state := 'failed'; return new; end $$`)
  await db.execute(sql`
    create trigger taken_back before update on exports for each row when (new.rows > 0) execute function taken_back()`)
  await makeExport(db, waiting.id, undefined, folder)
  await db.execute(sql`drop function taken_back cascade`)
  expect([(await stateOf(waiting.id)).state, existsSync(join(folder, waiting.key))]).toEqual(['failed', false])
})

test('what was written into the history before keeps no words that were looked for either', async () => {
  const entry = (place: string, told = {}) => ({ list: 'customers', rows: 1, place, ...told })
  const places = ['/customers?country=FR&q=Qwortzky&sort=name', '/customers?q=Qwortzky', '/customers?country=FR']
  for (const place of places)
    await db.insert(history).values({ action: 'export.made', actorId: ctx.actor.id, new: entry(place) })
  const file = readFileSync(join(import.meta.dirname, '../../drizzle/0025_forget_words_of_exports.sql'), 'utf8')
  await db.transaction(async (db) => {
    for (const statement of file.split('--> statement-breakpoint')) await db.execute(sql.raw(statement))
  })
  const rows = await db.select({ new: history.new }).from(history).orderBy(desc(history.id)).limit(places.length)
  expect(rows.map((row) => row.new).reverse()).toEqual([
    entry('/customers?country=FR&sort=name', { searched: true }),
    entry('/customers', { searched: true }),
    entry('/customers?country=FR'),
  ])
})
