import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { connect, type Db } from '@/db/client'
import { copyInto } from '@/db/copy'
import { testDatabase } from '../support/database'

const { sql: other, url } = testDatabase()
const PLACES = 4
const { db, close } = connect(url, { max: PLACES })

afterAll(close)

beforeEach(async () => {
  await other`drop table if exists notes`
  await other`create table notes (word text)`
})

/** Cuts every connection of the pool under test, as an administrator or a failing server does, until the pool has noticed. */
async function cut(): Promise<void> {
  await other`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`
  await pause(50)
}

/** Every place of the pool is asked at once, and answers in good time. */
async function everyPlaceAnswers(): Promise<void> {
  const pids = await Promise.all(
    Array.from({ length: PLACES }, () =>
      db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid, pg_sleep(0.2)`),
    ),
  )
  expect(new Set(pids.map(([row]) => row?.pid)).size).toBe(PLACES)
}

const wordsOf = async () => (await other`select word from notes order by word`).map((row) => row.word)

test('a transaction whose connection is cut fails, and leaves nothing behind', async () => {
  const work = db.transaction(async (tx) => {
    await tx.execute(sql`insert into notes values ('lost')`)
    await tx.execute(sql`select pg_sleep(20)`)
  })
  await Promise.all([expect(work).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' }), pause(200).then(cut)])
  await everyPlaceAnswers()
  expect(await wordsOf()).toEqual([])
})

test('a transaction that was doing something else meanwhile sends nothing more, neither to nobody nor to whoever has its place now', async () => {
  const goOn = new AbortController()
  let last: unknown
  const work = db.transaction(async (tx) => {
    await tx.execute(sql`insert into notes values ('lost')`)
    await once(goOn.signal, 'abort')
    await tx.execute(sql`insert into notes values ('stray')`).catch((error: unknown) => {
      last = error
    })
  })
  await Promise.all([expect(work).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' }), pause(200).then(cut)])
  await everyPlaceAnswers()
  goOn.abort()
  await pause(50)
  expect(last).toMatchObject({ code: 'CONNECTION_CLOSED' })
  await everyPlaceAnswers()
  expect(await wordsOf()).toEqual([])
})

test('an error that is caught does not bring a cut transaction to its end', async () => {
  const work = db.transaction(async (tx) => {
    await tx.execute(sql`select pg_sleep(20)`).catch(() => undefined)
    return 'done'
  })
  await Promise.all([expect(work).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' }), pause(200).then(cut)])
  await everyPlaceAnswers()
})

test('what is nested in a cut transaction ends too', async () => {
  let inner: unknown
  const work = db.transaction(async (tx) => {
    const nested = tx.transaction(async (tx) => await tx.execute(sql`select pg_sleep(20)`))
    await nested.catch((error: unknown) => {
      inner = error
    })
  })
  await Promise.all([expect(work).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' }), pause(200).then(cut)])
  expect(inner).toMatchObject({ code: 'CONNECTION_CLOSED' })
  await everyPlaceAnswers()
})

test('a COPY that is cut ends', async () => {
  async function* rows(): AsyncGenerator<string[]> {
    for (let number = 0; number < 20_000; number++) {
      if (number % 1000 === 0) await pause(20)
      yield ['x'.repeat(500)]
    }
  }
  const work = db.transaction(async (tx) => await copyInto(tx, 'notes (word)', rows()))
  await Promise.all([expect(work).rejects.toBeInstanceOf(Error), pause(200).then(cut)])
  await everyPlaceAnswers()
  expect(await wordsOf()).toEqual([])
})

test('a COPY that the server refuses ends with the reason, after the last row as well as on the way', async () => {
  await other`create table if not exists counted (number integer)`
  for (const rows of [1, 100_000]) {
    async function* words(): AsyncGenerator<string[]> {
      for (let number = 0; number < rows; number++) yield ['x']
    }
    const work = db.transaction(async (tx) => {
      await tx.execute(sql`insert into notes values ('undone')`)
      await copyInto(tx, 'counted (number)', words())
    })
    await expect(work).rejects.toMatchObject({ code: '22P02' })
    await everyPlaceAnswers()
    expect(await wordsOf()).toEqual([])
  }
  await expect(db.transaction(async (tx) => copyInto(tx, 'nowhere (word)', none()))).rejects.toMatchObject({
    code: '42P01',
  })
  await db.transaction(async (tx) => copyInto(tx, 'counted (number)', one()))
  expect(await other`select number from counted`).toEqual([{ number: 7 }])
  await other`drop table counted`

  async function* none(): AsyncGenerator<string[]> {}
  async function* one(): AsyncGenerator<number[]> {
    yield [7]
  }
})

test('connections that were cut while nobody used them are noticed by nobody', async () => {
  await everyPlaceAnswers()
  await cut()
  await Promise.all(Array.from({ length: 20 }, () => insideAndOutside(db)))
})

test('connections cut again and again under load leave every place of the pool as good as new', async () => {
  let working = true
  const workers = Array.from({ length: 12 }, async () => {
    while (working) await insideAndOutside(db).catch(mustBeACut)
  })
  for (let times = 0; times < 15; times++) {
    await pause(30)
    await cut()
  }
  working = false
  await Promise.all(workers)
  for (let times = 0; times < 3; times++) await everyPlaceAnswers()
  await Promise.all(Array.from({ length: 40 }, () => insideAndOutside(db)))
})

async function insideAndOutside(db: Db): Promise<void> {
  await db.execute(sql`select ${'x'}::text, pg_sleep(0.003)`)
  await db.transaction(async (tx) => {
    await tx.execute(sql`insert into notes values (${'x'})`)
    await tx.transaction(async (tx) => await tx.execute(sql`select pg_sleep(0.003)`))
    await pause(1)
    await tx.execute(sql`delete from notes`)
  })
}

function mustBeACut(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  if (!['CONNECTION_CLOSED', 'ECONNRESET', 'EPIPE'].includes(code)) throw error
}
