import type { Cell, Column, ColumnType } from '../kinds/kind'
import { isDecimal, plainAmount, type Speak } from './sheet'

/** The formats of `STYLES`, by their place. */
const FORMAT = { text: 1, amount: 2, day: 3, moment: 4, heading: 5 } as const

/** More digits than that a spreadsheet's number does not hold. */
const MOST_DIGITS = 15
const LONGEST_CELL = 32_767
/** Days between the first day of spreadsheets and that of clocks. */
const EPOCH = 25_569
/** The first day from which all spreadsheets count alike. */
const FIRST_SERIAL = 61

/** One row of a sheet. `number` counts from 1. */
export function rowXml(cells: readonly Cell[], writers: readonly CellWriter[], number: number): string {
  let row = `<row r="${number}">`
  for (let place = 0; place < writers.length; place++) {
    const cell = cells[place]
    if (cell !== null && cell !== undefined && cell !== '') row += writers[place]?.(cell, number) ?? ''
  }
  return `${row}</row>`
}

type CellWriter = (text: string, row: number) => string

/** How each column writes its cells. Codes and telephone numbers are text and say so, amounts and days are numbers. */
export function cellWriters(columns: readonly Column[], speak: Speak): CellWriter[] {
  return columns.map(({ type }, place) => WRITERS[type](letters(place), speak))
}

export function headingWriters(count: number): CellWriter[] {
  return Array.from({ length: count }, (_, place) => textWriter(letters(place), FORMAT.heading))
}

const WRITERS: Record<ColumnType, (column: string, speak: Speak) => CellWriter> = {
  code: (column) => textWriter(column, FORMAT.text),
  phone: (column) => textWriter(column, FORMAT.text),
  text: (column) => textWriter(column),
  amount: (column) => numberWriter(column, amountNumber, FORMAT.amount),
  number: (column) => numberWriter(column, (text) => (isDecimal(text) ? text : undefined)),
  date: (column) => numberWriter(column, serial, FORMAT.day),
  moment: (column) => numberWriter(column, serial, FORMAT.moment),
  yesNo: (column, { yes, no }) => {
    const write = textWriter(column)
    return (text, row) => write(text === 'true' ? yes : no, row)
  },
}

function textWriter(column: string, format?: number): CellWriter {
  const style = format === undefined ? '' : ` s="${format}"`
  return (text, row) =>
    `<c r="${column}${row}"${style} t="inlineStr"><is><t xml:space="preserve">${xmlText(text.slice(0, LONGEST_CELL))}</t></is></c>`
}

/** What is no number, or none that a spreadsheet holds exactly, is written as text. */
function numberWriter(column: string, read: (text: string) => string | undefined, format?: number): CellWriter {
  const asText = textWriter(column)
  const style = format === undefined ? '' : ` s="${format}"`
  return (text, row) => {
    const number = read(text)
    return number === undefined ? asText(text, row) : `<c r="${column}${row}"${style}><v>${number}</v></c>`
  }
}

function amountNumber(text: string): string | undefined {
  if (!isDecimal(text)) return undefined
  const plain = plainAmount(text)
  return plain.replace(/^-?0*|\./g, '').length <= MOST_DIGITS ? plain : undefined
}

/** `2026-11-22` and `2026-11-22 14:03:05` as spreadsheets count them. */
function serial(text: string): string | undefined {
  const time = Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00:00'}Z`)
  const days = time / 86_400_000 + EPOCH
  return Number.isFinite(days) && days >= FIRST_SERIAL ? String(days) : undefined
}

/** `A` to `Z`, `AA` and so on. */
export function letters(place: number): string {
  const last = String.fromCharCode(65 + (place % 26))
  return place < 26 ? last : letters(Math.floor(place / 26) - 1) + last
}

const MARKUP: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/**
 * What XML cannot hold, or would not give back as it was: such characters are written by their number, and so is what
 * looks like one.
 */
const SPECIAL = /[&<>"]|[^\P{Cc}\n\t]|[\uFFFE\uFFFF]|\p{Cs}|_(?=x[0-9A-Fa-f]{4}_)/gu

export function xmlText(text: string): string {
  return text.replace(SPECIAL, (character) => MARKUP[character] ?? numbered(character))
}

function numbered(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
}
