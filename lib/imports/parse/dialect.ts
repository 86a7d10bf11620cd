import { DELIMITERS, type Delimiter, type Quote } from '../rules/reading'
import { delimitedRows } from './delimited'
import { evenness, headingsIn, knownIn, PLENTY, startOf, widthOf } from './start'
import type { Row } from './table'

export type Dialect = {
  delimiter: Delimiter
  quote: Quote
  headings: boolean
  /** The line in which the table begins. */
  from: number
  sure: { delimiter: boolean; quote: boolean; headings: boolean; from: boolean }
  /** The first rows of the text, whatever they are. */
  first: Row[]
}

/** `rows` are those of the table, without the title above it. */
type Try = {
  delimiter: Delimiter
  quote: Quote
  all: Row[]
  from: number
  rows: string[][]
  known: number
  score: number
}

const ROWS = 200
const EVEN = 0.95

/**
 * What separates the cells of a text and encloses them, where its table begins, and whether its first row holds
 * headings.
 */
export async function dialectOf(text: string, known: readonly string[]): Promise<Dialect> {
  const tries: Try[] = []
  for (const delimiter of DELIMITERS) tries.push(await attempt(text, delimiter, known))
  const told = /^sep=([,;\t|])\r?[\n\r]/i.exec(text)?.[1]
  const ranked = [...tries].sort((a, b) => b.score - a.score)
  const said = ranked.find(({ delimiter }) => delimiter === told)
  const oneColumn = ranked.every(({ rows, known }) => known <= 1 && width(rows) <= 1)
  const best = said ?? (oneColumn ? ranked.find(({ delimiter }) => !text.includes(delimiter)) : ranked[0]) ?? ranked[0]
  const { delimiter = ',', quote = '"', rows = [], known: found = 0, from = 1, all = [] } = best ?? {}
  const [second] = ranked.filter((one) => one !== best)
  const alone = found >= PLENTY || evenness(rows, width(rows)) >= EVEN
  const clear = said !== undefined || oneColumn || (alone && (best?.score ?? 0) > 1.3 * (second?.score ?? 0))
  const headings = headingsIn(rows, found)
  const sure = { delimiter: clear, quote: true, headings: headings.sure, from: headings.sure }
  return { delimiter, quote, headings: headings.are, from, sure, first: all }
}

/** How a text looks with one delimiter. Known headings say most, then rows of the same number of cells. */
async function attempt(text: string, delimiter: Delimiter, known: readonly string[]): Promise<Try> {
  const quote = quoteOf(text, delimiter)
  const all = await firstRows(text, delimiter, quote)
  const cells = all.map((row) => row.cells)
  const start = startOf(cells, known)
  const rows = cells.slice(start)
  const found = knownIn(rows[0] ?? [], known)
  const wide = width(rows)
  const fits = (rows[0]?.length ?? 0) === wide ? 1 : 0.5
  const score = 10 * found + (wide > 1 ? 5 * evenness(rows, wide) * fits + Math.min(wide, 20) / 20 : 0)
  return { delimiter, quote, all, from: all[start]?.line ?? 1, rows, known: found, score }
}

async function firstRows(text: string, delimiter: Delimiter, quote: Quote): Promise<Row[]> {
  const rows: Row[] = []
  try {
    for await (const row of delimitedRows([text], { delimiter, quote })) {
      rows.push(row)
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

/**
 * The usual number of cells in a row; one where the first has one, because headings are no fewer than what stands
 * below.
 */
function width(rows: readonly string[][]): number {
  return rows[0]?.length === 1 ? 1 : widthOf(rows)
}

/** The text up to its last line end, as far as it has one: a row that is cut off is none. */
export function wholeRows(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  return end > 0 ? text.slice(0, end + 1) : text
}
