import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import type { Mapping } from '../input'
import type { Kind } from '../kinds/kind'
import type { Import } from '../queries/imports'
import { rememberedFor } from '../queries/mappings'
import { unclaimed } from '../rules/mapping'
import { headingKey } from '../rules/reading'

/** Where each field stands in the file. `ignored` are the headings that are no field, as the file has them. */
export type Columns = { places: ReadonlyMap<string, number>; ignored: string[]; width: number }

/**
 * Which column is what: as somebody chose, else by the standard headings; where those are not there, as is remembered
 * for exactly these headings, and then `by` names it. Nothing is guessed where nobody looks.
 */
export async function mappingFor(
  ctx: Context,
  kind: Kind,
  { kind: name, mapping: chosen }: Import,
  headings: readonly string[],
): Promise<{ mapping: Mapping; by?: string }> {
  if (chosen) return { mapping: chosen }
  const mapping = standardMapping(kind, headings)
  const kept = unclaimed(kind.required, mapping).length > 0 ? await rememberedFor(ctx, name, headings) : undefined
  return kept ? { mapping: kept.mapping, by: kept.name } : { mapping }
}

/** The standard headings as they are. Case, a byte order mark and surrounding spaces do not count. */
function standardMapping(kind: Kind, headings: readonly string[]): Mapping {
  return headings.map((heading) => kind.headings.find((known) => known === headingKey(heading)) ?? null)
}

/** Refuses a field that two headings claim, and fields that there must be and nobody claims. */
export function columnsOf(kind: Kind, headings: readonly string[], mapping: Mapping): Columns {
  const places = new Map<string, number>()
  const ignored: string[] = []
  for (const [place, heading] of headings.entries()) {
    const field = mapping[place] ?? null
    if (field === null) {
      if (heading !== '') ignored.push(heading)
    } else if (places.has(field)) {
      throw new Refusal('invalid', 'importHeadingTwice', { values: { heading: field } })
    } else {
      places.set(field, place)
    }
  }
  const missing = kind.required.filter((heading) => !places.has(heading))
  if (missing.length > 0) {
    const values = { headings: missing.join(', '), known: kind.headings.join(', ') }
    throw new Refusal('invalid', 'importMissingHeadings', { values })
  }
  return { places, ignored, width: headings.length }
}
