import { Refusal } from '@/lib/errors'
import type { Reading, Recognised } from '../rules/reading'
import { contentOf } from './content'
import { delimitedRows } from './delimited'
import { dialectOf, wholeRows } from './dialect'
import { encodingOf } from './encoding-of'
import { decoded } from './encodings'
import { stylesOf } from './evidence'
import { headOf, memorySource, type Source } from './source'
import { headingsIn, knownIn, startOf, widthOf } from './start'
import { columnName, prepended, type Row, type Table, tableOf } from './table'
import { sheetRows } from './xlsx/sheet'
import { openWorkbook, sheetOf } from './xlsx/workbook'

export type { Reading, Recognised, Row, Source, Table }

const MARK = '\uFEFF'
const HEAD = 96 * 1024
/** Small, so that what stands before something unreadable is kept. */
const PIECE = 1024
const FIRST_ROWS = 100
const STARTS = 20
const LONGEST_START = 60
const SURE: Recognised['sure'] = {
  format: true,
  encoding: true,
  delimiter: true,
  quote: true,
  headings: true,
  from: true,
  sheet: true,
  decimal: true,
  dates: true,
  epoch1904: true,
}

/** What a person chose already: the rest is told by the file as it is read like that. */
export type Chosen = { [Part in 'encoding' | 'sheet' | 'from']?: Reading[Part] | undefined }

/**
 * What a file seems to be. It refuses only what no choice could make readable. `known` are the standard headings of the
 * kind of file that is expected.
 */
export async function recognise(source: Source, known: readonly string[], chosen: Chosen = {}): Promise<Recognised> {
  const workbook = (await contentOf(source)) === 'xlsx'
  return workbook ? recogniseWorkbook(source, known, chosen) : recogniseText(source, known, chosen)
}

/** How a file is read where nobody can be asked: an encoding that is no more than a guess is refused. */
export async function readingAlone(source: Source, known: readonly string[]): Promise<Reading> {
  const { reading, sure, broken } = await recognise(source, known)
  if (!sure.encoding) throw new Refusal('invalid', 'importNotUtf8', { values: { line: broken?.line ?? 1 } })
  return reading
}

/** The rows of a file as `reading` says, one at a time. */
export async function openTable(source: Source, reading: Reading): Promise<Table> {
  if (reading.format === 'xlsx') return tableOf(sheetRows(await openWorkbook(source), reading), reading, false)
  const text = decoded(source.stream(), reading.encoding)
  const first = await text.next()
  const head = first.done ? '' : first.value
  const mark = head.startsWith(MARK)
  const rows = delimitedRows(prepended(mark ? head.slice(1) : head, text), reading)
  return tableOf(rows, reading, mark)
}

async function recogniseText(source: Source, known: readonly string[], chosen: Chosen): Promise<Recognised> {
  const { encoding: likeliest, sure: encodingSure, encodings, broken } = await encodingOf(source)
  const encoding = chosen.encoding ?? likeliest
  const text = await readableHead(source, encoding)
  if (text.includes('\0')) throw new Refusal('invalid', 'importNotTable')
  const { sure: dialectSure, first, ...dialect } = await dialectOf(text, known)
  const found = { format: 'csv' as const, encoding, ...dialect, sheet: null, epoch1904: false }
  const reading: Reading = { ...found, from: chosen.from ?? found.from, decimal: null, dates: null }
  const { headings, rows } = await tableAsFar(source, reading)
  const { decimal, dates } = await stylesOf(headings, rows, known)
  return {
    reading: { ...found, decimal: decimal.decimal, dates: dates.dates },
    sure: {
      ...SURE,
      ...dialectSure,
      encoding: encodingSure || chosen.encoding !== undefined,
      decimal: decimal.sure,
      dates: dates.sure,
    },
    sheets: [],
    starts: startsIn(first),
    encodings,
    broken,
  }
}

