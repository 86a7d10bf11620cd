import { isUtf8 } from 'node:buffer'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { Refusal } from '@/lib/errors'

const LF = 10
const CR = 13
const MARK = '\uFEFF'
const DELIMITERS = [',', ';', '\t'] as const
/** A row longer than this has a quotation mark that nobody closed. */
const LONGEST_ROW = 1024 * 1024

/** A file that can be opened again: rejected rows are read a second time rather than kept in memory. */
export type Source = () => AsyncIterable<Uint8Array>

/** `line` is where the row begins in the person's file, whatever line ends and line breaks in quotes it has. */
export type Row = { line: number; cells: string[] }

/** `mark`: whether the file begins with a byte order mark. */
export type Table = { mark: boolean; delimiter: string; headings: string[]; rows: AsyncGenerator<Row, void> }

/**
 * The rows of a delimited file, one at a time. The delimiter is the one that makes most known headings out of the first
 * line that is not blank. Blank lines, and rows whose cells are all blank, are no rows.
 */
export async function readTable(source: Source, known: readonly string[]): Promise<Table> {
  const text = decoded(source())
  const { head, delimiter } = await readHead(text, known)
  const mark = head.startsWith(MARK)
  const rows = readRows(prepended(mark ? head.slice(1) : head, text), delimiter)
  const first = await rows.next()
  if (first.done) throw new Refusal('invalid', 'importEmpty')
  return { mark, delimiter, headings: first.value.cells.map((cell) => cell.trim()), rows }
}

/** A heading as it is compared: case, surrounding spaces and compatibility forms do not count. */
export function headingKey(heading: string): string {
  return heading.normalize('NFKC').trim().toLowerCase()
}

/** Line ends in a text: LF, CR LF and CR are one each. */
export function countLineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0
}

async function* readRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Row, void> {
  // Counted where the parser makes the record: it reads ahead, and drops what it has read when it fails.
  let line = 1
  const begun: number[] = []
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
    on_record: (cells: string[]) => {
      const skipped = isBlank(cells) || (line === 1 && isSeparatorLine(cells, delimiter))
      if (!skipped) begun.push(line)
      line += 1
      for (const cell of cells) line += countLineEnds(cell)
      return skipped ? null : cells
    },
  })
  pipeline(Readable.from(text), parser, () => undefined)
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield { line: begun.shift() ?? line, cells }
  } catch (error) {
    const unclosed = error instanceof CsvError && /MAX_RECORD_SIZE|QUOTE_NOT_CLOSED/.test(error.code)
    throw unclosed ? new Refusal('invalid', 'importQuoteNotClosed', { values: { line } }) : error
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '')
}

/** `sep=;` in the first line, which a spreadsheet writes for itself. */
function isSeparatorLine(cells: readonly string[], delimiter: string): boolean {
  return /^sep=.?$/i.test(cells.join(delimiter))
}

/** Reads as much as holds the headings, and decides what separates them. */
async function readHead(
  text: AsyncGenerator<string>,
  known: readonly string[],
): Promise<{ head: string; delimiter: string }> {
  let head = ''
  for (;;) {
    const line = firstLine(head)
    const next = line === undefined && head.length < LONGEST_ROW ? await text.next() : undefined
    if (next && !next.done) {
      head += next.value
      continue
    }
    return { head, delimiter: likeliest(line ?? head, known) }
  }
}

/** The first line with something in it that is not `sep=`, if it is there as a whole. */
function firstLine(text: string): string | undefined {
  return [...text.replace(MARK, '').matchAll(/([^\r\n]*)(?:\r\n|\r|\n)/g)]
    .map(([, line = '']) => line)
    .find((line) => /[^\s,;"]/.test(line) && !/^sep=.?$/i.test(line))
}

function likeliest(line: string, known: readonly string[]): string {
  const count = (delimiter: string) =>
    new Set(
      line
        .split(delimiter)
        .map((cell) => headingKey(cell.replaceAll('"', '')))
        .filter((key) => known.includes(key)),
    ).size
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ','
}

async function* prepended(head: string, text: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* text
}

/**
 * The bytes of a file as text, piece by piece. UTF-8 and nothing else: a byte that is none ends it with the line it
 * stands in, because a guess would write wrong names into the database.
 */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  let fresh = true
  const text = (whole: Buffer) => {
    if (!isUtf8(whole)) throw new Refusal('invalid', 'importNotUtf8', { values: { line: line + badLine(whole) } })
    line += countLineEnds(whole.toString('latin1'))
    fresh = false
    return whole.toString()
  }
  for await (const piece of bytes) {
    const held = Buffer.concat([rest, piece])
    const end = fresh && held.length < 4 ? 0 : wholeUntil(held)
    if (fresh && end > 0) mustBeText(held)
    rest = held.subarray(end)
    if (end > 0) yield text(held.subarray(0, end))
  }
  if (fresh) mustBeText(rest)
  yield text(rest)
}

function mustBeText(head: Buffer): void {
  const start = head.subarray(0, 4).toString('hex')
  if (start.startsWith('fffe') || start.startsWith('feff')) throw new Refusal('invalid', 'importUtf16')
  if (start === '504b0304' || start === 'd0cf11e0') throw new Refusal('invalid', 'importWorkbook')
}

/** Where the last whole character ends: a piece may be cut within one, or between CR and LF. */
function wholeUntil(bytes: Buffer): number {
  const last = bytes.length - 1
  if (bytes[last] === CR) return last
  for (let at = last; at >= 0 && at > last - 3; at--) {
    const byte = bytes[at] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return at + length > bytes.length ? at : bytes.length
  }
  return bytes.length
}

/** How many lines stand before the first one that is not UTF-8. */
function badLine(bytes: Buffer): number {
  let lines = 0
  let start = 0
  for (let at = 0; at < bytes.length; at++) {
    const ends = bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)
    if (!ends) continue
    if (!isUtf8(bytes.subarray(start, at))) return lines
    lines += 1
    start = at + 1
  }
  return lines
}
