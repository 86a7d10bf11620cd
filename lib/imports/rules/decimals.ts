import { amountMeanings } from './amounts'
import type { Decimal } from './reading'

/** What a column says about the decimal sign. `open` were amounts of which nobody can tell, by the sign they hold. */
type DecimalEvidence = { filled: number; amounts: number; signs: Set<Decimal>; open: Set<Decimal> }

/** So much of a column must be amounts for it to be a column of amounts. */
const ENOUGH = 0.8

export function noDecimals(): DecimalEvidence {
  return { filled: 0, amounts: 0, signs: new Set(), open: new Set() }
}

export function noteAmount(evidence: DecimalEvidence, text: string): void {
  if (text === '') return
  evidence.filled += 1
  const meanings = amountMeanings(text)
  if (meanings.length === 0) return
  evidence.amounts += 1
  const [first, second] = meanings
  if (second) evidence.open.add(text.includes('.') ? '.' : ',')
  else if (first?.decimal) evidence.signs.add(first.decimal)
}

/**
 * The decimal sign of a file. It is sure where all columns that say one agree, and where nothing depends on it. A
 * column that would have nothing but three decimals by what the others say is asked about: it may hold thousands.
 */
export function decideDecimal(columns: readonly DecimalEvidence[]): { decimal: Decimal | null; sure: boolean } {
  const told = columns.filter(({ filled, amounts }) => amounts > 0 && amounts >= filled * ENOUGH)
  const [sign, other] = new Set(told.flatMap(({ signs }) => [...signs]))
  const open = told.some((column) => column.open.size > 0)
  if (other) return { decimal: null, sure: false }
  if (sign === undefined) return { decimal: null, sure: !open }
  const doubtful = told.some((column) => column.signs.size === 0 && column.open.has(sign))
  return doubtful ? { decimal: null, sure: false } : { decimal: sign, sure: true }
}
