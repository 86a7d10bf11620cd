import { and, eq, sql } from 'drizzle-orm'
import { customers, items, settings } from '@/db/schema'
import { type Context, today } from '@/lib/context'
import { EVERYONE, FIRST_PAGE } from '../filter'
import { visibleTo } from '../where'
import { aimAt } from './aim'
import { firstCustomers } from './list'
import { countCustomers, totalCustomers } from './size'

const NONE = [{ not: false, value: 'none' }]
const NO_COLLECTION = [{ not: false, value: 'no-collection' }]
const WORST = 8

/** What somebody wants to know first thing in the morning: the portfolio, who is worst, what is wrong with the data. */
export async function readToday(ctx: Context) {
  const mine = await myAim(ctx)
  const [totals, worst, noCollector, noColleague, noCollection, noRate, company] = await Promise.all([
    totalCustomers(ctx, mine.aim),
    firstCustomers(ctx, mine.aim, { ...FIRST_PAGE, sort: 'overdue', descending: true, size: WORST }),
    countWhere(ctx, { collector: NONE }),
    countWhere(ctx, { colleague: NONE }),
    countWhere(ctx, { contact: NO_COLLECTION }),
    countWithoutRate(ctx),
    ctx.db.select({ sample: settings.sample }).from(settings),
  ])
  return {
    own: mine.own,
    totals,
    worst: worst.filter((row) => Number(row.overdue) > 0),
    noCollector,
    noColleague,
    noCollection,
    noRate,
    sample: company[0]?.sample ?? false,
  }
}

/** The portfolio as collector where there is one; else all that the person may see. */
async function myAim(ctx: Context) {
  const own = { ...EVERYONE, collector: [{ not: false, value: ctx.actor.handle }] }
  const { aim } = await aimAt(ctx, own)
  const count = await countCustomers(ctx, aim)
  return count > 0 ? { aim, own: true } : { aim: (await aimAt(ctx, EVERYONE)).aim, own: false }
}

async function countWhere(ctx: Context, part: Partial<typeof EVERYONE>): Promise<number> {
  return countCustomers(ctx, (await aimAt(ctx, { ...EVERYONE, ...part })).aim)
}

/** Open items in a currency that no rate converts: excluded from every figure, so that nobody mistakes them for counted. */
async function countWithoutRate(ctx: Context): Promise<{ count: number; currencies: string[] }> {
  const [row] = await ctx.db
    .select({
      count: sql<number>`count(*)::integer`,
      currencies: sql<string[]>`coalesce(array_agg(distinct ${items.currency}), '{}')`,
    })
    .from(items)
    .innerJoin(customers, and(eq(customers.id, items.customerId), visibleTo(ctx.actor)))
    .where(
      sql`${items.clearedDate} is null and ${items.currency} <> ${ctx.company.currency}
        and ${items.currency} not in (select currency from rates where day <= ${today(ctx)}::date)`,
    )
  return row ?? { count: 0, currencies: [] }
}
