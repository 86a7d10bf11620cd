import { and, eq, inArray, isNull, lte, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Executor } from '@/db/client'
import { changes } from '@/db/schema'
import { contextFor } from '@/lib/auth/identity'
import { today } from '@/lib/context'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { getChange } from '../queries/changes'
import { previewChange } from '../queries/preview'
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
  const ending = await db
    .select({ key: changes.key, author: changes.createdBy })
    .from(changes)
    .leftJoin(undoing, eq(undoing.undoOf, changes.id))
    .where(
      and(
        lte(changes.endsOn, day),
        inArray(changes.state, ['done', 'stopped']),
        or(isNull(undoing.id), eq(undoing.state, 'planned')),
      ),
    )
  for (const { key, author } of starting) await onBehalf(db, key, author, signal, (ctx) => startScheduled(ctx, key))
  for (const { key, author } of ending) {
    await onBehalf(db, key, author, signal, async (ctx) => {
      const undo = await planUndo(ctx, key)
      await startChange(ctx, undo.key, await previewChange(ctx, await getChange(ctx, undo.key)))
    })
  }
}

async function onBehalf(
  db: Executor,
  key: string,
  author: number,
  signal: AbortSignal,
  work: (ctx: NonNullable<Awaited<ReturnType<typeof contextFor>>>) => Promise<void>,
): Promise<void> {
  signal.throwIfAborted()
  const ctx = await contextFor(db, author)
  if (ctx) await work(ctx)
  else log.warn('change.waits', { key })
}
