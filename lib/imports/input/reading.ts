import { z } from 'zod'
import { IMPORT_KINDS } from '@/db/schema/vocabulary'
import { DATE_ORDERS, type DECIMALS, type DELIMITERS, ENCODINGS, type QUOTES, type Reading } from '../rules/reading'
import { isStorable } from '../rules/storable'

/** Whether a text can be the key of an import: what an address brings is asked before the database is. */
export const isImportKey = (text: string) => /^[a-z0-9]{6,20}$/.test(text)

export const importKey = z.string().refine(isImportKey, 'gone')

/**
 * How the parts of a reading are written in an address and in a form: in words, because a semicolon is not seen there.
 */
const DELIMITER_WORDS = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const satisfies Record<
  string,
  (typeof DELIMITERS)[number]
>
const QUOTE_WORDS = { double: '"', single: "'", none: '' } as const satisfies Record<string, (typeof QUOTES)[number]>
const DECIMAL_WORDS = { point: '.', comma: ',' } as const satisfies Record<string, (typeof DECIMALS)[number]>
const LONGEST_SHEET = 255
/** A title above a table ends long before. */
export const LAST_LINE = 1000

const wordOf = <Value>(words: Record<string, Value>, value: Value) =>
  Object.entries(words).find(([, meant]) => meant === value)?.[0] ?? ''
const oneOf = <Word extends string>(words: readonly Word[]) => z.enum(words).optional().catch(undefined)
const wordsOf = <Value>(words: Record<string, Value>) =>
  z
    .string()
    .optional()
    .transform((word) => (word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined))
    .catch(undefined)
const yesNo = z
  .enum(['yes', 'no'])
  .transform((word) => word === 'yes')
  .optional()
  .catch(undefined)

/** What somebody says of how a file is read; what they say nothing of, or what cannot be understood, is left out. */
const spoken = z.object({
  encoding: oneOf(ENCODINGS),
  separator: wordsOf(DELIMITER_WORDS),
  quote: wordsOf(QUOTE_WORDS),
  headings: yesNo,
  from: z.coerce.number().int().min(1).max(LAST_LINE).optional().catch(undefined),
  sheet: z.string().min(1).max(LONGEST_SHEET).refine(isStorable).optional().catch(undefined),
  decimal: wordsOf(DECIMAL_WORDS),
  dates: oneOf(DATE_ORDERS),
  epoch: z
    .enum(['1900', '1904'])
    .transform((word) => word === '1904')
    .optional()
    .catch(undefined),
})

export type PartialReading = { [Part in keyof Reading]?: Reading[Part] | undefined }

/** The parts of an address or a form. */
export function readReading(given: unknown): PartialReading {
  const parsed = spoken.safeParse(given)
  if (!parsed.success) return {}
  const { separator, epoch, ...rest } = parsed.data
  return { ...rest, delimiter: separator, epoch1904: epoch }
}

/**
 * The parts of an address whose form was shown for other letters or another sheet than are chosen now: all else it says
 * was said of another table, and is left to be told anew.
 */
export function readChosen(given: Record<string, unknown>): PartialReading {
  const said = readReading(given)
  const shown = readReading({ encoding: given.shownEncoding, sheet: given.shownSheet })
  const isOther = (part: 'encoding' | 'sheet') => shown[part] && said[part] && said[part] !== shown[part]
  return isOther('encoding') || isOther('sheet') ? { encoding: said.encoding, sheet: said.sheet } : said
}

/** The same in words: what a form holds, and what an address would. */
export function speakReading(reading: Reading): Record<string, string> {
  const { encoding, delimiter, quote, headings, from, sheet, decimal, dates, epoch1904 } = reading
  return {
    encoding,
    separator: wordOf(DELIMITER_WORDS, delimiter),
    quote: wordOf(QUOTE_WORDS, quote),
    headings: headings ? 'yes' : 'no',
    from: from === undefined ? '' : String(from),
    sheet: sheet ?? '',
    decimal: decimal === null ? '' : wordOf(DECIMAL_WORDS, decimal),
    dates: dates ?? '',
    epoch: epoch1904 ? '1904' : '1900',
  }
}

/** A reading with what somebody said in the places of what was recognised. */
export function withSpoken(reading: Reading, said: PartialReading): Reading {
  const parts = Object.entries(said).filter(([, value]) => value !== undefined)
  return { ...reading, ...(Object.fromEntries(parts) as Partial<Reading>) }
}

export const READING_CHOICES = {
  encoding: ENCODINGS,
  separator: Object.keys(DELIMITER_WORDS),
  quote: Object.keys(QUOTE_WORDS),
  headings: ['yes', 'no'],
  decimal: Object.keys(DECIMAL_WORDS),
  dates: DATE_ORDERS,
  epoch: ['1900', '1904'],
} as const

/** How a file is to be read, with what is in it. The parts are read by `readReading`. */
export const readingInput = z.looseObject({ key: importKey, kind: z.enum(IMPORT_KINDS) })
