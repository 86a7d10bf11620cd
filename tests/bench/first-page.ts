import type { Bench } from './bench'
import { alternate, median, percentile, timed } from './measure'
import { type Line, lineOf } from './report'
import { type Spent, serverTime } from './spent'

const BUDGET = 1.5
const WARMING = 3
const ROUNDS = { least: 10, most: 60, seconds: 4 }
/** Rows of a page. */
export const SIZE = 50

type Sides = Record<'ours' | 'plain', (spent: Spent) => Promise<unknown>>

/**
 * The first page of a list beside the same by hand: both warmed, then in turn, and of each how long the server was at
 * it. `found` is said beside the rounds, and how long ours took with reading the address and building the statements.
 */
export async function comparePages(
  { company: { size }, say, sql }: Pick<Bench, 'company' | 'say' | 'sql'>,
  job: string,
  found: string,
  { ours, plain }: Sides,
): Promise<Line> {
  const spent = serverTime(sql)
  const whole: number[] = []
  const measured = () => spent.on(async () => void whole.push(await timed(() => ours(spent))))
  for (let round = 0; round < WARMING; round++) await Promise.all([ours(spent), plain(spent)])
  const samples = await alternate({ ours: measured, plain: () => spent.on(() => plain(spent)) }, ROUNDS)
  const p95 = { ours: percentile(samples.ours, 0.95), plain: percentile(samples.plain, 0.95) }
  const medians = { ours: median(samples.ours), plain: median(samples.plain) }
  const all = `${median(whole).toFixed(2)} ms with all that is no SQL`
  say(`${job}: ${found}, ${samples.ours.length} rounds, ${all}`)
  return lineOf({ job, size, ...medians, budget: BUDGET, unit: 'ms' }, p95)
}
