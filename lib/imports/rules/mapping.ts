import type { Mapping } from '../input'
import { bareHeading } from './headings'
import { headingKey } from './reading'

export const GIVEN_BACK = ['line', 'reason']

/**
 * Headings without our own two, which stand last in a file of rows that were given back. Elsewhere such headings are
 * theirs.
 */
export function ownHeadings(headings: readonly string[]): readonly string[] {
  const own = headings.slice(0, -GIVEN_BACK.length)
  const last = headings.slice(own.length).map(headingKey)
  return last.join() === GIVEN_BACK.join() ? own : headings
}

/** Which field each heading stands for, by its key: so it fits a file whose columns stand in another order. */
export type KeptMapping = Record<string, string | null>

/** The keys of headings, each once: the second of two that are the same is another. */
function headingKeys(headings: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return headings.map((heading) => {
    const key = bareHeading(heading)
    const times = (seen.get(key) ?? 0) + 1
    seen.set(key, times)
    return times === 1 ? key : `${key} (${times})`
  })
}

export function keepMapping(headings: readonly string[], mapping: Mapping): KeptMapping {
  return Object.fromEntries(headingKeys(headings).map((key, place) => [key, mapping[place] ?? null]))
}

/** A kept mapping laid over the headings of a file; undefined where it does not know the heading. */
export function layMapping(headings: readonly string[], kept: KeptMapping): (string | null | undefined)[] {
  return headingKeys(headings).map((key) => (Object.hasOwn(kept, key) ? kept[key] : undefined))
}

/** The places of the columns that claim a field which another claims too, field by field. */
export function claimedTwice(mapping: Mapping): number[][] {
  const places = new Map<string, number[]>()
  for (const [place, field] of mapping.entries()) {
    if (field !== null) places.set(field, [...(places.get(field) ?? []), place])
  }
  return [...places.values()].filter((claims) => claims.length > 1)
}

/** The fields there must be and no column is said to be. */
export function unclaimed(required: readonly string[], mapping: Mapping): string[] {
  return required.filter((field) => !mapping.includes(field))
}
