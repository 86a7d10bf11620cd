import { type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { visibleTo } from '@/lib/customers/where'
import { readingMany } from '../kinds/contact-kind'
import { collectorIn } from '../kinds/facts/collector'
import type { Named } from '../kinds/kind'
import { countIntact, stillAsLeft } from '../kinds/undo-forecast'
import { standBefore, type TurnedBack } from '../rules/turned-back'
import { countHeld, type Load, MOST_WEIGHED, SAMPLES, type Sample, standing } from './standing'

/** One customer may stand in the journal once for each of so many colleagues. */
const OF_ONE = 20

type Place = { id: number; position: number }

/** The first customers of the journal that an undo turns back, by code, as they stand and as they would. */
export async function sampleUndo(ctx: Context, undoOf: number): Promise<Sample[]> {
  return searching(ctx, async () => {
    const places = await firstLeft(ctx, undoOf)
    if (places.length === 0) return []
    const condition = anyOf(
      customers.id,
      places.map(({ id }) => id),
    )
    const rows = await standing(ctx, condition, SAMPLES)
    const turns = await turnsOf(ctx, undoOf, places)
    return rows.map(({ id, code, name, ...before }) => ({
      ...{ code, name, before },
      after: standBefore(
        before,
        turns.filter(({ customerId }) => customerId === id),
      ),
    }))
  })
}

/** Chunk by chunk, so that it ends where enough were found, however many there are. */
async function firstLeft(ctx: Context, undoOf: number): Promise<Place[]> {
  const most = SAMPLES * OF_ONE
  const rows = await ctx.db.execute<{ id: string; position: number }>(sql`
    select found.id, k.position
    from (
      select position from change_chunks where change_id = ${undoOf} and done_at is not null order by position offset 0
    ) k cross join lateral (
      select touched.id from change_effects e cross join lateral unnest(e.customer_ids) as touched(id)
      where e.change_id = ${undoOf} and e.position = k.position and ${stillAsLeft()} and ${known(ctx)}
      limit ${most}
    ) found
    limit ${most}`)
  const positions = new Map(rows.map(({ id, position }) => [Number(id), position]))
  return [...positions].slice(0, SAMPLES).map(([id, position]) => ({ id, position }))
}

/** Whether the actor may know of customer `touched.id`. */
function known({ actor }: Context): SQL {
  const visible = visibleTo(actor)
  return visible ? sql`exists (select from ${customers} where ${customers.id} = touched.id and ${visible})` : sql`true`
}

/** What goes back about these customers, the last first; what has no name any more does not. */
async function turnsOf(ctx: Context, undoOf: number, places: Place[]) {
  const positions = [...new Set(places.map(({ position }) => position))]
  const those = places.map(({ id }) => id)
  const rows = await ctx.db.execute<TurnedBack & { customerId: string }>(sql`
    select touched.id as "customerId", e.fact, case when e.fact = 'state' then e.before #>> '{}' end as state,
      ${isHeld(sql`e.before`)} as held, case e.fact
        when 'association' then (select ${USER} from users u where u.id = e.subject)
        when 'collector' then (select ${USER} from users u where to_jsonb(u.id) = ${collectorIn(sql`e.before`)})
        when 'group' then (select json_build_object('id', g.id, 'name', g.name) from groups g where g.id = e.subject) end as subject
    from change_effects e cross join lateral unnest(e.customer_ids) as touched(id)
    where e.change_id = ${undoOf} and ${anyOf(sql`e.position`, positions)} and ${anyOf(sql`touched.id`, those)} and ${stillAsLeft()}
    order by e.id desc`)
  return rows.map(({ customerId, ...turn }) => ({ customerId: Number(customerId), ...turn }))
}

const USER = sql`json_build_object('id', u.id, 'name', concat_ws(' ', u.first_name, u.last_name))`

/** Whether a state of the journal is something there, and neither nothing nor a decision against it. */
const isHeld = (state: SQL) => sql`(${state} is not null and not ${state} ? 'withheld')`

/** The portfolios that an undo moves most, each with how many customers it has and would have. */
export async function weighUndo(ctx: Context, undoOf: number): Promise<Load[]> {
  return searching(ctx, async () => {
    const intact = visibleTo(ctx.actor) === undefined && (await countIntact(ctx, undoOf)) !== undefined
    const moves = await readingMany(ctx, (ctx) =>
      ctx.db.execute<Named & { moved: number }>(sql`
        select u.id::float8 as id, concat_ws(' ', u.first_name, u.last_name) as name, moves.moved
        from (
          select user_id, moved from (${intact ? movesOfIntact(undoOf) : movesOf(ctx, undoOf)}) moves
          where moved <> 0 order by abs(moved) desc, user_id limit ${MOST_WEIGHED}
        ) moves join users u on u.id = moves.user_id
        order by u.last_name, u.id`),
    )
    const sizes = moves.length === 0 ? new Map<number, number>() : await countHeld(ctx, moves)
    return moves.map(({ id, name, moved }) => {
      const before = sizes.get(id) ?? 0
      return { id, name, before, after: before + moved }
    })
  })
}

/** (user_id, moved) where all that was given is still as it was given: whoever is the collector as well keeps the customer. */
const movesOfIntact = (undoOf: number) => sql`
  select given.user_id, (kept.count - given.count)::integer as moved
  from (
    select subject as user_id, sum(cardinality(customer_ids)) as count from change_effects where change_id = ${undoOf} group by subject
  ) given cross join lateral (
    select count(*) from customers c join associations a on a.customer_id = c.id and a.user_id = c.collector_id
    where c.collector_id = given.user_id and a.change_id = ${undoOf}
  ) kept`

/** (user_id, moved) by looking at each customer: who is neither colleague nor collector any more loses it, who becomes one gains it. */
function movesOf(ctx: Context, undoOf: number): SQL {
  const effects = sql`change_effects e where e.change_id = ${undoOf} and e.fact in ('association', 'collector')`
  const user = (state: SQL) => sql`(${collectorIn(state)} #>> '{}')::bigint`
  return sql`
    with left_so as materialized (
      select e.id as effect_id, touched.id as customer_id
      from (select * from ${effects}) e cross join lateral unnest(e.customer_ids) as touched(id)
      where ${stillAsLeft()} and ${known(ctx)}
    ), sides as (
      select e.id as effect_id, side.* from (select * from ${effects}) e cross join lateral (
        select e.subject, true, ${isHeld(sql`e.after`)}, ${isHeld(sql`e.before`)} where e.fact = 'association'
        union all select ${user(sql`e.after`)}, false, true, false where e.fact = 'collector'
        union all select ${user(sql`e.before`)}, false, false, true where e.fact = 'collector'
      ) side(user_id, colleague, now, later) where side.user_id is not null
    ), pairs as (
      select customer_id, user_id,
        bool_or(colleague) as of_colleague, bool_or(colleague and now) as has, bool_or(colleague and later) as will_have,
        not bool_and(colleague) as of_collector, bool_or(not colleague and now) as collects, bool_or(not colleague and later) as will_collect
      from left_so join sides using (effect_id) group by customer_id, user_id
    )
    select user_id, sum((will_have or will_collect)::integer - (has or collects)::integer)::integer as moved
    from (
      select p.user_id,
        p.has or other.colleague as has, p.will_have or other.colleague as will_have,
        p.collects or other.collector as collects, p.will_collect or other.collector as will_collect
      from pairs p cross join lateral (select
        not p.of_colleague and exists (select from associations a where a.customer_id = p.customer_id and a.user_id = p.user_id) as colleague,
        not p.of_collector and exists (select from customers c where c.id = p.customer_id and c.collector_id = p.user_id) as collector
      ) other
    ) standing group by user_id`
}
