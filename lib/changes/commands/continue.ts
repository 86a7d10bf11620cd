import { eq, sql } from 'drizzle-orm'
import { changes } from '@/db/schema'
import { type Context, enqueue, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { getChange } from '../queries/changes'
import { restOf } from '../queries/progress'
import { inTimeToUndo } from '../rules'
import { mayDo } from './allowed'
import { mustNotBeRepeated } from './plan'

/**
 * Goes on with an undo that was stopped, or whose author might not go on: a change has one undo, and what that did not
 * reach could be undone by nothing else. Whoever goes on is its author from then on. One that goes on already, or has
 * nothing left, stays as it is.
 */
export async function continueUndo(ctx: Context, key: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const undo = await getChange(ctx, key, { lock: true })
    const { id, undoOf, state, kind } = undo
    if (undoOf === null || !(await mayDo(ctx, undo))) throw new Refusal('forbidden', 'forbidden')
    if (state !== 'stopped' && state !== 'failed') return
    const [original] = await ctx.db.select().from(changes).where(eq(changes.id, undoOf))
    if (!original || !inTimeToUndo(original, ctx.now)) throw new Refusal('conflict', 'tooLateToUndo')
    await mustNotBeRepeated(ctx, original)
    // What is being given back again just now would be taken from under it.
    if (undo.undoneState === 'running') throw new Refusal('conflict', 'changedMeanwhile')
    const rest = await restOf(ctx, id)
    if (rest === 0) return
    const given = state === 'failed' ? { notAllowed: sql`${changes.notAllowed} - ${rest}` } : {}
    await ctx.db
      .update(changes)
      .set({ ...given, state: 'running', startedAt: ctx.now, finishedAt: null, createdBy: ctx.actor.id })
      .where(eq(changes.id, id))
    await record(ctx, { action: 'change.continued', changeId: id, new: { key, kind, total: rest } })
    await enqueue(ctx, 'changes.run', { changeId: id }, `change ${id}`)
  })
}
