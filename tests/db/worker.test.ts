import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { connect } from '@/db/client'
import { customers, history, imports, settings } from '@/db/schema'
import { enqueue, transact } from '@/lib/context'
import { resumeImports } from '@/lib/imports/commands/resume'
import { checkAgain, startImport } from '@/lib/imports/commands/start'
import { planUndo } from '@/lib/imports/commands/undo'
import { type AnyJob, JOBS } from '@/lib/jobs/registry'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { systemContext } from '@/lib/system'
import { testDatabase } from '../support/database'
import { actingAs, makeCustomer, makeSettings } from '../support/make'

const { db, url } = testDatabase()

let running: Worker | undefined
let child: ChildProcess | undefined

beforeAll(async () => {
  await makeSettings(db)
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})

beforeEach(async () => {
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  await db.execute(sql`truncate customers, imports cascade`)
})

afterEach(async () => {
  await running?.stop()
  child?.kill('SIGKILL')
  running = child = undefined
})

const nothing: AnyJob = async () => undefined

/** A worker that does these jobs and lets the clock's go by. */
async function work(jobs: Record<string, AnyJob>): Promise<void> {
  running = await startWorker(url, { 'figures.midnight': nothing, ...jobs })
}

type Job = { task: string; attempts: number; error: string | null; held: boolean }

const jobsOf = (task: string) =>
  db.execute<Job>(sql`
    select task_identifier as task, attempts, last_error as error, locked_at is not null as held
    from graphile_worker.jobs where task_identifier = ${task}`)

