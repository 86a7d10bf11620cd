import { Refusal } from '@/lib/errors'
import type { Reading } from '../rules/reading'
import { isStorable } from '../rules/storable'

/** `line` is where the row begins in the person's file, whatever line ends and line breaks in quotes it has. */
export type Row = { line: number; cells: string[] }

/** `mark`: whether the file begins with a byte order mark. */
export type Table = { mark: boolean; delimiter: string; headings: string[]; rows: AsyncGenerator<Row, void> }

const MOST_COLUMNS = 16_384

/**
 * The first row is the headings, or else every row has cells and the columns are called A, B, C. What stands above is a
 * title.
 */
export async function tableOf(rows: AsyncGenerator<Row, void>, reading: Reading, mark: boolean): Promise<Table> {
  const from = reading.from ?? 1
  let first = await rows.next()
  if (first.done) throw new Refusal('invalid', 'importEmpty')
  while (!first.done && first.value.line < from) first = await rows.next()
  if (first.done) throw new Refusal('invalid', 'importNoLine', { values: { line: from } })
  const { cells } = first.value
  const problem = problemOf(cells, reading)
  if (problem) {
    await rows.return(undefined)
    throw problem
  }
  const { delimiter } = reading
  if (reading.headings) return { mark, delimiter, headings: cells.map((cell) => cell.trim()), rows }
  return { mark, delimiter, headings: cells.map((_, place) => columnName(place)), rows: prepended(first.value, rows) }
}

function problemOf(cells: readonly string[], reading: Reading): Refusal | undefined {
  if (cells.length > MOST_COLUMNS) {
    return new Refusal('invalid', 'importTooManyColumns', { values: { most: MOST_COLUMNS } })
  }
  const broken = reading.headings ? cells.findIndex((cell) => !isStorable(cell)) : -1
  if (broken < 0) return undefined
  return new Refusal('invalid', 'importHeadingUnreadable', { values: { column: columnName(broken) } })
}

/** A column as spreadsheets call it: A, B, … Z, AA. */
export function columnName(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26))
  return place < 26 ? letter : columnName(Math.floor(place / 26) - 1) + letter
}

export async function* prepended<T>(first: T, rest: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  try {
    yield first
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
