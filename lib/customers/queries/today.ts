import { settings } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { EVERYONE, FIRST_PAGE } from '../filter'
import { type Aim, visibleTo } from '../where'
import { aimAt } from './aim'
import { firstCustomers } from './list'
import { searching } from './searching'
import { countSome, countTogether, isAnybody, type Totals as Sums, totalCustomers, totalSome } from './size'
import { listCurrenciesWithoutRate } from './without-rate'

const NONE = [{ not: false, value: 'none' }]
const NO_COLLECTION = [{ not: false, value: 'no-collection' }]
const WORST = 8

/** What somebody wants to know first thing in the morning: the portfolio, who is worst, what is wrong with the data. */
export async function readToday(ctx: Context) {
  const mine = await myAim(ctx)
  const [totals, worst, wrong, noRate, sample] = await Promise.all([
    totalsOf(ctx, mine.aim),
    firstCustomers(ctx, mine.aim, { ...FIRST_PAGE, sort: 'overdue', descending: true, size: WORST }),
    countWrong(ctx),
    countWithoutRate(ctx),
    isSample(ctx),
  ])
  return {
    own: mine.own,
    totals,
    worst: worst.filter((row) => Number(row.overdue) > 0),
    ...wrong,
    noRate,
    sample,
  }
}

type Totals = { count: number } & Sums

/** For so long, in milliseconds, the sums of a whole large company are good enough for a first look. */
const FRESH = 5 * 60_000
/** And so long while new ones are counted. Older ones are another day's: new ones are waited for. */
const USABLE = 2 * FRESH

type Kept = { at: number; totals: Promise<Totals> }
const place = globalThis as typeof globalThis & { encoursTotals?: Kept }

/**
 * To the last customer; but of a whole company of more than pages show the sums that were counted last, with the moment
 * they are of. Counting those takes as long as reading every customer, so that happens behind the back of whoever finds
 * them old.
 */
async function totalsOf(ctx: Context, aim: Aim): Promise<Totals & { asOf?: Date }> {
  const count = () => searching(ctx, () => totalCustomers(ctx, aim))
  if (visibleTo(ctx.actor) !== undefined || aim.collector.any.length > 0) return count()
  const { more, ...some } = await searching(ctx, () => totalSome(ctx, aim))
  if (!more) return some
  const { at, totals } = keptOrCounted(ctx.now.getTime(), count)
  return { ...(await totals), asOf: new Date(at) }
}

function keptOrCounted(now: number, count: () => Promise<Totals>): Kept {
  const kept = place.encoursTotals
  const age = now - (kept?.at ?? 0)
  if (kept && age < FRESH) return kept
  const fresh = { at: now, totals: count() }
  place.encoursTotals = fresh
  fresh.totals.catch(() => {
    if (place.encoursTotals === fresh) delete place.encoursTotals
  })
  return kept && age < USABLE ? kept : fresh
}

/** What the person collects, where they collect anything; else all that they may see. */
async function myAim(ctx: Context): Promise<{ aim: Aim; own: boolean }> {
  const { aim } = await aimAt(ctx, EVERYONE)
  const mine: Aim = { ...aim, collector: { ...aim.collector, any: [ctx.actor.id] } }
  const own = await searching(ctx, () => isAnybody(ctx, mine))
  return { aim: own ? mine : aim, own }
}

/** Whether the company is the sample, which only those are told who can empty it. */
async function isSample(ctx: Context): Promise<boolean> {
  if (!can(ctx.actor, 'settings.write')) return false
  const [company] = await ctx.db.select({ sample: settings.sample }).from(settings)
  return company?.sample ?? false
}

/** What is wrong is said to the last customer where they are few; of many, that they are. */
async function countWrong(ctx: Context) {
  const aimed = async (part: Partial<typeof EVERYONE>) => (await aimAt(ctx, { ...EVERYONE, ...part })).aim
  const aims = {
    noCollector: await aimed({ collector: NONE }),
    noColleague: await aimed({ colleague: NONE }),
    noCollection: await aimed({ contact: NO_COLLECTION }),
  }
  if (visibleTo(ctx.actor)) return searching(ctx, () => countTogether(ctx, aims))
  const count = (aim: Aim) => searching(ctx, () => countSome(ctx, aim))
  const [noCollector, noColleague, noCollection] = await Promise.all([
    count(aims.noCollector),
    count(aims.noColleague),
    count(aims.noCollection),
  ])
  return { noCollector, noColleague, noCollection }
}

/** Open items that count in no figure. */
async function countWithoutRate(ctx: Context): Promise<{ count: number; currencies: string[] }> {
  const found = await listCurrenciesWithoutRate(ctx)
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    currencies: found.map(({ currency }) => currency).sort(),
  }
}
