import { performance } from 'node:perf_hooks'

export type Samples<Sides = { ours: unknown; plain: unknown }> = { [Side in keyof Sides]: number[] }

/** How long `work` took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/**
 * Runs the sides in turn, forwards and backwards every other round, so that whatever else the machine does falls on all
 * alike. Stops after `most` rounds, or, once there were `least`, when `seconds` are over.
 */
export async function alternate<Sides extends { [Side in keyof Sides]: () => Promise<number> }>(
  sides: Sides,
  { least, most, seconds }: { least: number; most: number; seconds: number },
): Promise<Samples<Sides>> {
  const names = Object.keys(sides) as (keyof Sides)[]
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Samples<Sides>
  const end = performance.now() + seconds * 1000
  for (let round = 0; round < most && (round < least || performance.now() < end); round++) {
    for (const side of round % 2 === 0 ? names : [...names].reverse()) samples[side].push(await sides[side]())
  }
  return samples
}

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const last = sorted.length - 1
  const below = sorted[Math.floor(last * share)]
  const above = sorted[Math.ceil(last * share)]
  if (below === undefined || above === undefined) throw new Error('nothing was measured')
  return below + (above - below) * (last * share - Math.floor(last * share))
}

export const median = (samples: readonly number[]) => percentile(samples, 0.5)
