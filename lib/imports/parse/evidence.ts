import { Refusal } from '@/lib/errors'
import { decideDateOrder, noDates, noteDate } from '../rules/date-orders'
import { decideDecimal, noDecimals, noteAmount } from '../rules/decimals'
import { fieldsNamed } from '../rules/headings'
import type { DateOrder, Decimal } from '../rules/reading'
import type { Row } from './table'

export type Styles = {
  decimal: { decimal: Decimal | null; sure: boolean }
  dates: { dates: DateOrder | null; sure: boolean }
}

const AMOUNTS = ['amount', 'remaining', 'credit_limit']
const DAYS = ['issue_date', 'due_date', 'cleared_date']
/** Letters of cells that are always looked at, and that are at most while something is open. */
const FIRST = 1_000_000
const MOST = 16_000_000

/** How the amounts and days of a table are written, told by whole columns. Reads no more of it than that needs. */
export async function stylesOf(
  headings: readonly string[],
  rows: AsyncGenerator<Row, void>,
  known: readonly string[],
): Promise<Styles> {
  const amounts = placesOf(headings, known, AMOUNTS).map((place) => ({ place, evidence: noDecimals() }))
  const days = placesOf(headings, known, DAYS).map((place) => ({ place, evidence: noDates() }))
  const decided = (): Styles => ({
    decimal: decideDecimal(amounts.map(({ evidence }) => evidence)),
    dates: decideDateOrder(days.map(({ evidence }) => evidence)),
  })
  if (amounts.length > 0 || days.length > 0) {
    let [seen, next] = [0, FIRST]
    for await (const { cells } of readable(rows)) {
      for (const { place, evidence } of amounts) noteAmount(evidence, cells[place]?.trim() ?? '')
      for (const { place, evidence } of days) noteDate(evidence, cells[place]?.trim() ?? '')
      for (const cell of cells) seen += cell.length + 1
      if (seen < next) continue
      const { decimal, dates } = decided()
      if (seen >= MOST || (decimal.sure && dates.sure)) break
      next += FIRST
    }
  }
  // Lets the file go where nothing had to be read.
  await rows.return(undefined)
  return decided()
}

/**
 * The columns that may hold such values: by their headings, or all where no heading tells. None where the kind of file
 * has none.
 */
function placesOf(headings: readonly string[], known: readonly string[], fields: readonly string[]): number[] {
  if (!known.some((field) => fields.includes(field))) return []
  const named = headings.map((heading) => fieldsNamed(heading))
  const sure = named.flatMap((names, place) => (names.some((field) => fields.includes(field)) ? [place] : []))
  if (sure.length > 0) return sure
  return named.flatMap((names, place) => (names.length === 0 ? [place] : []))
}

/** What cannot be read to the end is told by whoever reads the file for good. */
async function* readable(rows: AsyncGenerator<Row, void>): AsyncGenerator<Row, void> {
  try {
    yield* rows
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
