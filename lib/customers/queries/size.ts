import { type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { type Aim, fitting, matching, matchingAll, visibleAmong } from '../where'

export type Totals = { balance: string; overdue: string; buckets: string[] }
/** Counted no further than `MOST_COUNTED`: whether there are more. */
export type Some = { count: number; more: boolean }
/** How many match; `about` when only the planner was asked. What they owe is added up where they were counted. */
export type Size = { total: number; about: boolean; totals?: Totals }

/** Counted to the last customer without being asked, and as far as pages go. */
export const MOST_COUNTED = 10_000

export const BUCKETS = [
  customers.notDue,
  customers.late30,
  customers.late60,
  customers.late90,
  customers.lateOver,
] as const
const OWED = sql.join([...BUCKETS], sql`, `)
const SUMMED = sql.join(
  BUCKETS.map((column) => sql`coalesce(sum(${column}), 0)`),
  sql`, `,
)

/** How many customers match, within what the actor may know of. Always exact. */
export async function countCustomers(ctx: Context, aim: Aim): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(customers)
    .where(matchingAll(ctx, aim))
    .prepare('count')
    .execute()
  return row?.count ?? 0
}

/** The same, but no further than `MOST_COUNTED`: where it says `more`, there are. */
export async function countSome(ctx: Context, aim: Aim): Promise<Some> {
  const condition = matchingAll(ctx, aim) ?? sql`true`
  const [row] = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::integer as count
    from (select from ${customers} where ${condition} limit ${MOST_COUNTED + 1}) found`)
  return someOf(row?.count ?? 0)
}

/**
 * The same of several searches, in one walk to the last customer that the actor may know of: for portfolios, which each
 * of the searches would walk through for itself.
 */
export async function countTogether<Name extends string>(
  ctx: Context,
  aims: Record<Name, Aim>,
): Promise<Record<Name, Some>> {
  const names = Object.keys(aims) as Name[]
  const counts = names.map((name) => sql`count(*) filter (where ${fitting(ctx, aims[name]) ?? sql`true`})::integer`)
  const [row] = await ctx.db.execute<{ counts: number[] }>(sql`
    select array[${sql.join(counts, sql`, `)}] as counts
    from ${customers} where ${visibleAmong(ctx.actor, customers.id) ?? sql`true`}`)
  return Object.fromEntries(names.map((name, at) => [name, someOf(row?.counts[at] ?? 0)])) as Record<Name, Some>
}

const someOf = (count: number): Some => ({ count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED })

/** Whether there is one at all, within what the actor may know of. */
export async function isAnybody(ctx: Context, aim: Aim): Promise<boolean> {
  const condition = matching(ctx, aim) ?? sql`true`
  const rows = await ctx.db.execute(sql`select from ${customers} where ${condition} limit 1`)
  return rows.length > 0
}

/** How many match and what they owe together, by age, in the main currency: one statement, to the last of them. */
export async function totalCustomers(ctx: Context, aim: Aim): Promise<{ count: number } & Totals> {
  return addUp(ctx, sql`select ${OWED} from ${customers} where ${matchingAll(ctx, aim) ?? sql`true`}`)
}

/**
 * The same, but no further than `MOST_COUNTED`: where it says `more`, the sums are of some. Below a limit PostgreSQL
 * takes every column that is named out of every row, hence these alone.
 */
export async function totalSome(ctx: Context, aim: Aim): Promise<Some & Totals> {
  const condition = matchingAll(ctx, aim) ?? sql`true`
  const found = await addUp(ctx, sql`select ${OWED} from ${customers} where ${condition} limit ${MOST_COUNTED + 1}`)
  return { ...found, ...someOf(found.count) }
}

/**
 * How many match, and what they owe where that is cheap to say: to the last of them up to `MOST_COUNTED`, or when
 * asked; else as many as the planner expects. One statement for the number and the sums.
 */
export async function sizeUp(ctx: Context, aim: Aim, exact: boolean): Promise<Size> {
  if (exact) return sized(await totalCustomers(ctx, aim))
  const some = await totalSome(ctx, aim)
  if (!some.more) return sized(some)
  return { total: await estimate(ctx, sql`${customers} where ${matchingAll(ctx, aim) ?? sql`true`}`), about: true }
}

function sized({ count, balance, overdue, buckets }: { count: number } & Totals): Size {
  return { total: count, about: false, totals: { balance, overdue, buckets } }
}

async function addUp(ctx: Context, found: SQL): Promise<{ count: number } & Totals> {
  const [row] = await ctx.db
    .select({
      count: sql<number>`count`,
      balance: sql<string>`(a + b + c + d + e)::text`,
      overdue: sql<string>`(b + c + d + e)::text`,
      buckets: sql<string[]>`array[a::text, b::text, c::text, d::text, e::text]`,
    })
    .from(sql`(select count(*)::integer, ${SUMMED} from (${found}) customers) sums (count, a, b, c, d, e)`)
    .prepare('size')
    .execute()
  return row ?? { count: 0, balance: '0', overdue: '0', buckets: BUCKETS.map(() => '0') }
}

/** As many rows as the planner expects of what stands behind FROM, where more than `MOST_COUNTED` are known to be. */
export async function estimate(ctx: Context, found: SQL): Promise<number> {
  const [row] = await ctx.db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`explain (format json) select from ${found}`,
  )
  return Math.max(roundly(row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0), MOST_COUNTED)
}

/** Two digits that mean something: what is not exact must not look it. */
function roundly(count: number): number {
  const unit = 10 ** Math.max(0, String(Math.round(count)).length - 2)
  return Math.round(count / unit) * unit
}
