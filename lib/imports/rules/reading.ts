export const FORMATS = ['csv', 'xlsx'] as const
/** Likeliest first, as far as nothing else is known. */
export const ENCODINGS = [
  ...(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1254', 'windows-1250', 'iso-8859-2'] as const),
  ...(['macintosh', 'shift_jis', 'gb18030'] as const),
]
export const DELIMITERS = [',', ';', '\t', '|'] as const
export const QUOTES = ['"', "'", ''] as const
export const DECIMALS = ['.', ','] as const
export const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const

export type Encoding = (typeof ENCODINGS)[number]
export type Delimiter = (typeof DELIMITERS)[number]
export type Quote = (typeof QUOTES)[number]
export type Decimal = (typeof DECIMALS)[number]
export type DateOrder = (typeof DATE_ORDERS)[number]

/** How a file is read. Null: nothing in the file decides, or it contradicts itself. */
export type Reading = {
  format: (typeof FORMATS)[number]
  encoding: Encoding
  delimiter: Delimiter
  quote: Quote
  /** Whether the first row of the table holds headings. */
  headings: boolean
  /**
   * The line in which the table begins, below a title; where it is left out, the first that holds anything but `sep=`.
   */
  from?: number
  /** Which sheet of a workbook. */
  sheet: string | null
  decimal: Decimal | null
  dates: DateOrder | null
  /** Whether the days of a workbook, or bare numbers that stand for days, are counted from 1904. */
  epoch1904: boolean
}

/** `sure` where the file itself decides, or nothing in it depends on the answer; else a person is asked. */
export type Recognised = {
  reading: Reading
  sure: Record<keyof Reading, boolean>
  sheets: { name: string; hidden: boolean }[]
  /** The lines in which the table could begin, each with what stands there. */
  starts: { line: number; text: string }[]
  /** Those in which the bytes mean something, likeliest first. */
  encodings: Encoding[]
  /**
   * The first line that is not UTF-8: damaged, put together of two encodings, or the first with other letters than
   * ASCII.
   */
  broken: { line: number } | null
}

/** Headings are told apart by so much of them; comparing takes a time that grows faster than the text. */
export const LONGEST_HEADING = 500

/** A heading as it is compared: case, surrounding spaces and compatibility forms do not count. */
export function headingKey(heading: string): string {
  return heading.slice(0, LONGEST_HEADING).normalize('NFKC').trim().toLowerCase()
}
