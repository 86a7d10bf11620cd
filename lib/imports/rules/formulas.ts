/**
 * What a spreadsheet may read as a formula when a cell begins with it, also behind blanks and in the signs of Asian
 * keyboards.
 */
const TRIGGER = String.raw`(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])`
/** The same behind any number of apostrophes, so that taking one off is the exact opposite of putting one on. */
const GUARDED = new RegExp(`^'*${TRIGGER}`, 'u')

/** A text as it stands in a delimited file: with an apostrophe in front where a spreadsheet would work it out. */
export function neutralised(text: string): string {
  return GUARDED.test(text) ? `'${text}` : text
}

/** What `neutralised` was given. A workbook says itself what is text: its cells are not passed through here. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && GUARDED.test(text.slice(1)) ? text.slice(1) : text
}
