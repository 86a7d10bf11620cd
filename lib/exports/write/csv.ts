import { stringify } from 'csv-stringify/sync'
import { neutralised } from '@/lib/imports/rules/formulas'
import type { Cell, ColumnType } from '../kinds/kind'
import { delimiterOf, type Style } from '../rules'
import { dayIn, isDecimal, isDialled, plainAmount, type Sheet, type Speak } from './sheet'

const MARK = '\uFEFF'
/** What another reading of separators and line ends would cut. */
const QUOTED = /[\r\n\t;|]|^\s|\s$/

/** A delimited file piece by piece: UTF-8 with its mark, headings first, line ends as spreadsheets write them. */
export async function* csvOf({ columns, pages, speak }: Sheet, style: Style): AsyncGenerator<string> {
  const written = columns.map(({ type }) => WRITERS[type])
  yield MARK + lines([columns.map(({ heading }) => neutralised(heading))], style)
  for await (const page of pages) {
    const rows = page.map((cells) => written.map((write, place) => cellOf(cells[place], write, style, speak)))
    yield lines(rows, style)
  }
}

function lines(rows: string[][], style: Style): string {
  return stringify(rows, { delimiter: delimiterOf(style), record_delimiter: 'windows', quoted_match: QUOTED })
}

type Write = (text: string, style: Style, speak: Speak) => string

function cellOf(cell: Cell | undefined, write: Write, style: Style, speak: Speak): string {
  return cell === null || cell === undefined ? '' : write(cell, style, speak)
}

/** What is no figure where one should be is text like any other. */
const figure =
  (write: Write): Write =>
  (text, style, speak) =>
    isDecimal(text) ? write(text, style, speak) : neutralised(text)

const WRITERS: Record<ColumnType, Write> = {
  code: neutralised,
  text: neutralised,
  phone: (text) => (isDialled(text) ? text : neutralised(text)),
  amount: figure((text, { decimal }) =>
    decimal === 'comma' ? plainAmount(text).replace('.', ',') : plainAmount(text),
  ),
  number: figure((text) => text),
  date: (text, style, speak) => dayIn(style, speak, text),
  moment: (text, { days }, speak) => (days === 'iso' ? text : speak.moment(text)),
  yesNo: (text, _style, speak) => (text === 'true' ? speak.yes : speak.no),
}
