import type { Cell } from './cell'

/** A row as it is shown. */
export type Line = {
  id: number
  /** What heads the row: a link. `label`: what it says to whom does not see the rest. */
  href: string
  head: string
  label?: string
  tick: string
  /** What stands in each column; in the one that heads the row, what follows the link. */
  cells: Cell[]
}

/**
 * The rows as one text. What travels from the server to a client component as values is looked at value by value, on
 * its way out, for the document and in the browser; a text is handed on as it is, and read by the machine itself.
 */
export function written(lines: Line[]): string {
  return JSON.stringify(lines)
}

export function read(lines: string): Line[] {
  return JSON.parse(lines)
}
