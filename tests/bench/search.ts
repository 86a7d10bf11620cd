import { isDeepStrictEqual } from 'node:util'
import type { Sql } from '@/db/client'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { MOST_COUNTED } from '@/lib/customers/queries/size'
import type { Bench } from './bench'
import { byHand } from './by-hand'
import { type Criterion, criteriaOf } from './criteria'
import { comparePages } from './first-page'
import { keepPlans, lostIndexes, type Plan, planOf } from './plans'
import type { Line } from './report'
import type { Spent } from './spent'

/**
 * The first page of every single-criterion search, with its number and what they owe together as far as it is counted unasked, beside the
 * same by hand; and the plan of each, kept as text or compared with what was kept.
 */
export async function benchSearch(bench: Bench): Promise<Line[]> {
  const { sql, company, wanted, keep, fault } = bench
  const lines: Line[] = []
  const plans: Plan[] = []
  for (const criterion of await criteriaOf(sql, company)) {
    const job = `search ${criterion.name}`
    if (!wanted(job)) continue
    const ours = ({ db }: Pick<Spent, 'db'>) => searched({ ...criterion, ctx: { ...criterion.ctx, db } })
    plans.push(await planned(sql, criterion))
    const plain = ({ sql }: Pick<Spent, 'sql'>) => written(sql, criterion)
    const found = mustAgree(job, await ours(bench), await plain(bench))
    lines.push(await comparePages(bench, job, `${found.toLocaleString('en')} customers`, { ours, plain }))
  }
  if (keep) keepPlans(company.size, plans)
  else for (const lost of lostIndexes(company.size, plans)) fault(`plan: ${lost}`)
  return lines
}

/** What the page runs for its rows, their number and what they owe. */
async function searched(criterion: Criterion) {
  const { aim, view } = await aimed(criterion)
  return listCustomers(criterion.ctx, aim, view)
}

async function planned(sql: Sql, criterion: Criterion): Promise<Plan> {
  const { aim, view } = await aimed(criterion)
  return planOf(sql, criterion.ctx, criterion.name, (ctx) => listCustomers(ctx, aim, view))
}

async function aimed({ ctx, address }: Criterion) {
  const { filter, view, problems } = readCustomerAddress(address)
  const aimed = await aimAt(ctx, filter)
  if (problems.length + aimed.problems.length > 0) throw new Error(`the address ${address} cannot be read`)
  return { aim: aimed.aim, view }
}

type Written = { code: string; collector: string; colleagues: string[]; colleague_count: number }

async function written(sql: Sql, criterion: Criterion) {
  const { counted, listed, values, day } = byHand(criterion)
  const [[count], rows] = await Promise.all([
    sql.unsafe<{ total: number }[]>(counted, values, { prepare: true }),
    sql.unsafe<Written[]>(listed, [...values, day], { prepare: true }),
  ])
  return { total: count?.total ?? 0, rows }
}

function mustAgree(
  job: string,
  mine: Awaited<ReturnType<typeof searched>>,
  theirs: Awaited<ReturnType<typeof written>>,
): number {
  const told = mine.rows.map((row) => [row.code, row.collector ?? '', row.colleagueCount, row.colleagues[0]])
  const telling = theirs.rows.map((row) => [row.code, row.collector, row.colleague_count, row.colleagues[0]])
  const same = mine.about ? theirs.total > MOST_COUNTED : mine.total === theirs.total
  if (!same || !isDeepStrictEqual(told, telling))
    throw new Error(`${job}: the two sides do not find the same customers`)
  return mine.total
}
