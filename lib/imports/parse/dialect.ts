import { isHeading } from '../rules/headings'
import { DELIMITERS, type Delimiter, headingKey, type Quote } from '../rules/reading'
import { delimitedRows } from './delimited'

export type Dialect = {
  delimiter: Delimiter
  quote: Quote
  headings: boolean
  sure: { delimiter: boolean; quote: boolean; headings: boolean }
}

type Try = { delimiter: Delimiter; quote: Quote; rows: string[][]; known: number; score: number }

const ROWS = 200
/** So many known headings leave no doubt. */
const PLENTY = 2
const EVEN = 0.95

/** What separates the cells of a text and encloses them, and whether its first row holds headings. */
export async function dialectOf(text: string, known: readonly string[]): Promise<Dialect> {
  const tries: Try[] = []
  for (const delimiter of DELIMITERS) tries.push(await attempt(text, delimiter, known))
  const told = /^sep=([,;\t|])\r?[\n\r]/i.exec(text)?.[1]
  const ranked = [...tries].sort((a, b) => b.score - a.score)
  const said = ranked.find(({ delimiter }) => delimiter === told)
  const oneColumn = ranked.every(({ rows, known }) => known <= 1 && width(rows) <= 1)
  const best = said ?? (oneColumn ? ranked.find(({ delimiter }) => !text.includes(delimiter)) : ranked[0]) ?? ranked[0]
  const { delimiter = ',', quote = '"', rows = [], known: found = 0 } = best ?? {}
  const [second] = ranked.filter((one) => one !== best)
  const alone = found >= PLENTY || evenness(rows) >= EVEN
  const clear = said !== undefined || oneColumn || (alone && (best?.score ?? 0) > 1.3 * (second?.score ?? 0))
  const headings = headingsIn(rows, found)
  return { delimiter, quote, headings: headings.are, sure: { delimiter: clear, quote: true, headings: headings.sure } }
}

/** How a text looks with one delimiter. Known headings say most, then rows of the same number of cells. */
async function attempt(text: string, delimiter: Delimiter, known: readonly string[]): Promise<Try> {
  const quote = quoteOf(text, delimiter)
  const rows = await firstRows(text, delimiter, quote)
  const found = new Set((rows[0] ?? []).filter((cell) => isKnownHeading(cell, known)).map(headingKey)).size
  const wide = width(rows)
  const fits = (rows[0]?.length ?? 0) === wide ? 1 : 0.5
  const score = 10 * found + (wide > 1 ? 5 * evenness(rows) * fits + Math.min(wide, 20) / 20 : 0)
  return { delimiter, quote, rows, known: found, score }
}

async function firstRows(text: string, delimiter: Delimiter, quote: Quote): Promise<string[][]> {
  const rows: string[][] = []
  try {
    for await (const { cells } of delimitedRows([text], { delimiter, quote })) {
      rows.push(cells)
      if (rows.length >= ROWS) break
    }
  } catch {
    // What cannot be read to the end is told by whoever reads the file, with its line.
  }
  return rows
}

/** Double marks, unless only single ones stand around cells, several of them, and each is closed. */
function quoteOf(text: string, delimiter: Delimiter): Quote {
  const around = (mark: string) => {
    const [edge, end] = [`(?:^|[\\n\\r${delimiter}])`, `(?=[\\n\\r${delimiter}]|$)`]
    const closed = text.match(new RegExp(`${edge}${mark}(?:[^${mark}]|${mark}${mark})*${mark}${end}`, 'g'))?.length ?? 0
    const opened = text.match(new RegExp(`${edge}${mark}`, 'g'))?.length ?? 0
    return { closed, opened }
  }
  const single = around("'")
  return single.closed > PLENTY && single.closed >= 0.9 * single.opened && around('"').opened === 0 ? "'" : '"'
}

/** The usual number of cells in a row; one where the first has one, because headings are no fewer than what stands below. */
function width(rows: readonly string[][]): number {
  if (rows[0]?.length === 1) return 1
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** The share of rows that have the usual number of cells. */
function evenness(rows: readonly string[][]): number {
  const wide = width(rows)
  return rows.length === 0 ? 0 : rows.filter(({ length }) => length === wide).length / rows.length
}

/** Whether a cell is a heading of the kind of file that is expected, or of any. */
export function isKnownHeading(cell: string, known: readonly string[]): boolean {
  return known.includes(headingKey(cell)) || isHeading(cell)
}

/** Headings are words we know, or at least words, each once. */
export function headingsIn(rows: readonly string[][], known: number): { are: boolean; sure: boolean } {
  const cells = (rows[0] ?? []).map((cell) => cell.trim()).filter(Boolean)
  if (known > 0) return { are: true, sure: known >= PLENTY || known === cells.length }
  const values = cells.some((cell) => /^[\d.,:/\s+()-]+$|@/.test(cell))
  return { are: !values && new Set(cells.map(headingKey)).size === cells.length, sure: false }
}

/** The text up to its last line end, as far as it has one: a row that is cut off is none. */
export function wholeRows(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  return end > 0 ? text.slice(0, end + 1) : text
}
