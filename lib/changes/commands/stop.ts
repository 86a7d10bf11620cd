import { eq, sql } from 'drizzle-orm'
import { changes } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { getChange } from '../queries/changes'

/**
 * Stops a running change after the chunk it is at, or one that waits for its day. What was done stays, and can be
 * undone; the rest was not reached. Whoever may undo it may stop it. A change that has ended already stays as it ended.
 */
export async function stopChange(ctx: Context, key: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const change = await getChange(ctx, key, { lock: true })
    if (change.createdBy !== ctx.actor.id && !can(ctx.actor, 'changes.undoAny'))
      throw new Refusal('forbidden', 'forbidden')
    if (change.state !== 'running' && change.state !== 'scheduled') return
    await ctx.db.update(changes).set({ state: 'stopped', finishedAt: sql`now()` }).where(eq(changes.id, change.id))
    await record(ctx, { action: 'change.stopped', changeId: change.id, new: { key } })
  })
}
