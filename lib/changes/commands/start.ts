import { eq, sql } from 'drizzle-orm'
import { changeChunks, changes, customers } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import { type Context, enqueue, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import type { Change } from '../kinds/kind'
import { getChange } from '../queries'
import { CHUNK, DONE_AT_ONCE } from '../rules'
import { changeTarget } from '../selection'
import { MARK, type SetMark, targeted } from '../where'
import { runChange } from './run'

/**
 * Starts a planned change. The set is computed once more and frozen in the same statement; if it is not the one the
 * person saw, nothing happens. Small changes are done when this returns, the others by the worker, which also
 * finishes a small one whose process died.
 */
export async function startChange(ctx: Context, key: string, seen: SetMark): Promise<void> {
  const { id, total } = await transact(ctx, async (ctx) => {
    const change = await getChange(ctx, key, { lock: true })
    if (change.state !== 'planned') return change
    const mine = change.createdBy === ctx.actor.id
    if (!mine && !(change.undoOf !== null && can(ctx.actor, 'changes.undoAny')))
      throw new Refusal('forbidden', 'forbidden')
    const mark = await freeze(ctx, change)
    if (mark.total !== seen.total || mark.fingerprint !== seen.fingerprint) {
      throw new Refusal('conflict', 'setMoved', { values: { before: seen.total, now: mark.total } })
    }
    await ctx.db
      .update(changes)
      .set({ ...mark, state: 'running', startedAt: ctx.now, createdBy: ctx.actor.id })
      .where(eq(changes.id, change.id))
    await record(ctx, {
      action: 'change.started',
      changeId: change.id,
      new: { key, kind: change.kind, total: mark.total },
    })
    await enqueue(
      ctx,
      'changes.run',
      { changeId: change.id },
      `change ${change.id}`,
      mark.total <= DONE_AT_ONCE ? 20 : 0,
    )
    return { id: change.id, total: mark.total }
  })
  if (total <= DONE_AT_ONCE) await runChange(ctx.db, id)
}

async function freeze(ctx: Context, change: Change): Promise<SetMark> {
  const target = await targeted(ctx, changeTarget.parse(change.target))
  const [mark] = await ctx.db.execute<SetMark>(sql`
    with target as materialized (
      select ${customers.id} as id from ${customers} where ${target ?? sql`true`}
    ), frozen as (
      insert into ${changeChunks} (change_id, position, customer_ids)
      select ${change.id}, chunk, array_agg(id order by id)
      from (select id, (row_number() over (order by id) - 1) / ${CHUNK} as chunk from target) placed
      group by chunk
    )
    select ${MARK} from target`)
  return mark ?? { total: 0, fingerprint: '' }
}
