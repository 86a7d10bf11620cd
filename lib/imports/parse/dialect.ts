import { DELIMITERS, type Delimiter, headingKey } from '../rules/reading'
import { isSeparatorLine } from './delimited'

/** Delimiters by how many known headings they make of the first line that is not blank. */
export function delimitersOf(head: string, known: readonly string[]): Delimiter[] {
  const line = firstLine(head)
  const count = (delimiter: string) =>
    new Set(
      line
        .split(delimiter)
        .map((cell) => headingKey(cell.replaceAll('"', '')))
        .filter((key) => known.includes(key)),
    ).size
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))
}

function firstLine(text: string): string {
  return text.split(/\r\n|\r|\n/).find((line) => /[^\s,;"]/.test(line) && !isSeparatorLine(line)) ?? ''
}
