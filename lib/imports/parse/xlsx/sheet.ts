import type { Reading } from '../../rules/reading'
import type { Row } from '../table'
import { type Cell, type RawRow, rawRows } from './cells'
import { momentText, numberText } from './numbers'
import { type Strings, stringsOf } from './strings'
import { type Styles, stylesOf } from './styles'
import { sheetOf, type Workbook } from './workbook'

type How = Pick<Reading, 'sheet' | 'decimal' | 'epoch1904' | 'from'>

/**
 * The rows of a sheet as text, blank ones left out. Numbers are written with the decimal sign of the reading and days
 * as `2026-12-31`, so that they mean the same beside what people typed as text. `typedOnly` shows only the latter. Rows
 * are as wide as the first of the table; of a title above it they are as wide as they are.
 */
export async function* sheetRows(workbook: Workbook, how: How, typedOnly = false): AsyncGenerator<Row, void> {
  const { part } = sheetOf(workbook, how.sheet)
  const styles = await stylesOf(workbook)
  const strings = stringsOf(workbook)
  let width = 0
  try {
    for await (const row of rawRows(workbook.zip.read(part))) {
      await strings.upTo(lastShared(row))
      const cells: string[] = []
      for (const cell of row.cells) {
        if (!typedOnly || isTyped(cell)) cells[cell.place] = textOf(cell, how, styles, strings)
      }
      const filled = cells.findLastIndex((cell) => cell !== undefined && cell.trim() !== '') + 1
      if (filled === 0) continue
      if (row.line >= (how.from ?? 1)) width ||= filled
      yield { line: row.line, cells: Array.from({ length: Math.max(width, filled) }, (_, place) => cells[place] ?? '') }
    }
  } finally {
    await strings.close()
  }
}

function textOf({ kind, value, style, formula }: Cell, how: How, styles: Styles, strings: Strings): string {
  // A formula that no program has worked out: told as spreadsheets tell what cannot be worked out.
  if (value === '' && formula) return '#CALC!'
  if (kind === 's') return strings.at(Number(value))
  if (kind === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
  if (kind === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' ')
  if (kind !== 'n') return value
  const moment = styles[style]
  return moment ? momentText(value.trim(), moment, how.epoch1904) : numberText(value.trim(), how.decimal ?? '.')
}

/** Whether somebody typed text: then it may be written in any style. */
function isTyped({ kind }: Cell): boolean {
  return kind === 's' || kind === 'inlineStr' || kind === 'str'
}

function lastShared({ cells }: RawRow): number {
  return Math.max(-1, ...cells.filter(({ kind }) => kind === 's').map(({ value }) => Number(value)))
}
