import { Refusal } from '@/lib/errors'
import { unescaped } from './strings'
import { readXml } from './xml'

/** A cell as the sheet has it: where it stands, what kind of value it holds, and in which style. */
export type Cell = { place: number; kind: string; style: number; value: string; formula: boolean }
export type RawRow = { line: number; cells: Cell[] }

export const MOST_COLUMNS = 16_384
const MOST_ROWS = 1_048_576
const LONGEST = 32_767

/** The rows of a sheet, hidden ones too, with the cells that hold something. */
export async function* rawRows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow> {
  let done: RawRow[] = []
  let row: RawRow | undefined
  let cell: Cell | undefined
  let [line, last] = [0, -1]
  let [inValue, inInline, inText, phonetic] = [false, false, false, false]
  const handlers = {
    open: (tag: string, attributes: Readonly<Record<string, string>>) => {
      if (tag === 'row') {
        line = lineOf(attributes.r, line)
        last = -1
        row = { line, cells: [] }
      } else if (tag === 'c' && row) {
        cell = cellAt(attributes, last)
        last = cell.place
      } else if (tag === 'v') inValue = true
      else if (tag === 'is') inInline = true
      else if (tag === 't') inText = true
      else if (tag === 'rPh') phonetic = true
      else if (tag === 'f' && cell) cell.formula = true
    },
    text: (piece: string) => {
      if (!cell || !(inValue || (inInline && inText && !phonetic))) return
      cell.value += piece
      if (cell.value.length > LONGEST * 7) throw tooLong(line)
    },
    close: (tag: string) => {
      if (tag === 'v') inValue = false
      else if (tag === 't') inText = false
      else if (tag === 'rPh') phonetic = false
      else if (tag === 'is') inInline = false
      else if (tag === 'c' && cell && row) {
        finish(cell, row)
        cell = undefined
      } else if (tag === 'row' && row) {
        if (row.cells.length > 0) done.push(row)
        row = undefined
      }
    },
  }
  yield* readXml(pieces, handlers, () => {
    const whole = done
    done = []
    return whole
  })
}

function finish(cell: Cell, row: RawRow): void {
  if (cell.kind === 'inlineStr' || cell.kind === 'str') cell.value = unescaped(cell.value)
  if (cell.value.length > LONGEST) throw tooLong(row.line)
  if (cell.value !== '' || cell.formula) row.cells.push(cell)
}

function lineOf(given: string | undefined, before: number): number {
  const line = given === undefined ? before + 1 : Number(given)
  if (!Number.isInteger(line) || line < 1) throw new Refusal('invalid', 'importWorkbookBroken')
  if (line > MOST_ROWS) throw new Refusal('invalid', 'importTooManyRows', { values: { most: MOST_ROWS } })
  return line
}

function cellAt({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>, last: number): Cell {
  const place = r === undefined ? last + 1 : placeOf(r)
  if (place >= MOST_COLUMNS) throw new Refusal('invalid', 'importTooManyColumns', { values: { most: MOST_COLUMNS } })
  return { place, kind: t, style: Number(s), value: '', formula: false }
}

/** The column of `AB12`, counted from nought. */
function placeOf(reference: string): number {
  const letters = /^([A-Z]+)/i.exec(reference)?.[1]?.toUpperCase() ?? ''
  if (letters === '' || letters.length > 3) return letters === '' ? 0 : MOST_COLUMNS
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function tooLong(line: number): Refusal {
  return new Refusal('invalid', 'importCellTooLong', { values: { line, most: LONGEST } })
}
