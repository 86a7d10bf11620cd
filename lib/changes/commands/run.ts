import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { changeChunks, changeExceptions, changes, customers } from '@/db/schema'
import type { EXCEPTION_REASONS } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import { shareAssociations } from '@/lib/associations/commands'
import { contextFor } from '@/lib/auth/identity'
import { type Context, expectManyRows, transact } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Change, Chunk, Frozen } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { undoChunk, undoGiven } from '../kinds/undo'
import { mayDo } from './allowed'
import { type Outcome, workOnContacts } from './run-contacts'

/**
 * Does what is left of a running change, chunk by chunk, each in a transaction of its own: killed anywhere, the next
 * call goes on. Whoever started it must still be allowed to; a customer that left their portfolio meanwhile is left
 * alone.
 */
export async function runChange(db: Executor, id: number, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted()
    const [change] = await db.select().from(changes).where(eq(changes.id, id)).prepare('change').execute()
    if (change?.state !== 'running') return
    const ctx = await contextFor(db, change.createdBy)
    if (!ctx || !(await mayDo(ctx, change))) return giveUp(db, change)
    const more = await transact(ctx, async (ctx) => runChunk(ctx, change.id))
    if (!more) return
  }
}

/** Holds the change while it works on a chunk: two workers take turns, and one who stops it waits for the chunk. */
async function runChunk(ctx: Context, id: number): Promise<boolean> {
  const own = ctx.db.select().from(changes).where(eq(changes.id, id)).for('update')
  const [change] = await own.prepare('change in hand').execute()
  if (change?.state !== 'running') return false
  const frozen = await nextChunk(ctx, change)
  if (!frozen) {
    await ctx.db.update(changes).set({ state: 'done', finishedAt: sql`now()` }).where(eq(changes.id, id))
    return false
  }
  await expectManyRows(ctx)
  // A chunk that a crash takes back was not done and is done again; the end of the change, written after it, waits for
  // the disk.
  await ctx.db.execute(sql`set local synchronous_commit = off`)
  await settle(ctx, frozen, (await workAtOnce(ctx, frozen)) ?? (await workOn(ctx, frozen)))
  return true
}

async function nextChunk(ctx: Context, change: Change): Promise<Frozen | undefined> {
  const [frozen] = await ctx.db
    .select({
      position: changeChunks.position,
      firstId: sql`${changeChunks.firstId}`.mapWith(Number),
      lastId: sql`${changeChunks.lastId}`.mapWith(Number),
      size: sql<number>`cardinality(${changeChunks.customerIds})`,
    })
    .from(changeChunks)
    .where(and(eq(changeChunks.changeId, change.id), isNull(changeChunks.doneAt)))
    .orderBy(asc(changeChunks.position))
    .limit(1)
    .prepare('next chunk')
    .execute()
  return frozen && { change, ...frozen }
}

/** The common case, if this is one: the author sees every customer, so that nobody is out of reach. */
async function workAtOnce(ctx: Context, frozen: Frozen): Promise<Outcome | undefined> {
  if (visibleTo(ctx.actor) !== undefined) return undefined
  const { kind, input, undoOf } = frozen.change
  const changed = await (undoOf === null ? kindOf(kind).atOnce(ctx, input, frozen) : undoGiven(ctx, undoOf, frozen))
  return changed === undefined ? undefined : { allowed: frozen.size, changed }
}

async function workOn(ctx: Context, { change, position }: Frozen): Promise<Outcome> {
  await shareAssociations(ctx)
  const [kept] = await ctx.db
    .select({ customerIds: changeChunks.customerIds, contactIds: changeChunks.contactIds })
    .from(changeChunks)
    .where(and(eq(changeChunks.changeId, change.id), eq(changeChunks.position, position)))
  const chunk = { change, position, customerIds: kept?.customerIds ?? [], contactIds: kept?.contactIds ?? [] }
  if (chunk.contactIds.length > 0) return workOnContacts(ctx, chunk)
  const reachable = await lockReachable(ctx, chunk)
  const customerIds = await withoutRefused(ctx, { ...chunk, customerIds: reachable })
  if (customerIds.length === 0) return { allowed: 0, changed: 0 }
  const work = { ...chunk, customerIds }
  const changed = await (change.undoOf === null
    ? kindOf(change.kind).apply(ctx, change.input, work)
    : undoChunk(ctx, change.undoOf, work))
  return { allowed: customerIds.length, changed }
}

/** Locks the chunk's customers in id order and answers those the author may still know of; the others are listed. */
async function lockReachable(ctx: Context, { change, customerIds }: Chunk): Promise<readonly number[]> {
  const rows = await ctx.db
    .select({ id: customers.id })
    .from(customers)
    .where(and(anyOf(customers.id, customerIds), visibleTo(ctx.actor)))
    .orderBy(customers.id)
    .for('no key update')
  const reachable = rows.map((row) => row.id)
  if (reachable.length < customerIds.length) await list(ctx, change, 'out_of_reach', without(customerIds, reachable))
  return reachable
}

/** Those that the kind of change does not leave as they are for a reason of its own; the others are listed. */
async function withoutRefused(ctx: Context, chunk: Chunk): Promise<readonly number[]> {
  const { change, customerIds } = chunk
  if (change.undoOf !== null || customerIds.length === 0) return customerIds
  const refused = await kindOf(change.kind).refused(ctx, change.input, chunk)
  await list(ctx, change, 'from_erp', refused)
  return without(customerIds, refused)
}

function without(ids: readonly number[], others: readonly number[]): number[] {
  const gone = new Set(others)
  return ids.filter((id) => !gone.has(id))
}

async function list(
  ctx: Context,
  { id }: Change,
  reason: (typeof EXCEPTION_REASONS)[number],
  customerIds: readonly number[],
): Promise<void> {
  if (customerIds.length === 0) return
  await ctx.db.execute(sql`
    insert into ${changeExceptions} (change_id, customer_id, reason)
    select ${id}, id, ${reason} from unnest(${sql.param(customerIds)}::bigint[]) as listed(id)
    on conflict do nothing`)
}

async function settle(ctx: Context, { change: { id }, position, size }: Frozen, { allowed, changed }: Outcome) {
  await ctx.db
    .update(changes)
    .set({
      changed: sql`${changes.changed} + ${changed}`,
      already: sql`${changes.already} + ${allowed - changed}`,
      notAllowed: sql`${changes.notAllowed} + ${size - allowed}`,
    })
    .where(eq(changes.id, id))
    .prepare('counted')
    .execute()
  await ctx.db
    .update(changeChunks)
    .set({ doneAt: sql`now()`, changed })
    .where(and(eq(changeChunks.changeId, id), eq(changeChunks.position, position)))
    .prepare('chunk done')
    .execute()
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
