import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { changeChunks, changeExceptions, changes, customers } from '@/db/schema'
import type { ChangeKind } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import { contextFor } from '@/lib/auth/identity'
import { can } from '@/lib/auth/permissions'
import { type Context, enqueue, transact } from '@/lib/context'
import type { CustomerSelection } from '@/lib/customers/selection'
import { visibleTo } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { shortId } from '@/lib/short-id'
import { type ColleaguesInput, mustExist } from './kinds/colleagues'
import type { Change } from './kinds/kind'
import { kindOf } from './kinds/registry'
import { getChange } from './queries'
import { CHUNK, DONE_AT_ONCE, mayBeUndone } from './rules'
import { changeTarget } from './selection'
import { MARK, markOf, type SetMark, targeted } from './where'

/** Plans giving colleagues to a selection, or taking them off. Nothing changes until it is started. */
export async function planChange(
  ctx: Context,
  kind: Extract<ChangeKind, 'associate' | 'disassociate'>,
  given: ColleaguesInput,
  selection: CustomerSelection,
): Promise<{ key: string }> {
  const input = kindOf(kind).parse(given) as ColleaguesInput
  await mustExist(ctx, input)
  const mark = await markOf(ctx, await targeted(ctx, selection))
  if (mark.total === 0) throw new Refusal('conflict', 'nothingSelected')
  const key = shortId()
  await ctx.db
    .insert(changes)
    .values({ key, kind, input, target: selection, ...mark, createdBy: ctx.actor.id, createdAt: ctx.now })
  return { key }
}

/**
 * Plans the undo of a change, itself a change with a page of its own. Asked twice it is the same one: a change has at
 * most one undo, by constraint; one that nobody started is taken over.
 */
export async function planUndo(ctx: Context, key: string): Promise<{ key: string }> {
  const change = await getChange(ctx, key)
  const own = change.createdBy === ctx.actor.id
  if (!can(ctx.actor, own ? 'changes.write' : 'changes.undoAny')) throw new Refusal('forbidden', 'forbidden')
  if (change.undoneBy && change.undoneState !== 'planned') return { key: change.undoneBy }
  if (!mayBeUndone({ ...change, undone: false }, ctx.now)) throw new Refusal('conflict', 'tooLateToUndo')
  const target = { kind: 'change' as const, changeId: change.id }
  const mark = await markOf(ctx, await targeted(ctx, target))
  const values = { kind: 'undo', input: { withheld: await restoresRemovals(ctx, change) }, target, ...mark }
  await ctx.db
    .insert(changes)
    .values({ key: shortId(), ...values, undoOf: change.id, createdBy: ctx.actor.id, createdAt: ctx.now })
    .onConflictDoUpdate({
      target: changes.undoOf,
      set: { createdBy: ctx.actor.id, createdAt: ctx.now },
      setWhere: eq(changes.state, 'planned'),
    })
  const [planned] = await ctx.db.select({ key: changes.key }).from(changes).where(eq(changes.undoOf, change.id))
  if (!planned) throw new Refusal('conflict', 'changedMeanwhile')
  return planned
}

/** Undoing an undo of a disassociation takes away again what a person had taken: it is withheld as it was. */
async function restoresRemovals(ctx: Context, change: Change): Promise<boolean> {
  if (change.undoOf === null) return false
  const [root] = await ctx.db.select().from(changes).where(eq(changes.id, change.undoOf))
  return root?.kind === 'disassociate' || (root !== undefined && (await restoresRemovals(ctx, root)))
}

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
