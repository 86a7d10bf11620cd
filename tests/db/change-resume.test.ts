import { and, eq, sql } from 'drizzle-orm'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { changeChunks, changes } from '@/db/schema'
import { planChange } from '@/lib/changes/commands/plan'
import { resumeChanges } from '@/lib/changes/commands/resume'
import { rateOf, restOf } from '@/lib/changes/queries/progress'
import { enqueue } from '@/lib/context'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { beginSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { actingAs, makeCustomers, makeSettings, makeUser } from '../support/make'

const { db, url } = testDatabase()
let worker: Worker | undefined

beforeAll(async () => {
  await makeSettings(db)
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

/** A change that is running and whose job was tried so often. */
async function running(attempts: number): Promise<number> {
  const ctx = await actingAs(db, { role: 'collector' })
  const given = { colleagues: [(await makeUser(db)).id] }
  const { key } = await planChange(ctx, 'associate', given, { kind: 'ids', ids: await makeCustomers(db, 4) })
  const id = await beginSmall(db, key, 2)
  await enqueue(ctx, 'changes.run', { changeId: id }, `change ${id}`, 3600)
  await db.execute(sql`update graphile_worker._private_jobs set attempts = ${attempts} where key = ${`change ${id}`}`)
  return id
}

const jobsOf = (id: number) =>
  db.execute<{ attempts: number; due: boolean }>(
    sql`select attempts, run_at <= now() as due from graphile_worker.jobs where key = ${`change ${id}`}`,
  )

test('a change whose job was tried as often as it may be is taken up by the next worker', async () => {
  const id = await running(25)
  worker = await startWorker(url)
  const state = async () => (await db.select().from(changes).where(eq(changes.id, id)))[0]
  await expect.poll(state).toMatchObject({ state: 'done', changed: 4 })
})

test('a change whose job waits, or is worked on, is left to it', async () => {
  const [waits, held] = [await running(3), await running(25)]
  await db.execute(
    sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody' where key = ${`change ${held}`}`,
  )
  await resumeChanges(db)
  expect(await jobsOf(waits)).toEqual([{ attempts: 3, due: false }])
  expect(await jobsOf(held)).toEqual([{ attempts: 25, due: false }])
})

test('a change that lost its job gets another, and only one', async () => {
  const id = await running(0)
  await db.execute(sql`delete from graphile_worker._private_jobs`)
  await resumeChanges(db)
  await resumeChanges(db)
  expect(await jobsOf(id)).toEqual([{ attempts: 0, due: true }])
})

test('a change that runs tells how many a second it has done since it was begun or gone on with, and how many are left', async () => {
  const ctx = await actingAs(db, { role: 'collector' })
  const id = await running(0)
  const ago = (seconds: number) => new Date(ctx.now.getTime() - seconds * 1000)
  const [change] = await db
    .update(changes)
    .set({ startedAt: ago(10) })
    .where(eq(changes.id, id))
    .returning()
  const rate = () => rateOf(ctx, { ...change!, total: 4000 })
  expect([await rate(), await restOf(ctx, id)]).toEqual([0, 4])
  const first = and(eq(changeChunks.changeId, id), eq(changeChunks.position, 0))
  await db
    .update(changeChunks)
    .set({ doneAt: ago(4) })
    .where(first)
  const chunks = await db.$count(changeChunks, eq(changeChunks.changeId, id))
  expect(await rate()).toBe(Math.round(400 / chunks))
  expect(await restOf(ctx, id)).toBe(4 - 4 / chunks)
  await db
    .update(changeChunks)
    .set({ doneAt: ago(11) })
    .where(first)
  expect(await rate()).toBe(0)
})
