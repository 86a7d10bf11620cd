import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import type { Mapping } from '../input'
import { kindOf } from '../kinds/registry'
import { type Match, matchHeadings } from '../rules/headings'
import { layMapping, ownHeadings, unclaimed } from '../rules/mapping'
import type { Import } from './imports'
import { kindsFor } from './kinds'
import { type Offer, offerMappings } from './mappings'
import { previewFile } from './reading'

/** Why a field stands beside a column. `new`: what is remembered does not know this heading. */
export type Why = 'exact' | 'synonym' | 'similar' | 'saved' | 'chosen' | 'new' | 'ignored'
export type Column = { heading: string; samples: string[]; field: string | null; why: Why }
export type Suggestion = { columns: Column[]; offers: Offer[]; used: Offer | undefined; all: number }

const LOOKED_AT = 100
const SAMPLES = 3
const LONGEST_SAMPLE = 60
/** Unasked, a remembered mapping is taken where it knows nearly all; else it is offered. */
const WELL_KNOWN = 0.8

/**
 * What the columns of a file seem to be: as somebody chose before, else as remembered for these headings, else by what
 * the headings say. `wanted`: the number of the mapping to go by, or `none` to look at the headings alone.
 */
export async function suggestColumns(
  ctx: Context,
  found: Import,
  { wanted, most }: { wanted: string | undefined; most: number },
): Promise<Suggestion> {
  if (!found.reading) return { columns: [], offers: [], used: undefined, all: 0 }
  const { headings, rows } = await previewFile(found, found.reading, LOOKED_AT)
  const offers = await offerMappings(ctx, found.kind, headings)
  const chosen = wanted === undefined ? found.mapping : null
  const used = chosen ? undefined : offerOf(offers, wanted, headings.length)
  const matches = matchHeadings(found.kind, headings)
  const fields = chosen
    ? asChosen(chosen, matches)
    : used
      ? asRemembered(found.kind, headings, used, matches)
      : matches.map(({ field, because }): Meaning => ({ field, why: because ?? 'ignored' }))
  const columns = headings.slice(0, most).map((heading, place): Column => {
    const samples = samplesOf(rows.map(({ cells }) => cells[place] ?? ''))
    return { heading, samples, ...(fields[place] ?? { field: null, why: 'ignored' }) }
  })
  return { columns, offers: offers.filter(({ id }) => id !== used?.id), used, all: headings.length }
}

/** Another kind of file that the headings fit, where they do not make a whole file of this one. */
export function likelierKind(
  ctx: Context,
  kind: ImportKind,
  headings: readonly string[],
): { kind: ImportKind; count: number; own: number } | undefined {
  const known = (one: ImportKind) => matchHeadings(one, headings).map(({ field }) => field)
  const count = (one: ImportKind) => known(one).filter((field) => field !== null).length
  const lacks = (one: ImportKind) => unclaimed(kindOf(one).required, known(one)).length > 0
  if (!lacks(kind)) return undefined
  const [best] = kindsFor(ctx)
    .filter((one) => one !== kind && !lacks(one))
    .sort((a, b) => count(b) - count(a))
  return best && count(best) >= count(kind) ? { kind: best, count: count(best), own: count(kind) } : undefined
}

type Meaning = Pick<Column, 'field' | 'why'>

function asChosen(chosen: Mapping, matches: Match[]): Meaning[] {
  return matches.map(({ field: meant, because }, place) => {
    const field = chosen[place] ?? null
    if (field === null) return { field, why: 'ignored' }
    return { field, why: field === meant && because ? because : 'chosen' }
  })
}

/** What is remembered goes first: a new column does not take its field away. */
function asRemembered(kind: ImportKind, headings: readonly string[], used: Offer, matches: Match[]): Meaning[] {
  const laid = layMapping(headings, used.mapping)
  const { headings: known } = kindOf(kind)
  const own = ownHeadings(headings).length
  return matches.map(({ field: meant }, place) => {
    const kept = laid[place]
    if (place >= own) return { field: null, why: 'ignored' }
    if (kept === undefined) return { field: laid.includes(meant) ? null : meant, why: 'new' }
    return kept !== null && known.includes(kept) ? { field: kept, why: 'saved' } : { field: null, why: 'ignored' }
  })
}

function offerOf(offers: Offer[], wanted: string | undefined, columns: number): Offer | undefined {
  if (wanted === 'none') return undefined
  if (wanted !== undefined) return offers.find(({ id }) => String(id) === wanted)
  const [best] = offers
  return best && columns - best.unknown >= columns * WELL_KNOWN ? best : undefined
}

/** The first values of a column that differ, as one line each. */
function samplesOf(cells: readonly string[]): string[] {
  const lines = cells.map((cell) => cell.replace(/\s+/g, ' ').trim()).filter(Boolean)
  return [...new Set(lines)]
    .slice(0, SAMPLES)
    .map((line) => (line.length > LONGEST_SAMPLE ? `${line.slice(0, LONGEST_SAMPLE)}…` : line))
}
