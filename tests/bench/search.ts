import { isDeepStrictEqual } from 'node:util'
import type { Sql } from '@/db/client'
import { today } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import type { Bench } from './bench'
import { type Criterion, criteriaOf } from './criteria'
import { alternate, median, percentile, timed } from './measure'
import { type Line, lineOf } from './report'

const BUDGET = 1.5
const WARMING = 3
const ROUNDS = { least: 10, most: 60, seconds: 4 }
const SIZE = 50

/** The first page of every single-criterion search, rows and count, beside the same by hand. */
export async function benchSearch({ sql, company, wanted, say }: Bench): Promise<Line[]> {
  const lines: Line[] = []
  for (const criterion of await criteriaOf(sql, company)) {
    const job = `search ${criterion.name}`
    if (!wanted(job)) continue
    const ours = () => searched(criterion)
    const plain = () => written(sql, criterion)
    const found = await mustAgree(job, ours, plain)
    for (let round = 0; round < WARMING; round++) await Promise.all([ours(), plain()])
    const samples = await alternate({ ours: () => timed(ours), plain: () => timed(plain) }, ROUNDS)
    const p95 = { ours: percentile(samples.ours, 0.95), plain: percentile(samples.plain, 0.95) }
    const medians = { ours: median(samples.ours), plain: median(samples.plain) }
    lines.push(lineOf({ job, size: company.size, ...medians, budget: BUDGET, unit: 'ms' }, p95))
    say(`${job}: ${found.toLocaleString('en')} customers, ${samples.ours.length} rounds`)
  }
  return lines
}

/** What the page runs for its rows and their number. */
async function searched({ ctx, address }: Criterion) {
  const { filter, view, problems } = readCustomerAddress(address)
  const aimed = await aimAt(ctx, filter)
  if (problems.length + aimed.problems.length > 0) throw new Error(`the address ${address} cannot be read`)
  return listCustomers(ctx, aimed.aim, view)
}

type Written = { code: string; collector: string; colleagues: string[]; colleague_count: number }

async function written(sql: Sql, criterion: Criterion) {
  const { ctx, values = [], order = 'c.code', offset = 0, join = '' } = criterion
  const condition = whereOf(criterion)
  const [count] = await sql.unsafe<{ total: number }[]>(
    `select count(*)::integer as total from customers c ${join} where ${condition}`,
    values,
    { prepare: true },
  )
  const day = `$${values.length + 1}::date`
  const rows = await sql.unsafe<Written[]>(
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
     order by ${order}`,
    [...values, today(ctx)],
    { prepare: true },
  )
  return { total: count?.total ?? 0, rows }
}

/** The default of the page is the active customers; one criterion asks for the blocked ones instead. */
function whereOf({ address, where }: Criterion): string {
  const state = address === 'state=blocked' ? 'blocked' : 'active'
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
  if (mine.total !== theirs.total || !isDeepStrictEqual(told, telling))
    throw new Error(`${job}: the two sides do not find the same customers`)
  return mine.total
}