/** The table as far as it can be opened: what is wrong with it is told by whoever reads it for good. */
async function tableAsFar(source: Source, reading: Reading): Promise<Pick<Table, 'headings' | 'rows'>> {
  try {
    return await openTable(source, reading)
  } catch (error) {
    if (!(error instanceof Refusal) || error.message === 'importEmpty') throw error
    return { headings: [], rows: (async function* () {})() }
  }
}

/** The first rows of a sheet as far as they can be read: another sheet may be chosen instead. */
async function firstRows(rows: AsyncGenerator<Row, void>): Promise<Row[]> {
  const first: Row[] = []
  try {
    for await (const row of rows) {
      first.push(row)
      if (first.length === FIRST_ROWS) break
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  return first
}

/** The text at the beginning, as far as it can be read. */
async function readableHead(source: Source, encoding: Reading['encoding']): Promise<string> {
  const head = await headOf(source, HEAD)
  const pieces: string[] = []
  try {
    for await (const piece of decoded(memorySource(head, PIECE).stream(), encoding)) pieces.push(piece)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  const text = pieces.join('').replace(MARK, '')
  return head.length < HEAD ? text : wholeRows(text)
}

async function recogniseWorkbook(source: Source, known: readonly string[], chosen: Chosen): Promise<Recognised> {
  const workbook = await openWorkbook(source)
  const named = workbook.sheets.find(({ name }) => name === chosen.sheet)
  const sheet = (named ?? sheetOf(workbook, null)).name
  const found = {
    ...{ format: 'xlsx' as const, encoding: 'utf-8' as const, delimiter: ',' as const, quote: '"' as const },
    ...{ sheet, epoch1904: workbook.epoch1904 },
  }
  const first = await firstRows(sheetRows(workbook, { sheet, decimal: '.', epoch1904: workbook.epoch1904 }))
  const all = padded(first.map(({ cells }) => cells))
  const start = startOf(all, known)
  const headings = headingsIn(all.slice(start), knownIn(all[start] ?? [], known))
  const from = first[start]?.line ?? 1
  // What is a number or a day in the workbook is written alike in any style; only what was typed as text decides.
  const how = { sheet, decimal: '.', epoch1904: workbook.epoch1904, from: chosen.from ?? from } as const
  const top = first.find(({ line }) => line >= how.from)?.cells ?? []
  const names = top.map((cell, place) => (headings.are ? cell.trim() : columnName(place)))
  const typed = below(sheetRows(workbook, how, true), headings.are ? how.from : how.from - 1)
  const { decimal, dates } = await stylesOf(names, typed, known)
  return {
    reading: {
      ...found,
      headings: headings.are,
      from,
      decimal: decimal.sure ? (decimal.decimal ?? '.') : null,
      dates: dates.dates,
    },
    sure: { ...SURE, headings: headings.sure, from: headings.sure, decimal: decimal.sure, dates: dates.sure },
    sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
    starts: startsIn(first),
    encodings: ['utf-8'],
    broken: null,
  }
}

/** Rows as wide as they usually are: a sheet keeps no blank cells at their ends. */
function padded(rows: readonly string[][]): string[][] {
  const wide = widthOf(rows)
  return rows.map((cells) => Array.from({ length: Math.max(cells.length, wide) }, (_, place) => cells[place] ?? ''))
}

/** The rows of a sheet past a line. */
async function* below(rows: AsyncGenerator<Row, void>, line: number): AsyncGenerator<Row, void> {
  for await (const row of rows) if (row.line > line) yield row
}

function startsIn(rows: readonly Row[]): Recognised['starts'] {
  return rows.slice(0, STARTS).map(({ line, cells }) => {
    const text = cells
      .map((cell) => cell.trim().replace(/\s+/g, ' '))
      .filter(Boolean)
      .join(' · ')
    return { line, text: text.length > LONGEST_START ? `${[...text].slice(0, LONGEST_START).join('')}…` : text }
  })
}
