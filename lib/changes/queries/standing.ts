import { asc, type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { CustomerState } from '@/db/schema/vocabulary'
import { ids } from '@/db/sql'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Named, Standing } from '../kinds/kind'

/** So many customers, or contacts, are shown as they stand and as they would. */
export const SAMPLES = 10
/** So many portfolios are weighed. */
export const MOST_WEIGHED = 10

export type Sample = { code: string; name: string; before: Standing; after: Standing }
export type Load = Named & { before: number; after: number }
export type Moved = Named & { by: number }

/**
 * How many customers these users have in their portfolios now, and would have. Of more than `MOST_WEIGHED` those who are
 * named, and those who gain or lose most: then there are `more`.
 */
export async function weigh(
  ctx: Context,
  { named = [], others }: { named?: readonly Moved[]; others: readonly Moved[] },
): Promise<{ loads: Load[]; more: boolean }> {
  const byMove = (users: readonly Moved[]) => [...users].sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
  const moved = [...named, ...others]
  const most = [...byMove(named), ...byMove(others)].slice(0, MOST_WEIGHED)
  const shown = moved.filter((one) => most.includes(one))
  const sizes = shown.length === 0 ? new Map<number, number>() : await countHeld(ctx, shown)
  const loads = shown.map(({ id, name, by }) => {
    const before = sizes.get(id) ?? 0
    return { id, name, before, after: before + by }
  })
  return { loads, more: shown.length < moved.length }
}

/** The first customers, by code, of which something is so, as they stand. */
export async function standing(ctx: Context, condition: SQL | undefined, most: number) {
  return ctx.db
    .select({
      id: customers.id,
      code: customers.code,
      name: customers.name,
      state: sql<CustomerState>`${customers.state}`,
      collector: sql<Named | null>`(select ${NAMED} from users u where u.id = customers.collector_id)`,
      colleagues: sql<Named[]>`(
        select coalesce(json_agg(${NAMED} order by u.last_name, u.id), '[]')
        from associations a join users u on u.id = a.user_id where a.customer_id = customers.id)`,
      groups: sql<Named[]>`(
        select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name), '[]')
        from customer_groups m join groups g on g.id = m.group_id where m.customer_id = customers.id)`,
    })
    .from(customers)
    .where(condition)
    .orderBy(asc(customers.code))
    .limit(most)
}

/** User `u` as a `Named`. */
export const NAMED = sql`json_build_object('id', u.id, 'name', concat_ws(' ', u.first_name, u.last_name))`

/** How many customers users have in their portfolios, as far as the actor may know of the customers. */
export async function countHeld(ctx: Context, users: readonly Named[]): Promise<Map<number, number>> {
  const visible = visibleTo(ctx.actor)
  const known = visible
    ? sql`where exists (select from ${customers} where ${customers.id} = held.id and ${visible})`
    : sql``
  const rows = await ctx.db.execute<{ id: string; count: number }>(sql`
    select u.id, (
      select count(*)::integer from (
        select a.customer_id as id from associations a where a.user_id = u.id
        union select c.id from customers c where c.collector_id = u.id
      ) held ${known}
    ) as count from unnest(${ids(users.map(({ id }) => id))}) as u(id)`)
  return new Map(rows.map(({ id, count }) => [Number(id), count]))
}
