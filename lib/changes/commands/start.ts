import { eq, sql } from 'drizzle-orm'
import { changeChunks, changes, contacts, customers } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import { type Context, enqueue, today, transact } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { visibleTo } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import type { Change } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { forecastUndo } from '../kinds/undo-forecast'
import { getChange } from '../queries/changes'
import { CHUNK, DONE_AT_ONCE, inTimeToUndo } from '../rules'
import { decisionMark, MARK, markOfUndo, rowsOf, type SetMark, type Target, targeted } from '../where'
import { mustComeBack, mustNotBeRepeated } from './plan'
import { runChange } from './run'

/** Seconds after which the worker looks whether a change that is done at once was really done. */
const GRACE = 20

/**
 * Starts a planned change. The set is computed once more and frozen in the same statement; if it is not the one the
 * person saw, nothing happens. Small changes are done when this returns, the others by the worker, which also
 * finishes a small one whose process died.
 */
export async function startChange(ctx: Context, key: string, seen: SetMark): Promise<void> {
  const { id, total } = await searching(ctx, () => transact(ctx, (ctx) => beginSeen(ctx, key, seen)))
  if (total > 0 && total <= DONE_AT_ONCE) await runChange(ctx.db, id)
}

async function beginSeen(ctx: Context, key: string, seen: SetMark): Promise<{ id: number; total: number }> {
  const change = await getChange(ctx, key, { lock: true })
  if (change.state !== 'planned') return change
  const mine = change.createdBy === ctx.actor.id
  if (!mine && !(change.undoOf !== null && can(ctx.actor, 'changes.undoAny')))
    throw new Refusal('forbidden', 'forbidden')
  if (!seen.fingerprint.endsWith(decisionMark(change))) throw new Refusal('conflict', 'decidedAnew')
  if (change.undoOf === null) await kindOf(change.kind).check(ctx, change.input)
  mustComeBack(ctx, change)
  if (change.startsOn !== null && change.startsOn > today(ctx)) return schedule(ctx, change)
  const mark = change.undoOf === null ? await freeze(ctx, change) : await freezeUndo(ctx, change, change.undoOf)
  if (mark.total !== seen.total || mark.fingerprint + decisionMark(change) !== seen.fingerprint) {
    throw new Refusal('conflict', 'setMoved', { values: { before: seen.total, now: mark.total } })
  }
  return begin(ctx, change, mark)
}

/**
 * Starts a scheduled change whose day has come, with the customers that it means on that day; the worker does the rest.
 */
export async function startScheduled(ctx: Context, key: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const change = await getChange(ctx, key, { lock: true })
    if (change.state !== 'scheduled' || change.startsOn === null || change.startsOn > today(ctx)) return
    await begin(ctx, change, await freeze(ctx, change))
  })
}

async function begin(ctx: Context, change: Change, mark: SetMark): Promise<{ id: number; total: number }> {
  const { id, key, kind } = change
  const { total } = mark
  await ctx.db
    .update(changes)
    .set({ ...mark, state: 'running', startedAt: ctx.now, createdBy: ctx.actor.id })
    .where(eq(changes.id, id))
  await record(ctx, { action: 'change.started', changeId: id, new: { key, kind, total } })
  await enqueue(ctx, 'changes.run', { changeId: id }, `change ${id}`, total <= DONE_AT_ONCE ? GRACE : 0)
  return { id, total }
}

/** Which customers it will be is asked on the day: who comes or goes until then is counted in. */
async function schedule(ctx: Context, change: Change): Promise<{ id: number; total: number }> {
  await ctx.db
    .update(changes)
    .set({ state: 'scheduled', startedAt: ctx.now, createdBy: ctx.actor.id })
    .where(eq(changes.id, change.id))
  const { key, kind, startsOn } = change
  await record(ctx, { action: 'change.scheduled', changeId: change.id, new: { key, kind, startsOn } })
  return { id: change.id, total: 0 }
}

async function freeze(ctx: Context, change: Change): Promise<SetMark> {
  const target = await targeted(ctx, change.target)
  if (target.about === 'contacts') return freezeContacts(ctx, change, target)
  const [mark] = await ctx.db.execute<SetMark>(sql`
    with target as materialized (
      select ${customers.id} as id ${rowsOf(target)}
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
 * Contacts, each beside its customer. Those of one customer are in one chunk, whatever becomes of its star; where
 * people are written those of one person are, in the chunk of the first customer, or the second would find it done
 * already.
 */
async function freezeContacts(ctx: Context, change: Change, target: Target): Promise<SetMark> {
  const kind = kindOf(change.kind)
  const byPerson = kind.about === 'contacts' && kind.ofPeople
  const anchor = byPerson
    ? sql`min(${contacts.customerId}) over (partition by ${contacts.personId})`
    : sql`${contacts.customerId}`
  const [mark] = await ctx.db.execute<SetMark>(sql`
    with target as materialized (
      select ${contacts.id} as id, ${contacts.customerId} as customer_id, ${anchor} as anchor ${rowsOf(target)}
    ), frozen as (
      insert into ${changeChunks} (change_id, position, customer_ids, contact_ids)
      select ${change.id}, chunk, array_agg(customer_id order by customer_id, id), array_agg(id order by customer_id, id)
      from (select *, (rank() over (order by anchor) - 1) / ${CHUNK} as chunk from target) placed
      group by chunk
    )
    select ${MARK} from target`)
  return mark ?? { total: 0, fingerprint: '' }
}

/** The chunks that were done, as they were frozen then: the set cannot have moved. The time to undo may have passed. */
async function freezeUndo(ctx: Context, change: Change, undoOf: number): Promise<SetMark> {
  // Held, and ended: an undo that was stopped may be gone on with.
  const [original] = await ctx.db.select().from(changes).where(eq(changes.id, undoOf)).for('share')
  if (original?.state === 'running') throw new Refusal('conflict', 'changedMeanwhile')
  if (!original || !inTimeToUndo(original, ctx.now)) throw new Refusal('conflict', 'tooLateToUndo')
  await mustNotBeRepeated(ctx, original)
  // A change has one undo: one that reaches nobody, because the customers left its author's portfolio, must not use it
  // up.
  const scope = visibleTo(ctx.actor)
  if (scope && (await forecastUndo(ctx, change, undoOf, scope)).will === 0)
    throw new Refusal('conflict', 'nothingToUndo')
  await ctx.db.execute(sql`
    insert into ${changeChunks} (change_id, position, customer_ids, contact_ids)
    select ${change.id}::bigint, position, customer_ids, contact_ids from ${changeChunks} where change_id = ${undoOf} and done_at is not null`)
  return markOfUndo(ctx, undoOf)
}
