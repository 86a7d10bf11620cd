import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { changeChunks, changeExceptions, changes, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { contextFor } from '@/lib/auth/identity'
import { can } from '@/lib/auth/permissions'
import { type Context, transact } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Change } from '../kinds/kind'
import { kindOf } from '../kinds/registry'

/**
 * Does what is left of a running change, chunk by chunk, each in a transaction of its own: killed anywhere, the next call
 * goes on. Whoever started it must still be allowed to; a customer that left their portfolio meanwhile is left alone.
 */
export async function runChange(db: Executor, id: number): Promise<void> {
  for (;;) {
    const [change] = await db.select().from(changes).where(eq(changes.id, id))
    if (change?.state !== 'running') return
    const ctx = await contextFor(db, change.createdBy)
    if (!ctx || !can(ctx.actor, 'changes.write')) return giveUp(db, change)
    const more = await transact(ctx, async (ctx) => runChunk(ctx, change))
    if (!more) return
  }
}

async function runChunk(ctx: Context, change: Change): Promise<boolean> {
  const undone = and(eq(changeChunks.changeId, change.id), isNull(changeChunks.doneAt))
  const [chunk] = await ctx.db
    .select()
    .from(changeChunks)
    .where(undone)
    .orderBy(changeChunks.position)
    .limit(1)
    .for('update')
  if (!chunk) {
    await ctx.db
      .update(changes)
      .set({ state: 'done', finishedAt: sql`now()` })
      .where(and(eq(changes.id, change.id), eq(changes.state, 'running')))
    return false
  }
  const allowed = await lockAllowed(ctx, chunk.customerIds)
  const changed = allowed.length === 0 ? 0 : await kindOf(change.kind).apply(ctx, change.input, allowed, change)
  await settle(ctx, change, chunk, allowed, changed)
  return true
}

/** Locks the chunk's customers in id order and answers those the actor may still know of. */
async function lockAllowed(ctx: Context, customerIds: readonly number[]): Promise<number[]> {
  const rows = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(and(anyOf(customers.id, customerIds), visibleTo(ctx.actor)))
    .orderBy(customers.id)
    .for('no key update')
  return rows.map((row) => row.id)
}

async function settle(
  ctx: Context,
  change: Change,
  chunk: typeof changeChunks.$inferSelect,
  allowed: readonly number[],
  changed: number,
): Promise<void> {
  const refused = chunk.customerIds.length - allowed.length
  if (refused > 0) {
    await ctx.db.execute(sql`
      insert into ${changeExceptions} (change_id, customer_id, reason)
      select ${change.id}, id, 'out_of_reach' from unnest(${sql.param(chunk.customerIds)}::bigint[]) as chunk(id)
      where not ${anyOf(sql`id`, allowed)}
      on conflict do nothing`)
  }
  await ctx.db
    .update(changes)
    .set({
      changed: sql`${changes.changed} + ${changed}`,
      already: sql`${changes.already} + ${allowed.length - changed}`,
      notAllowed: sql`${changes.notAllowed} + ${refused}`,
    })
    .where(eq(changes.id, change.id))
  await ctx.db
    .update(changeChunks)
    .set({ doneAt: sql`now()` })
    .where(and(eq(changeChunks.changeId, change.id), eq(changeChunks.position, chunk.position)))
}

/** Ends a change whose author may not go on. What is left counts as not allowed, so that the sum stays true. */
async function giveUp(db: Executor, change: Change): Promise<void> {
  await db
    .update(changes)
    .set({
      state: 'failed',
      finishedAt: sql`now()`,
      notAllowed: sql`${changes.total} - ${changes.changed} - ${changes.already}`,
    })
    .where(and(eq(changes.id, change.id), eq(changes.state, 'running')))
}
