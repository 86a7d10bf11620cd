import { setTimeout as pause } from 'node:timers/promises'
import { arm, letPass, type Point, reached } from './gate'
import type { Prepared } from './prepare'
import { asking, copyDatabase, type Server } from './server'
import { type Standing, surplus } from './standing'
import { type Keeper, keepWorker } from './worker'

export type Victim = 'worker' | 'PostgreSQL' | 'connections'
export type Kill = Point & { victim: Victim }
export type Outcome = { kills: number; lost: string[]; doubled: string[]; same: boolean }

const WAIT = 120_000

/** Lets a worker do everything in a copy of the prepared database, and nobody disturb it. */
export async function undisturbed(server: Server, prepared: Prepared): Promise<Standing> {
  return inCopy(server, prepared, async (database, worker) => {
    await finished(server, database, prepared, worker)
    return asking(server.url(database), prepared.trial.standingOf)
  })
}

/** The same, but somebody is killed at each of the points; where nothing is left of the worker another begins. */
export async function disturbed(
  server: Server,
  prepared: Prepared,
  kills: readonly Kill[],
  expected: Standing,
): Promise<Outcome> {
  return inCopy(server, prepared, async (database, worker) => {
    await asking(server.url(database), (sql) => arm(sql, kills))
    for (const point of kills) {
      await asking(server.url(database), (sql) => reached(sql, point, worker.tend))
      await killed(server, database, point.victim, worker)
      await asking(server.url(database), (sql) => letPass(sql, point))
    }
    await finished(server, database, prepared, worker)
    const found = await asking(server.url(database), prepared.trial.standingOf)
    return {
      kills: kills.length,
      lost: surplus(expected, found),
      doubled: surplus(found, expected),
      same: found.hash === expected.hash,
    }
  })
}

async function killed(server: Server, database: string, victim: Victim, worker: Keeper): Promise<void> {
  if (victim === 'worker') return worker.kill()
  if (victim === 'connections') {
    await asking(
      server.url(database),
      (sql) => sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'encours%'`,
    )
    return
  }
  await server.kill()
  await server.startAgain()
}

/** Until all has ended and its job is off the queue. */
async function finished(server: Server, database: string, { trial }: Prepared, worker: Keeper): Promise<void> {
  for (const until = Date.now() + WAIT; ; await pause(20)) {
    worker.tend()
    const left = await asking(server.url(database), trial.left)
    if (left.length === 0) return
    if (Date.now() > until) throw new Error(`it did not end:\n${worker.output()}`)
  }
}

let copies = 0

async function inCopy<T>(
  server: Server,
  { database: original, trial }: Prepared,
  work: (database: string, worker: Keeper) => Promise<T>,
): Promise<T> {
  const database = `copy_${++copies}`
  await copyDatabase(server, database, original)
  const worker = keepWorker(server.url(database), trial)
  try {
    return await work(database, worker)
  } finally {
    await worker.kill()
    await asking(server.url('postgres'), (sql) => sql.unsafe(`drop database ${database} with (force)`))
  }
}
