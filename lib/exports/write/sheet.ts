import type { Cells, Column } from '../kinds/kind'
import type { Style } from '../rules'

/** A list on its way into a file: its columns, and its rows some at a time. */
export type Sheet = { columns: readonly Column[]; pages: AsyncIterable<readonly Cells[]>; speak: Speak }

/** How the author reads: the words for yes and no, a day, a moment. */
export type Speak = {
  yes: string
  no: string
  day: (isoDay: string) => string
  moment: (isoMoment: string) => string
}

/** A plain decimal as the database writes it. */
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/
/** A number that is dialled: nothing in it that a spreadsheet would work out to more than a number. */
const DIALLED = /^\+[0-9][0-9 ()./-]{3,24}$/

export const isDecimal = (text: string): boolean => DECIMAL.test(text)
export const isDialled = (text: string): boolean => DIALLED.test(text)

/** An amount as people write it: two decimals, a third only where there is one. */
export function plainAmount(decimal: string): string {
  const [whole = '', part = ''] = decimal.split('.')
  return `${whole}.${part.padEnd(2, '0').replace(/^(..)0+$/, '$1')}`
}

/** The days of the reader's country are for people; the ISO ones for programs. */
export function dayIn(style: Style, speak: Speak, isoDay: string): string {
  return style.days === 'iso' ? isoDay : speak.day(isoDay)
}
