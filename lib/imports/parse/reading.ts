import { Refusal } from '@/lib/errors'
import type { Reading, Recognised } from '../rules/reading'
import { delimitedRows } from './delimited'
import { delimitersOf } from './dialect'
import { decoded } from './encodings'
import { headOf, type Source } from './source'
import { prepended, type Row, type Table, tableOf } from './table'

export { headingKey } from '../rules/reading'
export type { Reading, Recognised, Row, Source, Table }

const MARK = '\uFEFF'
const HEAD = 256 * 1024
const ALL_SURE: Record<keyof Reading, boolean> = {
  format: true,
  encoding: true,
  delimiter: true,
  quote: true,
  headings: true,
  sheet: true,
  decimal: true,
  dates: true,
  epoch1904: true,
}

/** What a file seems to be. It never fails for what a person can still choose otherwise. */
export async function recognise(source: Source, known: readonly string[]): Promise<Recognised> {
  const head = await headOf(source, HEAD)
  mustBeText(head)
  const [delimiter = ','] = delimitersOf(head.toString().replace(MARK, ''), known)
  const reading: Reading = {
    format: 'csv',
    encoding: 'utf-8',
    delimiter,
    quote: '"',
    headings: true,
    sheet: null,
    decimal: null,
    dates: null,
    epoch1904: false,
  }
  return { reading, sure: ALL_SURE, sheets: [], encodings: ['utf-8'], broken: null }
}

/** The rows of a file as `reading` says, one at a time. */
export async function openTable(source: Source, reading: Reading): Promise<Table> {
  const text = decoded(source.stream(), reading.encoding)
  const first = await text.next()
  const head = first.done ? '' : first.value
  const mark = head.startsWith(MARK)
  const rows = delimitedRows(prepended(mark ? head.slice(1) : head, text), reading)
  return tableOf(rows, reading, mark)
}

/** A file with the standard headings, as the command line takes it: UTF-8 and delimited. */
export async function readTable(source: Source, known: readonly string[]): Promise<Table> {
  const { reading } = await recognise(source, known)
  return openTable(source, { ...reading, encoding: 'utf-8' })
}

function mustBeText(head: Buffer): void {
  const start = head.subarray(0, 4).toString('hex')
  if (start.startsWith('fffe') || start.startsWith('feff')) throw new Refusal('invalid', 'importUtf16')
  if (start === '504b0304' || start === 'd0cf11e0') throw new Refusal('invalid', 'importWorkbook')
}
