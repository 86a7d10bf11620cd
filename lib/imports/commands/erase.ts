import { rm } from 'node:fs/promises'
import { and, inArray, lt, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { imports } from '@/db/schema'
import { enqueue } from '@/lib/context'
import { systemContext } from '@/lib/system'
import { fatesOf, placeOf, rowsOf } from '../where'
import { CHECKING } from './check'
import { stillKept } from './forget'

/** The files that speak of people who are no users. */
const KINDS = ['customers', 'contacts']
const AGAIN_SECONDS = 60
/** Of what ended longer ago, every night has made sure that nothing is left. */
const LONG_FORGOTTEN = 60 * 24 * 3600_000

/**
 * Forgets what is kept of files that came before somebody was erased: any may name them, also by a former name or in a
 * comment, which no search tells. What was written can still be undone, since that stands in the history; what waits to
 * be taken in has failed, and says why. One that is at work is waited for.
 */
export async function forgetForErasure(db: Executor, before: Date): Promise<void> {
  const then = and(inArray(imports.kind, KINDS), lt(imports.createdAt, before))
  const waiting = inArray(imports.state, ['uploaded', 'read', 'checked'])
  await db
    .update(imports)
    .set({ state: 'failed', problem: 'importErased', problemFacts: {}, finishedAt: sql`now()` })
    .where(and(then, waiting))
  const rows = await db
    .select({ id: imports.id, key: imports.key, state: imports.state })
    .from(imports)
    .where(and(then, stillKept(new Date(before.getTime() - LONG_FORGOTTEN))))
  const isAtWork = ({ state }: { state: string }) => state === 'checking' || state === 'running'
  for (const { id, key } of rows.filter((one) => !isAtWork(one))) {
    await db.transaction(async (db) => {
      // A check that was stopped goes on until it notices, and leaves its tables behind.
      await db.execute(sql`select pg_advisory_xact_lock(${CHECKING}, ${id}::integer)`)
      await db.execute(sql`drop table if exists ${rowsOf(id)}, ${fatesOf(id)}`)
    })
    await rm(placeOf(key), { force: true })
  }
  if (rows.some(isAtWork)) await askAgain(db, before)
}

async function askAgain(db: Executor, before: Date): Promise<void> {
  const at = before.toISOString()
  await enqueue(await systemContext(db), 'imports.erase', { before: at }, `imports.erase ${at} again`, AGAIN_SECONDS)
}
