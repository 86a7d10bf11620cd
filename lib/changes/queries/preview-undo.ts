import { and, eq, type SQL, sql } from 'drizzle-orm'
import { changes, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { visibleTo } from '@/lib/customers/where'
import { readingMany } from '../kinds/contact-kind'
import { collectorIn } from '../kinds/facts/collector'
import { countIntact, stillAsLeft } from '../kinds/undo-forecast'
import { standBefore, type TurnedBack } from '../rules/turned-back'
import { MOST_WEIGHED, type Moved, NAMED, SAMPLES, type Sample, standing, weigh } from './standing'

/** One customer may stand in the journal once for each of so many colleagues. */
const OF_ONE = 20

type Place = { id: number; position: number }

/** The first customers of the journal that an undo turns back, by code, as they stand and as they would. */
export async function sampleUndo(ctx: Context, undoOf: number): Promise<Sample[]> {
  return searching(ctx, async () => {
    const places = await firstLeft(ctx, undoOf)
    if (places.length === 0) return []
    const those = anyOf(
      customers.id,
      places.map(({ id }) => id),
    )
    const rows = await standing(ctx, and(visibleTo(ctx.actor), those), SAMPLES)
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
        when 'association' then (select ${NAMED} from users u where u.id = e.subject)
        when 'collector' then (select ${NAMED} from users u where to_jsonb(u.id) = ${collectorIn(sql`e.before`)})
        when 'group' then (select json_build_object('id', g.id, 'name', g.name) from groups g where g.id = e.subject) end as subject
    from change_effects e cross join lateral unnest(e.customer_ids) as touched(id)
    where e.change_id = ${undoOf} and ${anyOf(sql`e.position`, positions)} and ${anyOf(sql`touched.id`, those)} and ${stillAsLeft()}
    order by e.id desc`)
  return rows.map(({ customerId, ...turn }) => ({ customerId: Number(customerId), ...turn }))
}

/** Whether a state of the journal is something there, and neither nothing nor a decision against it. */
const isHeld = (state: SQL) => sql`(${state} is not null and not ${state} ? 'withheld')`

/** The portfolios that an undo moves most, each with how many customers it has and would have. */
export async function weighUndo(ctx: Context, undoOf: number): ReturnType<typeof weigh> {
  return searching(ctx, async () => {
    const intact = visibleTo(ctx.actor) === undefined && (await countIntact(ctx, undoOf)) !== undefined
    const moves = await readingMany(ctx, async (ctx) => {
      // Of what it made itself the planner does not know how much there is, and would go through all of it for each.
      if (await isLarge(ctx, undoOf)) await ctx.db.execute(sql`set local enable_nestloop = off`)
      return ctx.db.execute<Moved>(sql`
        select u.id::float8 as id, concat_ws(' ', u.first_name, u.last_name) as name, moves.moved as by
        from (
          select user_id, sum(moved)::integer as moved from (${intact ? movesOfIntact(undoOf) : movesOf(ctx, undoOf)}) moves
          where user_id is not null group by user_id
          having sum(moved) <> 0 order by abs(sum(moved)) desc, user_id limit ${MOST_WEIGHED + 1}
        ) moves join users u on u.id = moves.user_id
        order by u.last_name, u.id`)
    })
    return weigh(ctx, { others: moves })
  })
}

async function isLarge(ctx: Context, changeId: number): Promise<boolean> {
  const [change] = await ctx.db.select({ changed: changes.changed }).from(changes).where(eq(changes.id, changeId))
  return (change?.changed ?? 0) > 1000
}

/**
 * (user_id, moved) where all that was given is still as it was given: whoever is the collector as well keeps the
 * customer.
 */
const movesOfIntact = (undoOf: number) => sql`
  select given.user_id, kept.count - given.count as moved
  from (
    select subject as user_id, sum(cardinality(customer_ids)) as count from change_effects where change_id = ${undoOf} group by subject
  ) given cross join lateral (
    select count(*) from customers c join associations a on a.customer_id = c.id and a.user_id = c.collector_id
    where c.collector_id = given.user_id and a.change_id = ${undoOf}
  ) kept`

/**
 * (user_id, moved), to be summed, by looking at each customer. Who loses one as a colleague and gains one as its
 * collector is counted once for each, and what they were or would be both for is counted back.
 */
function movesOf(ctx: Context, undoOf: number): SQL {
  const effects = sql`(select * from change_effects where change_id = ${undoOf} and fact in ('association', 'collector')) e`
  const user = (state: SQL) => sql`case when e.fact = 'collector' then (${collectorIn(state)} #>> '{}')::bigint end`
  const turned = sql`left_so join sides s using (effect_id)`
  return sql`
    with left_so as materialized (
      select e.id as effect_id, touched.id as customer_id
      from ${effects} cross join lateral unnest(e.customer_ids) as touched(id)
      where ${stillAsLeft()} and ${known(ctx)}
    ), sides as materialized (
      select e.id as effect_id, e.subject as colleague, ${isHeld(sql`e.after`)}::integer as has, ${isHeld(sql`e.before`)}::integer as will_have,
        ${user(sql`e.after`)} as collects, ${user(sql`e.before`)} as will_collect
      from ${effects}
    ), counted as (
      select s.*, count from (select effect_id, count(*) from left_so group by effect_id) counts join sides s using (effect_id)
    )
    select colleague as user_id, count * (will_have - has) as moved from counted
    union all select collects, -count from counted
    union all select will_collect, count from counted
    union all select s.colleague, s.has - s.will_have
      from ${turned} join customers c on c.id = left_so.customer_id and c.collector_id = s.colleague
      where left_so.customer_id not in (select customer_id from ${turned} where s.colleague is null)
    union all select s.collects, 1
      from ${turned} join associations a on a.customer_id = left_so.customer_id and a.user_id = s.collects
    union all select s.will_collect, -1
      from ${turned} join associations a on a.customer_id = left_so.customer_id and a.user_id = s.will_collect
    union all select s.will_collect, other.has - other.will_have
      from ${turned} join left_so beside on beside.customer_id = left_so.customer_id
      join sides other on other.effect_id = beside.effect_id and other.colleague = s.will_collect`
}
