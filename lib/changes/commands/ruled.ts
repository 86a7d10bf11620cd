import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { changeChunks, changes, customers } from '@/db/schema'
import { type Context, enqueue } from '@/lib/context'
import { record } from '@/lib/history'
import { shortId } from '@/lib/short-id'
import { KINDS } from '../kinds/registry'
import { CHUNK } from '../rules'
import type { ChangeTarget } from '../selection'

export type Ruled = {
  kind: 'rule_gives' | 'rule_takes'
  ruleId: number
  input: Record<string, unknown>
  /** The search of the view, where the customers are those it finds. */
  search?: string
  /** The customers it is about; those for whom nothing would change are left out. */
  where: SQL | undefined
}

/**
 * Begins a change on behalf of a rule, inside the transaction of its run: from then on it is a change like any other,
 * which the worker finishes whatever becomes of us. Where nothing would change nothing is written.
 */
export async function startRuled(ctx: Context, { kind, ruleId, search, ...ruled }: Ruled): Promise<number | undefined> {
  if (ctx.actor.kind !== 'user') throw new Error('a rule has an author')
  const key = shortId()
  const input = KINDS[kind].parse(ruled.input)
  const target: ChangeTarget = { kind: 'rule', ruleId, ...(search !== undefined && { search }) }
  const now = sql`${ctx.now.toISOString()}::timestamptz`
  const [begun] = await ctx.db.execute<{ id: string; total: number }>(sql`
    with target as materialized (
      select array_agg(${customers.id} order by ${customers.id}) as ids, count(*)::integer as total
      from ${customers} where ${and(ruled.where, KINDS[kind].differs(input))}
    ), begun as (
      insert into ${changes} (key, kind, input, target, total, fingerprint, state, rule_id, created_by, created_at, started_at)
      select ${key}, ${kind}, ${JSON.stringify(input)}::jsonb, ${JSON.stringify(target)}::jsonb, target.total, '',
        'running', ${ruleId}::bigint, ${ctx.actor.id}::bigint, ${now}, ${now}
      from target where target.total > 0
      returning id, total
    ), frozen as (
      insert into ${changeChunks} (change_id, position, customer_ids)
      select begun.id, chunk, target.ids[chunk * ${CHUNK} + 1 : (chunk + 1) * ${CHUNK}]
      from begun cross join target cross join lateral generate_series(0, (target.total - 1) / ${CHUNK}) as chunk
    )
    select id, total from begun`)
  if (!begun) return undefined
  const id = Number(begun.id)
  await record(ctx, { action: 'change.started', changeId: id, new: { key, kind, total: begun.total } })
  await enqueue(ctx, 'changes.run', { changeId: id }, `change ${id}`)
  return id
}

/**
 * Stops what a rule is giving, once the chunk at hand is done: whoever takes back afterwards then takes all of it, and
 * nothing is given behind their back.
 */
export async function stopGiving(ctx: Context, ruleId: number): Promise<void> {
  const giving = and(eq(changes.ruleId, ruleId), eq(changes.kind, 'rule_gives'), eq(changes.state, 'running'))
  const stopped = await ctx.db
    .update(changes)
    .set({ state: 'stopped', finishedAt: sql`now()` })
    .where(giving)
    .returning({ id: changes.id, key: changes.key })
  await record(ctx, ...stopped.map(({ id, key }) => ({ action: 'change.stopped', changeId: id, new: { key } })))
}

/** What runs of a rule have begun and not finished yet. */
export async function unfinishedOf(db: Executor, ruleId: number): Promise<number[]> {
  const rows = await db
    .select({ id: changes.id })
    .from(changes)
    .where(and(eq(changes.ruleId, ruleId), eq(changes.state, 'running')))
    .orderBy(asc(changes.id))
  return rows.map(({ id }) => id)
}
