import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, type Runner, run, type WorkerEvents } from 'graphile-worker'
import { connect, type Db } from '@/db/client'
import { describe } from '@/lib/errors'
import { log } from '@/lib/log'
import { openPresence } from './presence'
import { type AnyJob, JOBS } from './registry'
import { AT_START, once, SCHEDULE } from './schedule'

const CONCURRENCY = 2
/** Between the wish to stop and asking the running jobs to pause at their next safe place. */
const ABORT_AFTER = 4000
const LONGEST_STATEMENT = 10 * 60_000
/** How long a worker may say nothing before its jobs are another's and what it had not committed is taken back. */
const LEASE = 60_000

export type Worker = {
  /** Resolves when the worker was stopped, rejects when it cannot go on. */
  ended: Promise<void>
  /** Takes no further job, waits for those that run, and gives everything back. */
  stop: () => Promise<void>
}

/** Starts working off the queue and the clock. Any number of workers may run at once. */
export async function startWorker(
  url: string,
  jobs: Readonly<Record<string, AnyJob>> = JOBS,
  lease = LEASE,
): Promise<Worker> {
  const { db, close } = connect(url, { max: CONCURRENCY + 1, statementTimeout: LONGEST_STATEMENT, silence: lease })
  const presence = openPresence(url, lease)
  const letGo = async () => void (await Promise.all([presence.close(), close()]))
  try {
    await presence.sweep()
    const events: WorkerEvents = new EventEmitter()
    const broken = new Promise<never>((_, reject) => {
      // The library goes on with one worker fewer and never replaces it: our parent does, with all of them.
      events.on('worker:fatalError', ({ error }) => reject(error))
    })
    const runner = await run({
      connectionString: url,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      gracefulShutdownAbortTimeout: ABORT_AFTER,
      logger: new Logger(logged),
      events,
      preset: { plugins: [{ name: 'presence', version: '1', worker: { hooks: { startWorker: appearing } } }] },
      taskList: Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, performed(db, name, job)])),
      parsedCronItems: parseCronItems([...SCHEDULE]),
    })
    await askAtStart(runner)
    log.info('worker.started')
    return { ended: Promise.race([runner.promise, broken]), stop: () => stopped(runner, letGo) }
  } catch (error) {
    await letGo()
    throw error
  }

  async function appearing(_: unknown, { worker }: { worker: { workerId: string } }): Promise<void> {
    await presence.appear(worker.workerId)
  }
}

/** Where that fails, so does the start: the runner must not stay, take jobs, and fail each of them without a pool. */
async function askAtStart(runner: Runner): Promise<void> {
  try {
    for (const task of AT_START) await runner.addJob(task, {}, once(task))
  } catch (error) {
    await runner.stop().catch((error: unknown) => log.warn('worker.notStopped', describe(error)))
    throw error
  }
}

async function stopped(runner: Runner, letGo: () => Promise<void>): Promise<void> {
  await runner.stop()
  await letGo()
  log.info('worker.stopped')
}

/**
 * A job as the queue calls it. What fails is logged here once and thrown on without its words, because the queue keeps
 * them, and a statement's words hold names and addresses.
 */
function performed(db: Db, name: string, job: AnyJob) {
  return async (payload: unknown, helpers: { job: { id: string; attempts: number }; abortSignal?: AbortSignal }) => {
    try {
      await job(db, payload, helpers.abortSignal ?? new AbortController().signal)
    } catch (error) {
      const reason = describe(error)
      if (helpers.abortSignal?.aborted) log.info('job.paused', { job: name, id: helpers.job.id })
      else log.error('job.failed', { job: name, id: helpers.job.id, attempt: helpers.job.attempts, ...reason })
      throw new Error([reason.error, reason.code, reason.constraint].filter(Boolean).join(' '))
    }
  }
}

/** The library's own log: only what is wrong, and never the failure of a job, which was logged in our words. */
function logged() {
  return (level: string, message: string, meta?: { failure?: boolean }): void => {
    if ((level !== 'error' && level !== 'warning') || meta?.failure) return
    log.warn('worker.troubled', { message: message.split('\n')[0] })
  }
}
