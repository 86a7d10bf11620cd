import postgres from 'postgres'
import type { Sql } from '@/db/client'
import { mayBeAskedAgain } from '@/db/cut'
import { describe } from '@/lib/errors'
import { log } from '@/lib/log'

/** Tells our advisory locks from everybody else's. */
const SPACE = 7_302_020
const BEATS_A_LEASE = 3

type Presence = {
  /** Must be awaited before this worker takes its first job. */
  appear: (worker: string) => Promise<void>
  /** Gives back the jobs of workers that are gone, and answers how many workers those were. */
  sweep: () => Promise<number>
  close: () => Promise<void>
}

/**
 * Who is at work. A worker that is killed leaves its job locked, and the queue by itself would wait four hours before
 * it hands the job to another. So each worker holds an advisory lock on a connection of its own: whose lock is free is
 * gone. One that is frozen, or cut off without a word, holds it no longer than `lease` milliseconds: then the server
 * ends the connection. The lock is taken again at every beat, because a connection that was lost and found has
 * forgotten it.
 */
export function openPresence(url: string, lease: number): Presence {
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: { application_name: 'encours worker', idle_session_timeout: lease },
  })
  const own: string[] = []
  const beat = setInterval(() => {
    hold(sql, own)
      .then(() => sweep(sql, own))
      .catch((error) => log.warn('worker.presenceFailed', describe(error)))
  }, lease / BEATS_A_LEASE)
  return {
    appear: async (worker) => {
      own.push(worker)
      await hold(sql, own)
    },
    sweep: () => sweep(sql, own),
    close: async () => {
      clearInterval(beat)
      await sql.end({ timeout: 2 })
    },
  }
}

async function hold(sql: Sql, own: readonly string[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await sql`select pg_try_advisory_lock_shared(hashtextextended(worker, ${SPACE})) from unnest(${own}::text[]) as worker`
      return
    } catch (error) {
      if (!mayBeAskedAgain(error, tries)) throw error
    }
  }
}

async function sweep(sql: Sql, own: readonly string[]): Promise<number> {
  const [row] = await sql<{ gone: number }[]>`
    with gone as materialized (
      select worker
      from (select distinct locked_by as worker from graphile_worker.jobs where locked_by <> all(${own}::text[])) held
      where pg_try_advisory_xact_lock(hashtextextended(worker, ${SPACE}))
    )
    select count(*)::integer as gone, graphile_worker.force_unlock_workers(array_agg(worker)) from gone`
  if (row && row.gone > 0) log.warn('worker.jobsTakenBack', { workers: row.gone })
  return row?.gone ?? 0
}
