import type { Workbook } from './workbook'
import { readSmallXml } from './xml'

/** Whether the numbers of a style are days or times of a day; by the number of the style. */
export type Styles = readonly (Moment | undefined)[]
export type Moment = 'day' | 'time'

type Span = readonly [first: number, last: number]

/**
 * Formats that every spreadsheet knows by number. 27 to 36 and 50 to 58 are days in Chinese, Japanese and Korean ones.
 */
const DAYS: Span[] = [
  [14, 17],
  [22, 22],
  [27, 36],
  [50, 58],
]
const TIMES: Span[] = [
  [18, 21],
  [45, 47],
]

export async function stylesOf({ zip, styles }: Workbook): Promise<Styles> {
  const own = new Map<number, string>()
  const found: (Moment | undefined)[] = []
  let inCells = false
  if (styles === undefined) return found
  await readSmallXml(zip.read(styles), {
    open: (tag, { numFmtId, formatCode = '' }) => {
      const number = Number(numFmtId ?? 0)
      if (tag === 'numFmt') own.set(number, formatCode)
      if (tag === 'cellXfs') inCells = true
      if (tag === 'xf' && inCells) found.push(momentOf(number, own.get(number)))
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false
    },
  })
  return found
}

/** What a format makes of a number, told by the letters that stand for parts of a date. */
export function momentOf(number: number, code: string | undefined): Moment | undefined {
  const within = (spans: readonly Span[]) => spans.some(([first, last]) => number >= first && number <= last)
  if (code === undefined) return within(DAYS) ? 'day' : within(TIMES) ? 'time' : undefined
  const [positive = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')
  const elapsed = /\[(h+|m+|s+)\]/i.test(positive)
  const letters = positive.replace(/\[[^[\]]*\]/g, '').replace(/general|am\/pm|a\/p/gi, '')
  if (elapsed) return 'time'
  if (/[yd年月日]/i.test(letters)) return 'day'
  if (/[hs]/i.test(letters)) return 'time'
  return /m/i.test(letters) ? 'day' : undefined
}
