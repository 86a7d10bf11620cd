import { type SQL, sql } from 'drizzle-orm'
import { associations, users, withheld } from '@/db/schema'
import type { AssociationKind, AssociationSource } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import { holdsAssociations, shareAssociations } from '@/lib/associations/commands'
import { type Context, transact } from '@/lib/context'
import { type Frozen, keeping } from '../kind'
import { journalOfTaken } from './association'

type Giving = {
  colleagues: readonly number[]
  as: AssociationKind | undefined
  source: AssociationSource
  ruleId: number | null
}

/**
 * Gives colleagues to a whole chunk of which no customer has any of them or had them taken off: then nothing need be
 * asked of each row, nothing can be in the way, and what was done is the chunk itself. The customers are locked before
 * that is asked, as by everybody who gives or takes.
 */
export async function giveAtOnce(ctx: Context, frozen: Frozen, giving: Giving): Promise<number | undefined> {
  const { change, position, size } = frozen
  const { colleagues, as, source, ruleId } = giving
  await shareAssociations(ctx)
  if (!(await lockUntouched(ctx, frozen, colleagues))) return undefined
  const since = sql`${ctx.now.toISOString()}::timestamptz`
  const kind = sql`coalesce(${as ?? null}::text, u.usual_kind)`
  const chunk = sql`change_chunks k cross join ${users} u`
  const condition = sql`k.change_id = ${change.id} and k.position = ${position} and ${anyOf(sql`u.id`, colleagues)}`
  const author = sql`${change.createdBy}::bigint`
  const [rule, by] = [sql`${ruleId}::bigint`, sql`${change.id}::bigint`]
  const kept = await ctx.db.execute(sql`
    with given as (
      insert into ${associations} (customer_id, user_id, kind, since, created_by, source, rule_id, change_id)
      select customer_id, u.id, ${kind}, ${since}, ${author}, ${source}::text, ${rule}, ${by}
      from ${chunk} cross join lateral unnest(k.customer_ids) as customer_id where ${condition}
    ) ${keeping(
      frozen,
      sql`select 'association', u.id, null::jsonb,
        association_state(row(null, u.id, ${kind}, ${since}, ${author}, ${source}::text, ${rule}, ${by}, false)::associations),
        k.customer_ids
      from ${chunk} where ${condition}`,
    )}`)
  return kept.count > 0 ? size : 0
}

/**
 * Locks the customers of a chunk in id order. Whether all are there, and none has one of these colleagues or had one
 * taken off.
 */
async function lockUntouched(ctx: Context, frozen: Frozen, colleagues: readonly number[]): Promise<boolean> {
  const { firstId, lastId, size } = frozen
  const [locked] = await ctx.db.execute<{ there: number }>(sql`
    select count(*)::integer as there
    from (select c.id from customers c where ${amongFrozen(sql`c.id`, frozen)} order by c.id for no key update) locked`)
  if (locked?.there !== size) return false
  // Of all from the first to the last: an index answers that at once, and one too many is only the careful way.
  const near = sql`customer_id between ${firstId} and ${lastId}`
  const [row] = await ctx.db.execute<{ untouched: boolean }>(sql`
    select not exists (select from ${associations} where ${anyOf(sql`user_id`, colleagues)} and ${near})
      and not exists (select from ${withheld} where ${anyOf(sql`user_id`, colleagues)} and ${near}) as untouched`)
  return row?.untouched ?? false
}

/**
 * Takes from a whole chunk the associations that fit a condition on `a`, locking no customer, where each has one and
 * nobody else is giving or taking in bulk just now. What a person touches meanwhile is waited for and asked about once
 * more, row by row, by the server.
 */
export async function takeAtOnce(ctx: Context, frozen: Frozen, own: SQL): Promise<number | undefined> {
  if (!(await holdsAssociations(ctx))) return undefined
  return wholly(ctx, async (ctx) => {
    const [row] = await ctx.db.execute<{ changed: number }>(sql`
      with taken as (
        delete from ${associations} a where ${amongFrozen(sql`a.customer_id`, frozen)} and ${own} returning a.*
      ), kept as (${keeping(frozen, journalOfTaken(null))} returning cardinality(customer_ids) as size)
      select case when count(*) = 1 then max(size) else (select count(distinct customer_id) from taken) end::integer as changed from kept`)
    return row?.changed === frozen.size ? frozen.size : undefined
  })
}

/**
 * Does what turns out to be the whole of it, or takes it back and answers undefined: who goes on then must not hold the
 * rows it touched.
 */
export async function wholly<T>(ctx: Context, work: (ctx: Context) => Promise<T | undefined>): Promise<T | undefined> {
  const notAll = new Error('something was touched since')
  try {
    return await transact(ctx, async (ctx) => {
      const done = await work(ctx)
      if (done === undefined) throw notAll
      return done
    })
  } catch (error) {
    if (error === notAll) return undefined
    throw error
  }
}

/** The customers of a chunk as a condition on a column of ids, as a range where nobody else is in it. */
function amongFrozen(column: SQL, { change, position, firstId, lastId, size }: Frozen): SQL {
  if (lastId - firstId === size - 1) return sql`${column} between ${firstId} and ${lastId}`
  return sql`${column} = any(array(
    select unnest(customer_ids) from change_chunks where change_id = ${change.id} and position = ${position}))`
}
