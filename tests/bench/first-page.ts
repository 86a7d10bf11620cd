import type { Bench } from './bench'
import { alternate, median, percentile, timed } from './measure'
import { type Line, lineOf } from './report'

const BUDGET = 1.5
const WARMING = 3
const ROUNDS = { least: 10, most: 60, seconds: 4 }
/** Rows of a page. */
export const SIZE = 50

type Sides = { ours: () => Promise<unknown>; plain: () => Promise<unknown> }

/** The first page of a list beside the same by hand: both warmed, then in turn. `found` is said beside the rounds. */
export async function comparePages(
  { company: { size }, say }: Pick<Bench, 'company' | 'say'>,
  job: string,
  found: string,
  { ours, plain }: Sides,
): Promise<Line> {
  for (let round = 0; round < WARMING; round++) await Promise.all([ours(), plain()])
  const samples = await alternate({ ours: () => timed(ours), plain: () => timed(plain) }, ROUNDS)
  const p95 = { ours: percentile(samples.ours, 0.95), plain: percentile(samples.plain, 0.95) }
  const medians = { ours: median(samples.ours), plain: median(samples.plain) }
  say(`${job}: ${found}, ${samples.ours.length} rounds`)
  return lineOf({ job, size, ...medians, budget: BUDGET, unit: 'ms' }, p95)
}
