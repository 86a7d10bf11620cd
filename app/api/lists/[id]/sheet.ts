import { stringify } from 'csv-stringify/sync'

/** Excel reads a formula also behind blanks, and in the full-width signs of Asian keyboards. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r]/u
/** Where the list separator is not the comma, every column but the first is cut at it in spite of its quotes. */
const CUT_OFF = /([;\t])(?=[\s\p{Cc}\p{Cf}"]*[=+\-@＝＋－＠])/gu

/**
 * Rows as a file that Excel opens. What begins like a formula gets an apostrophe in front, which a paste takes off
 * again.
 */
export function sheetOf(rows: readonly (readonly string[])[]): string {
  const harmless = rows.map((row) =>
    row.map((cell, column) => {
      const text = FORMULA.test(cell) ? `'${cell}` : cell
      return column === 0 ? text : text.replace(CUT_OFF, "$1'")
    }),
  )
  return stringify(harmless, { bom: true, quoted: true, record_delimiter: 'windows' })
}
