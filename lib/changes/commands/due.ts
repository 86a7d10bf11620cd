import { and, asc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Executor } from '@/db/client'
import { changes } from '@/db/schema'
import { contextFor } from '@/lib/auth/identity'
import { type Context, today } from '@/lib/context'
import { describe, Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { getChange } from '../queries/changes'
import { markUndo } from '../queries/preview'
import { planUndo } from './plan'
import { startChange, startScheduled } from './start'

const undoing = alias(changes, 'undoing')

/**
 * Starts the hand-overs whose day has come and gives back those that have ended, each on behalf of whoever made it.
 * Where that person may not sign in any more nothing moves, and the page of the change says so.
 */
export async function keepDates(db: Executor, signal: AbortSignal): Promise<void> {
  const day = today(await systemContext(db))
  const starting = await db
    .select({ key: changes.key, author: changes.createdBy })
    .from(changes)
    .where(and(eq(changes.state, 'scheduled'), lte(changes.startsOn, day)))
    .orderBy(asc(changes.id))
  const ending = await db
    .select({ key: changes.key, author: changes.createdBy })
    .from(changes)
    .leftJoin(undoing, eq(undoing.undoOf, changes.id))
    .where(
      and(
        lte(changes.endsOn, day),
        gt(changes.changed, 0),
        inArray(changes.state, ['done', 'stopped']),
        or(isNull(undoing.id), eq(undoing.state, 'planned')),
      ),
    )
    .orderBy(asc(changes.id))
  for (const { key, author } of starting) {
    signal.throwIfAborted()
    await onBehalf(db, key, author, (ctx) => startOnItsDay(ctx, key))
  }
  for (const { key, author } of ending) {
    signal.throwIfAborted()
    await onBehalf(db, key, author, async (ctx) => {
      const undo = await planUndo(ctx, key)
      await startChange(ctx, undo.key, await markUndo(ctx, await getChange(ctx, undo.key)))
    })
  }
}

/** What can no longer be started ends here, or it would be tried for ever; its page says so. */
async function startOnItsDay(ctx: Context, key: string): Promise<void> {
  try {
    await startScheduled(ctx, key)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await ctx.db
      .update(changes)
      .set({ state: 'failed', finishedAt: ctx.now })
      .where(and(eq(changes.key, key), eq(changes.state, 'scheduled')))
    log.warn('change.refused', { key, reason: error.message })
  }
}

/** One that fails is logged and tried again the next time; the others do not wait for it. */
async function onBehalf(
  db: Executor,
  key: string,
  author: number,
  work: (ctx: Context) => Promise<void>,
): Promise<void> {
  try {
    const ctx = await contextFor(db, author)
    if (ctx) await work(ctx)
    else log.warn('change.waits', { key })
  } catch (error) {
    log.error('change.stuck', { key, ...describe(error) })
  }
}
