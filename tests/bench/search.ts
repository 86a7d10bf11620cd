import { isDeepStrictEqual } from 'node:util'
import type { Sql } from '@/db/client'
import { today } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { MOST_COUNTED } from '@/lib/customers/queries/size'
import type { Bench } from './bench'
import { type Criterion, criteriaOf } from './criteria'
import { comparePages, SIZE } from './first-page'
import { keepPlans, lostIndexes, type Plan, planOf } from './plans'
import type { Line } from './report'

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
    const ours = () => searched(criterion)
    plans.push(await planned(sql, criterion))
    const plain = () => written(sql, criterion)
    const found = await mustAgree(job, ours, plain)
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
  const { ctx, values = [], order = 'c.code', outer = order, offset = 0, join = '' } = criterion
  const condition = whereOf(criterion)
  const day = `$${values.length + 1}::date`
  const counted = sql.unsafe<{ total: number }[]>(
    `select count(*)::integer as total, sum(not_due), sum(late_30), sum(late_60), sum(late_90), sum(late_over)
     from (select c.* from customers c ${join} where ${condition} limit ${MOST_COUNTED + 1}) c`,
    values,
    { prepare: true },
  )
  const listed = sql.unsafe<Written[]>(
    `select c.id, c.code, c.name, c.city, c.country, c.state, c.overdue, c.balance,
            c.not_due, c.late_30, c.late_60, c.late_90, c.late_over,
            case when c.oldest_due < ${day} then ${day} - c.oldest_due end as late,
            concat_ws(' ', u.first_name, u.last_name) as collector, named.colleagues, named.colleague_count
     from (select c.* from customers c ${join} where ${condition} order by ${order} limit ${SIZE} offset ${offset}) c
     left join users u on u.id = c.collector_id
     left join lateral (
       select coalesce(json_agg(name order by place) filter (where place <= 2), '[]') as colleagues,
              count(*)::integer as colleague_count
       from (
         select concat_ws(' ', u.first_name, u.last_name) as name, row_number() over (order by u.last_name, u.id) as place
         from associations a join users u on u.id = a.user_id where a.customer_id = c.id
       ) named
     ) named on true
     order by ${outer}`,
    [...values, today(ctx)],
    { prepare: true },
  )
  const [[count], rows] = await Promise.all([counted, listed])
  return { total: count?.total ?? 0, rows }
}

/** The default of the page is the active customers. */
function whereOf({ state = 'active', where }: Criterion): string {
  return [`c.state = '${state}'`, where].filter(Boolean).join(' and ')
}

async function mustAgree(
  job: string,
  ours: () => ReturnType<typeof searched>,
  plain: () => ReturnType<typeof written>,
): Promise<number> {
  const [mine, theirs] = [await ours(), await plain()]
  const told = mine.rows.map((row) => [row.code, row.collector ?? '', row.colleagueCount, row.colleagues[0]])
  const telling = theirs.rows.map((row) => [row.code, row.collector, row.colleague_count, row.colleagues[0]])
  const same = mine.about ? theirs.total > MOST_COUNTED : mine.total === theirs.total
  if (!same || !isDeepStrictEqual(told, telling))
    throw new Error(`${job}: the two sides do not find the same customers`)
  return mine.total
}
