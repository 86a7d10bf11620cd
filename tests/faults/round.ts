import { setTimeout as pause } from 'node:timers/promises'
import { arm, hurry, letPass, type Point, reached } from './gate'
import type { Prepared } from './prepare'
import { asking, copyDatabase, type Server } from './server'
import { type Standing, surplus } from './standing'
import { openWire, type Wire } from './wire'
import { type Keeper, keepWorker } from './worker'

/** Killed are the worker, PostgreSQL, and sessions by their server; the rest is about the wire, or stops a worker and lets it go on. */
const WHATS = ['worker', 'PostgreSQL', 'sessions', 'cut', 'reset', 'slow', 'fast', 'freeze', 'thaw'] as const
export type Fault = Point & { what: (typeof WHATS)[number] }
export type Outcome = { faults: number; lost: string[]; doubled: string[]; same: boolean }
export type Stage = { server: Server; database: string; worker: Keeper; wire: Wire | undefined }

const WAIT = 180_000
const LATENCY = 500
const OF_THE_WIRE: readonly Fault['what'][] = ['cut', 'reset', 'slow']
/** They end what another began. */
const HARMLESS: readonly Fault['what'][] = ['fast', 'thaw']

/** Lets a worker do everything in a copy of the prepared database, and nobody disturb it. */
export async function undisturbed(server: Server, prepared: Prepared): Promise<Standing> {
  return onStage(server, prepared, {}, (stage) => ending(stage, prepared))
}

/** The same with every fault in its turn; where nothing is left of the worker another begins. */
export async function disturbed(
  server: Server,
  prepared: Prepared,
  faults: readonly Fault[],
  { expected, env = {} }: { expected: Standing; env?: Record<string, string> | undefined },
): Promise<Outcome> {
  const wired = faults.some(({ what }) => OF_THE_WIRE.includes(what))
  return onStage(server, prepared, { env, wired }, async (stage) => {
    const url = server.url(stage.database)
    await asking(url, (sql) => arm(sql, faults))
    for (const fault of faults) {
      await asking(url, (sql) => reached(sql, fault, stage.worker.tend))
      await happen(stage, fault.what)
      await asking(url, (sql) => letPass(sql, fault))
    }
    const found = await ending(stage, prepared)
    return {
      faults: faults.filter(({ what }) => !HARMLESS.includes(what)).length,
      lost: surplus(expected, found),
      doubled: surplus(found, expected),
      same: found.hash === expected.hash,
    }
  })
}

async function happen({ server, database, worker, wire }: Stage, what: Fault['what']): Promise<void> {
  if (what === 'worker') return worker.kill()
  if (what === 'freeze') return worker.freeze()
  if (what === 'cut') return wire?.cut()
  if (what === 'reset') return wire?.reset()
  if (what === 'slow' || what === 'fast') return wire?.delay(what === 'slow' ? LATENCY : 0)
  if (what === 'thaw') {
    // Time to do what it should not, while the other stands where it is.
    return thawed(worker)
  }
  if (what === 'PostgreSQL') {
    await server.kill()
    return server.startAgain()
  }
  await asking(
    server.url(database),
    (sql) => sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'encours%'`,
  )
}

/** Until all has ended and its job is off the queue; and what there is then. */
export async function ending({ server, database, worker }: Stage, { trial }: Prepared): Promise<Standing> {
  return asking(server.url(database), async (sql) => {
    for (const until = Date.now() + WAIT; ; await pause(20)) {
      worker.tend()
      if ((await trial.left(sql)).length === 0) break
      if (Date.now() > until) throw new Error(`it did not end:\n${worker.output()}`)
      await hurry(sql)
    }
    await thawed(worker)
    return trial.standingOf(sql)
  })
}

async function thawed(worker: Keeper): Promise<void> {
  if (worker.thaw()) await pause(500)
}

type Setting = { env?: Record<string, string>; wired?: boolean }

let copies = 0

/** An equal copy of the prepared database, a worker for it, and where asked a wire between the two. Gone afterwards. */
export async function onStage<T>(
  server: Server,
  { database: original, trial }: Prepared,
  { env = {}, wired = false }: Setting,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const database = `copy_${++copies}`
  await copyDatabase(server, database, original)
  const wire = wired ? await openWire(() => server.url(database)) : undefined
  const program = Object.keys(env).length > 0 ? 'tests/faults/small-worker.ts' : trial.program
  const worker = keepWorker(wire?.url ?? server.url(database), { program, env: { ...trial.env, ...env } })
  try {
    return await work({ server, database, worker, wire })
  } finally {
    await worker.kill()
    wire?.close()
    await asking(server.url('postgres'), (sql) => sql.unsafe(`drop database ${database} with (force)`))
  }
}
