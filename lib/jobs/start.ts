import { setTimeout as pause } from 'node:timers/promises'
import { readRunningEnv } from '@/lib/env.mjs'
import { describe } from '@/lib/errors'
import { log } from '@/lib/log'
import { startWorker, type Worker } from './worker'

/** Our parent kills after fifteen seconds. A job cut off here is taken up again by the next worker. */
const PATIENCE = 10_000
const DATABASE_PATIENCE = 60_000

const asked = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => asked.abort())

// A connection that is cut while it opens is an error that the driver lets nobody catch. Our parent starts another.
process.on('uncaughtException', (error) => {
  log.error('worker.broken', describe(error))
  process.exit(1)
})

process.exit(await main())

async function main(): Promise<number> {
  const worker = await started()
  if (!worker) return asked.signal.aborted ? 0 : 1
  const leave = new Promise<'asked'>((done) => {
    if (asked.signal.aborted) done('asked')
    asked.signal.addEventListener('abort', () => done('asked'), { once: true })
  })
  const why = await Promise.race([leave, worker.ended.then(() => undefined, describe)])
  if (why !== 'asked') {
    log.error('worker.broken', why)
    return 1
  }
  await Promise.race([worker.stop(), pause(PATIENCE)])
  return 0
}

/** A database that is just being started again is waited for: dying at once would only make our parent count us out. */
async function started(): Promise<Worker | undefined> {
  const { databaseUrl } = readRunningEnv()
  const until = Date.now() + DATABASE_PATIENCE
  for (let tries = 1; !asked.signal.aborted; tries++) {
    try {
      return await startWorker(databaseUrl)
    } catch (error) {
      if (tries === 1) log.warn('worker.waits', describe(error))
      if (Date.now() > until) {
        log.error('worker.notStarted', describe(error))
        return undefined
      }
    }
    await pause(500)
  }
  return undefined
}
