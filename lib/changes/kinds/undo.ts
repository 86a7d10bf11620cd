import { sql } from 'drizzle-orm'
import { changeEffects } from '@/db/schema'
import type { CustomerFactName } from '@/db/schema/vocabulary'
import { anyOf, ids } from '@/db/sql'
import { holdsAssociations } from '@/lib/associations/commands'
import type { Context } from '@/lib/context'
import { wholly } from './facts/association-at-once'
import { json, type State } from './facts/fact'
import { FACT_OF } from './facts/registry'
import { type Chunk, countKept, type Frozen, keeping } from './kind'
import { GIVEN_BY_IT } from './undo-forecast'

type Effect = { id: number; fact: CustomerFactName; subject: number | null; before: State; after: State }

/**
 * Turns back what a change did in one chunk, the last first. What somebody touched since stays, and its customers
 * are listed. Answers how many customers went back, in part at least. The customers are locked.
 */
export async function undoChunk(ctx: Context, undoOf: number, chunk: Chunk): Promise<number> {
  for (const effect of await effectsOf(ctx, undoOf, chunk.position)) await turnBack(ctx, effect, chunk)
  await listMoved(ctx, undoOf, chunk)
  return countKept(ctx, chunk)
}

async function effectsOf(ctx: Context, changeId: number, position: number): Promise<Effect[]> {
  const rows = await ctx.db.execute<Omit<Effect, 'id' | 'subject'> & { id: string; subject: string | null }>(sql`
    select id, fact, subject, before, after from ${changeEffects}
    where change_id = ${changeId} and position = ${position} order by id desc`)
  return rows.map(({ id, subject, ...effect }) => ({
    ...effect,
    id: Number(id),
    subject: subject === null ? null : Number(subject),
  }))
}

async function turnBack(ctx: Context, { id, fact, subject, before, after }: Effect, chunk: Chunk): Promise<void> {
  const { state, turn } = FACT_OF[fact]
  await ctx.db.execute(sql`
    with journal as (
      select unnest(customer_ids) as id from change_effects where id = ${id}
      intersect select unnest(${ids(chunk.customerIds)})
    ), those as (
      select id from journal join customers using (id) where ${state(sql`journal.id`, sql`${subject}::bigint`)} is not distinct from ${json(after)}
    ), ${turn({ subject, from: after, to: before, by: chunk.change.createdBy })}
    ${keeping(
      chunk,
      sql`select ${fact}::text, ${subject}::bigint, ${json(after)}, ${json(before)}, array_agg(id order by id) from turned having count(*) > 0`,
    )}`)
}

/**
 * The common case, in one statement that locks no customer: all that an associating chunk gave is still as it was
 * given, and nobody else is giving or taking colleagues in bulk just now, who would have to wait for this chunk.
 * Answers undefined, and has done nothing, where that is not so.
 */
export async function undoGiven(
  ctx: Context,
  undoOf: number,
  { change: { id }, position, firstId, lastId, size }: Frozen,
): Promise<number | undefined> {
  const [journal] = await ctx.db.execute<{ pairs: number; given: boolean; changed: number; users: string[] }>(sql`
    select coalesce(sum(cardinality(e.customer_ids)), 0)::integer as pairs, k.changed, array_agg(distinct e.subject) as users,
      coalesce(bool_and(${GIVEN_BY_IT}), false) as given
    from change_chunks k left join change_effects e using (change_id, position)
    where k.change_id = ${undoOf} and k.position = ${position}
    group by k.change_id, k.position`)
  if (!journal?.given || !(await holdsAssociations(ctx))) return undefined
  // Ids that lie close together are a walk along the index of each user, which meets no association of others.
  const of =
    lastId - firstId < 4 * size
      ? sql`customer_id between ${firstId} and ${lastId}`
      : sql`customer_id = any(array(select unnest(customer_ids) from change_chunks where change_id = ${id} and position = ${position}))`
  return wholly(ctx, async (ctx) => {
    const gone = await ctx.db.execute(sql`
      delete from associations where ${of} and ${anyOf(sql`user_id`, journal.users.map(Number))} and change_id = ${undoOf}`)
    if (gone.count !== journal.pairs) return undefined
    await ctx.db.execute(sql`
      insert into change_effects (change_id, position, fact, subject, before, after, customer_ids)
      select ${id}::bigint, position, fact, subject, after, before, customer_ids
      from change_effects where change_id = ${undoOf} and position = ${position} order by id desc`)
    return journal.changed
  })
}

/** Customers that went back in part only, or not at all because somebody touched them since. */
async function listMoved(ctx: Context, undoOf: number, { change, position, customerIds }: Chunk): Promise<void> {
  await ctx.db.execute(sql`
    insert into change_exceptions (change_id, customer_id, reason)
    select ${change.id}, id, case when count(*) filter (where undone) > 0 then 'partly' else 'moved' end
    from (
      select unnest(customer_ids) as id, false as undone from change_effects where change_id = ${undoOf} and position = ${position}
      union all
      select unnest(customer_ids), true from change_effects where change_id = ${change.id} and position = ${position}
    ) journal
    where id = any(${ids(customerIds)})
    group by id
    having count(*) filter (where undone) < count(*) filter (where not undone)
    on conflict do nothing`)
}
