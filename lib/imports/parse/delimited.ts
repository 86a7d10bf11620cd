import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { Refusal } from '@/lib/errors'
import type { Reading } from '../rules/reading'
import { countLineEnds } from './encodings'
import type { Row } from './table'

/** A row longer than this has a quotation mark that nobody closed. */
const LONGEST_ROW = 1024 * 1024

type Dialect = Pick<Reading, 'delimiter' | 'quote'>

/** The rows of a delimited text, one at a time. Blank lines, rows whose cells are all blank, and `sep=` are no rows. */
export async function* delimitedRows(
  text: AsyncIterable<string> | Iterable<string>,
  { delimiter, quote }: Dialect,
): AsyncGenerator<Row, void> {
  // Counted where the parser makes the record: it reads ahead, and drops what it has read when it fails.
  let line = 1
  const begun: number[] = []
  const parser = parse({
    delimiter,
    quote: quote === '' ? false : quote,
    escape: quote === '' ? false : quote,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
    on_record: (cells: string[]) => {
      const skipped = isBlank(cells) || (line === 1 && isSeparatorLine(cells.join(delimiter)))
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

/** `sep=;` in the first line, which a spreadsheet writes for itself. */
function isSeparatorLine(line: string): boolean {
  return /^sep=.?$/i.test(line)
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '')
}
