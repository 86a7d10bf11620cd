import { Refusal } from '@/lib/errors'
import { MOST_CODES } from './codes'

/**
 * A way a paste may be meant: its cells in their order, as many as a list may hold, and how many there are. `across`
 * takes the cells of several columns together. `shape` says what the text looks like when it is cut this way: one row,
 * rows of equal length, anything else.
 */
export type Reading = {
  name: string
  across: boolean
  shape: 'row' | 'table' | 'loose'
  cells: string[]
  count: number
}

/** Headings and lines of an e-mail may stand around the longest list. */
const MOST_LINES = MOST_CODES + 1000
const LONGEST_CELL = 200
/** No program puts more around a code; each is one more code to look up. */
const MOST_LAYERS = 3
const MOST_COLUMNS = 20

/** Format characters, soft hyphens and marks of direction: never part of a code, often part of a paste. */
const INVISIBLE = /\p{Cf}/gu
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g
const BLANK_LINE = /\n[^\S\n\t]*(?=\n)/g
const FILLED_LINE = /[^\s\u0085][^\n\r\v\f\u0085\u2028\u2029]*/g

/** Refuses what has more lines than a list has codes: it would be read in every way for nothing. */
export function mustHaveFewLines(paste: string): void {
  const lines = paste.match(FILLED_LINE)?.length ?? 0
  if (lines > MOST_LINES) throw new Refusal('invalid', 'tooManyLines', { values: { lines, most: MOST_CODES } })
}

/**
 * The ways a paste may be meant, likeliest first. Lines always separate, and tabs, which no code can hold. Semicolons,
 * commas and spaces may be part of a code, so each is only a possibility: who knows the codes decides.
 */
export function readings(paste: string): Reading[] {
  const text = paste.replace(INVISIBLE, '').replace(LINE_END, '\n').replace(BLANK_LINE, '')
  const all = text.includes('\t')
    ? columnsOf('tab', tableOf(text, '\t'))
    : [
        reading('lines', tableOf(text, '').flat(), 'loose'),
        ...(text.includes('"') ? [reading('lines.bare', text.split('\n'), 'loose')] : []),
        ...(text.includes(';') ? columnsOf('semicolon', tableOf(text, ';')) : []),
        ...(text.includes(',') ? columnsOf('comma', tableOf(text, ',')) : []),
        ...(/[^\S\n]/.test(text) ? wordsOf(text) : []),
        ...(/[^\S\n]|[,;]/.test(text) ? [piecesOf(text)] : []),
      ]
  return distinct(all).filter(({ cells }) => cells.length > 0)
}

/** A cell without what programs put around it, one layer a time, few in all: the last is what is most likely meant. */
export function spellings(cell: string): string[] {
  const known = [cell]
  for (let text = cell; known.length <= MOST_LAYERS && !PLAIN.test(text); ) {
    const inside = undressed(text)
    if (inside === undefined || inside === '') break
    known.push(inside)
    text = inside
  }
  return known
}

const PLAIN = /^\p{L}[\p{L}\p{N}]*$|^\p{N}+$/u

/** Quotes, formulas that keep zeros, the apostrophe that marks text, marks of e-mails and lists. */
const DRESS = [
  /^=?"(.*)"$/,
  /^[“”„«‹‘‚](.*)[”“»›’‘]$/,
  /^['’](.*?)['’]?$/,
  /^(?:[>|]\s*)+(.*)$/,
  /^(?:[-*+–—]\s+|[•‣·▪◦●○■□➢✓✔→]\s*)(.*)$/,
  /^(.*)[,;:.]$/,
  /^[([{<](.*)[)\]}>]$/,
  /^\d{1,4}[.)]\s+(.*)$/,
]

function undressed(text: string): string | undefined {
  for (const dress of DRESS) {
    const inside = dress.exec(text)?.[1]
    if (inside !== undefined) return (dress === DRESS[0] ? inside.replaceAll('""', '"') : inside).trim()
  }
  return undefined
}

function reading(name: string, cells: readonly string[], shape: Reading['shape'], across = false): Reading {
  const all = cells.flatMap(partsOf).filter((cell) => cell !== '')
  return { name, across, shape, cells: all.slice(0, MOST_CODES), count: all.length }
}

/** A quoted cell may hold line breaks; no code can, so it holds several. */
function partsOf(cell: string): string[] {
  return cell.split(/[\n\t]/).map((part) =>
    part
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, LONGEST_CELL)
      .trim(),
  )
}

function columnsOf(name: string, rows: readonly string[][]): Reading[] {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  const shape = shapeOf(filled, name !== 'tab')
  const width = Math.min(
    MOST_COLUMNS,
    filled.reduce((most, row) => Math.max(most, row.length), 0),
  )
  const columns = Array.from({ length: width }, (_, column) =>
    reading(
      `${name}.${column + 1}`,
      filled.map((row) => row[column] ?? ''),
      shape,
    ),
  )
  return [...columns, reading(`${name}.all`, filled.flat(), shape, true)]
}

/** What stands first and last in lines of several words, as codes do in an e-mail. */
function wordsOf(text: string): Reading[] {
  const lines = text.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''))
  const rows = lines.filter((words) => words.length > 0)
  if (rows.every((words) => words.length === 1)) return []
  const shape = shapeOf(rows, false)
  return [
    reading(
      'word.first',
      rows.map((words) => words[0] ?? ''),
      shape,
    ),
    reading(
      'word.last',
      rows.map((words) => words.at(-1) ?? ''),
      shape,
    ),
    reading('word.all', rows.flat(), shape, true),
  ]
}

function piecesOf(text: string): Reading {
  return reading('pieces', text.split(/[\s,;]+/), text.trim().includes('\n') ? 'loose' : 'row', true)
}

/** A list that was broken into lines has its separator at the end of each; a table has it between its columns. */
function shapeOf(rows: readonly string[][], mayBeList: boolean): Reading['shape'] {
  if (rows.length === 1) return 'row'
  const [first] = rows
  const isList = mayBeList && rows.slice(0, -1).every((row) => row.at(-1)?.trim() === '')
  return !isList && rows.every((row) => row.length === first?.length) ? 'table' : 'loose'
}

/** Rows of cells. A cell in quotes may hold the delimiter and line ends; a quote that nobody closes is just a quote. */
function tableOf(text: string, delimiter: string): string[][] {
  const bare = delimiter === '' ? /[^\n]*/y : new RegExp(`[^${delimiter}\n]*`, 'y')
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at <= text.length; ) {
    bare.lastIndex = at
    const quoted = text[at] === '"' ? quotedAt(text, at, delimiter) : undefined
    const end = quoted ?? at + (bare.exec(text)?.[0].length ?? 0)
    const cell = text.slice(at, end)
    row.push(quoted !== undefined && /[\n\t]/.test(cell) ? cell.trim().slice(1, -1).replaceAll('""', '"') : cell)
    if (end === text.length || text[end] === '\n') {
      rows.push(row)
      row = []
    }
    at = end + 1
  }
  return rows
}

/** Where a cell in quotes that begins here ends, if it is one. */
function quotedAt(text: string, start: number, delimiter: string): number | undefined {
  let close = text.indexOf('"', start + 1)
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
  if (close === -1) return undefined
  let end = close + 1
  while (text[end] === ' ') end++
  return end === text.length || text[end] === '\n' || text[end] === delimiter ? end : undefined
}

function distinct(all: readonly Reading[]): Reading[] {
  return all.filter(
    ({ cells, count }, index) =>
      !all
        .slice(0, index)
        .some((other) => other.count === count && other.cells.every((cell, at) => cell === cells[at])),
  )
}
