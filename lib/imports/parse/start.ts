import { bareHeading, isHeading } from '../rules/headings'
import { headingKey } from '../rules/reading'

/** So many known headings leave no doubt. */
export const PLENTY = 2
/** No title is longer, in rows that hold something. */
const LONGEST_TITLE = 20
/** A title that nothing else tells is so much narrower than what stands below. */
const NARROW = 1 / 3
const EVEN = 0.95
const MOSTLY = 0.8

type Rows = readonly (readonly string[])[]

/**
 * The place of the row with which a table begins, where a title stands above it as in reports: narrower rows, before
 * headings that are known, or before words over columns with figures. Nought where there is no title.
 */
export function startOf(rows: Rows, known: readonly string[]): number {
  const first = rows[0] ?? []
  if (knownIn(first, known) >= PLENTY) return 0
  const told = underTitle(rows, (row, widest) => filledIn(row) > widest && knownIn(row, known) >= PLENTY)
  if (told > 0 || knownIn(first, known) > 0) return told
  const wide = widthOf(rows)
  const shown = underTitle(
    rows,
    (row, widest) => widest <= wide * NARROW && row.length === wide && filledIn(row) > wide / 2,
  )
  const even = evenness(rows.slice(shown)) >= EVEN
  return shown > 0 && even && standsOut(rows[shown] ?? [], rows.slice(shown + 1)) ? shown : 0
}

/** The first row of nothing but words that is as it should be beside the widest of those above. */
function underTitle(rows: Rows, fits: (row: readonly string[], widest: number) => boolean): number {
  let widest = filledIn(rows[0] ?? [])
  for (const [place, row] of rows.slice(0, LONGEST_TITLE + 1).entries()) {
    if (place > 0 && areWords(row) && fits(row, widest)) return place
    widest = Math.max(widest, filledIn(row))
  }
  return 0
}

/** Whether a row without any figure stands above a column that has one nearly everywhere. */
function standsOut(row: readonly string[], below: Rows): boolean {
  const hasFigure = (cell: string | undefined) => /\p{Nd}/u.test(cell ?? '')
  if (row.some(hasFigure) || below.length === 0) return false
  return row.some((_, place) => below.filter((cells) => hasFigure(cells[place])).length >= below.length * MOSTLY)
}

/** Whether the first row holds headings: words we know, or at least words, each once. */
export function headingsIn(rows: Rows, known: number): { are: boolean; sure: boolean } {
  const first = rows[0] ?? []
  if (known > 0) return { are: true, sure: known >= PLENTY || known === filledIn(first) }
  return { are: areWords(first), sure: false }
}

/** How many headings of the kind of file that is expected, or of any, a row has. */
export function knownIn(row: readonly string[], known: readonly string[]): number {
  return new Set(row.filter((cell) => isKnown(cell, known)).map(headingKey)).size
}

/** The usual number of cells in a row. */
export function widthOf(rows: Rows): number {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** The share of rows that have the usual number of cells. */
export function evenness(rows: Rows, wide = widthOf(rows)): number {
  return rows.length === 0 ? 0 : rows.filter(({ length }) => length === wide).length / rows.length
}

function isKnown(cell: string, known: readonly string[]): boolean {
  return known.includes(headingKey(cell)) || known.includes(bareHeading(cell)) || isHeading(cell)
}

const filledIn = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '').length

function areWords(row: readonly string[]): boolean {
  const cells = row.map((cell) => cell.trim()).filter(Boolean)
  const values = cells.some((cell) => /^[\d.,:/\s+()-]+$|@/.test(cell))
  return !values && new Set(cells.map(headingKey)).size === cells.length
}