/** Waits until something is so, and fails after a minute. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await holds()); await pause(20)) {
    if (Date.now() > end) throw new Error('it never came to be')
  }
}

test('a job runs once its transaction is committed, and never when it is taken back', async () => {
  const done: unknown[] = []
  await work({ 'test.note': async (_db, payload) => void done.push(payload) })
  const ctx = await systemContext(db)
  await transact(ctx, async (ctx) => {
    await enqueue(ctx, 'test.note', { number: 1 }, 'one')
    await pause(200)
    expect(done).toEqual([])
  })
  const lost = transact(ctx, async (ctx) => {
    await enqueue(ctx, 'test.note', { number: 2 }, 'two')
    throw new Error('changed my mind')
  })
  await expect(lost).rejects.toThrow('changed my mind')
  await until(async () => (await jobsOf('test.note')).length === 0)
  expect(done).toEqual([{ number: 1 }])
})

test('a job that fails is tried again, and what the queue and the log keep of it holds no name or address', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await work({
    'test.fail': async (db) => {
      await db.insert(customers).values({ code: 'x'.repeat(99), codeKey: 'x', name: 'Secret Name' })
    },
  })
  await enqueue(await systemContext(db), 'test.fail', { about: 'Secret Name' }, 'fails')
  await until(async () => ((await jobsOf('test.fail'))[0]?.attempts ?? 0) > 0 && !(await jobsOf('test.fail'))[0]!.held)
  expect((await jobsOf('test.fail'))[0]?.error).toBe('PostgresError 23514 customers_code_check')
  const lines = logged.mock.calls.flat().join('\n')
  expect(lines).toContain('"event":"job.failed","job":"test.fail"')
  expect(lines).not.toContain('Secret')
  logged.mockRestore()
})

/** The worker as a process of its own, once it has begun to recount everybody and waits for our lock on a customer. */
async function workerAtWork(): Promise<{ exited: Promise<unknown[]>; release: () => Promise<void> }> {
  const { id } = await makeCustomer(db)
  await db.update(settings).set({ figuresOn: '2026-01-01' })
  const { sql: other, close } = connect(url, { max: 1 })
  const held = await other.reserve()
  await held`begin`
  await held`select from customers where id = ${id} for no key update`
  await enqueue(await systemContext(db), 'figures.all', {}, 'figures.all')
  child = spawn(process.execPath, ['--import', 'tsx', 'lib/jobs/start.ts'], {
    env: { ...process.env, DATABASE_URL: url, AUTH_SECRET: 'a secret of the tests, and long enough' },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  await until(async () => (await jobsOf('figures.all'))[0]?.held === true)
  const release = async () => {
    await held`commit`
    held.release()
    await close()
  }
  return { exited, release }
}

test('a job whose worker was killed is done by the next at once', async () => {
  const { exited, release } = await workerAtWork()
  child!.kill('SIGKILL')
  await exited
  await release()
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  let again = 0
  await work({ 'figures.all': async () => void again++ })
  await until(async () => (await jobsOf('figures.all')).length === 0)
  expect(again).toBe(1)
  expect(logged.mock.calls.flat().join()).toContain('worker.jobsTakenBack')
  logged.mockRestore()
}, 90_000)

test('a worker whose start fails half-way takes no job afterwards', async () => {
  await db.execute(sql`
    create function refused() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$`)
  await db.execute(sql`
    create trigger refused before insert on graphile_worker._private_jobs
    for each row when (new.key = 'users.retire') execute function refused()`)
  const noted: unknown[] = []
  await expect(work({ 'test.note': async (_db, payload) => void noted.push(payload) })).rejects.toThrow('refused')
  await db.execute(sql`drop function refused cascade`)
  await enqueue(await systemContext(db), 'test.note', {}, 'note')
  await pause(500)
  expect(noted).toEqual([])
})

test('a job of a worker that lives is left to it', async () => {
  const { exited, release } = await workerAtWork()
  let taken = 0
  await work({ 'figures.all': async () => void taken++ })
  await pause(500)
  expect((await jobsOf('figures.all'))[0]).toMatchObject({ held: true, attempts: 1 })
  await release()
  await until(async () => (await jobsOf('figures.all')).length === 0)
  expect(taken).toBe(0)
  child!.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
}, 90_000)

test('asked to stop, the worker finishes its job first and ends well', async () => {
  const { exited, release } = await workerAtWork()
  child!.kill('SIGTERM')
  await pause(300)
  await release()
  expect(await exited).toEqual([0, null])
  expect(await jobsOf('figures.all')).toEqual([])
  expect((await db.select().from(settings))[0]?.figuresOn).not.toBe('2026-01-01')
}, 90_000)

test('asked to stop, the worker waits a bounded time for a job that does not end', async () => {
  const { exited, release } = await workerAtWork()
  child!.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  await release()
  expect(await jobsOf('figures.all')).toHaveLength(1)
}, 90_000)

test('imports follow each other, so that however many wait all other work goes on beside them', async () => {
  const ctx = await actingAs(db, { role: 'administrator', mayImport: true })
  const at = new Date()
  const file = { kind: 'customers', source: 'web', fileName: 'clients.csv', size: 1, sha256: '', mapping: ['code'] }
  const rows = await db
    .insert(imports)
    .values(
      [
        { key: 'left', state: 'running' },
        { key: 'read', state: 'read' },
        { key: 'checked', state: 'checked', checkedAt: at },
        { key: 'done', state: 'done', finishedAt: at },
      ].map((one) => ({ ...file, ...one, createdBy: ctx.actor.id })),
    )
    .returning()
  await db
    .insert(history)
    .values({ action: 'customer.updated', importId: rows.at(-1)!.id, customerId: (await makeCustomer(db)).id })
  await resumeImports(db)
  await checkAgain(ctx, 'read')
  await startImport(ctx, 'checked', { checkedAt: at })
  await planUndo(ctx, 'done')
  await enqueue(ctx, 'test.note', {}, 'note')
  const begun: string[] = []
  let atWork = 0
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const held = (name: string): AnyJob => {
    return async () => {
      begun.push(`${name} ${++atWork}`)
      await released
      atWork--
    }
  }
  const names = ['imports.check', 'imports.run', 'imports.folder']
  const noted: unknown[] = []
  await work({
    ...Object.fromEntries(names.map((name) => [name, held(name)])),
    'test.note': async (_db, payload) => void noted.push(payload),
  })
  await until(async () => noted.length > 0)
  expect(begun.length).toBe(1)
  release()
  await until(async () => (await Promise.all(names.map(jobsOf))).flat().length === 0)
  expect(begun.sort()).toEqual([
    ...['imports.check 1', 'imports.check 1'],
    ...['imports.folder 1', 'imports.run 1', 'imports.run 1'],
  ])
}, 90_000)

test('two workers do the same midnight, and the clock asks once', async () => {
  const second = await startWorker(url)
  await work({})
  await until(async () => (await jobsOf('figures.midnight')).length === 0)
  const [known] = await db.execute(sql`select count(*)::int as n from graphile_worker._private_known_crontabs
    where identifier = 'figures.midnight'`)
  expect(known).toEqual({ n: 1 })
  await second.stop()
})

test('rules, the days of hand-overs, and all that is forgotten are the clock’s, and each has somebody to do it', async () => {
  await work({})
  const known = await db.execute<{ identifier: string }>(
    sql`select identifier from graphile_worker._private_known_crontabs`,
  )
  const tasks = known.map(({ identifier }) => identifier)
  expect(tasks).toEqual(
    expect.arrayContaining([
      ...['rules.apply', 'changes.dates', 'changes.resume', 'changes.forget', 'lists.forget'],
      ...['imports.folder', 'imports.resume', 'imports.forget', 'exports.forget', 'users.retire'],
    ]),
  )
  expect(tasks.filter((task) => !(task in JOBS))).toEqual([])
})
