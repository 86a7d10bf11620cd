import { z } from 'zod'
import { type ImportOptions, importOptions } from '../input'
import { DATE_ORDERS, DECIMALS, DELIMITERS, ENCODINGS } from '../rules/reading'
import { LAST_LINE, type PartialReading } from './reading'

/** A sign as it stands in the file, or its name. */
const named = <Sign extends string>(signs: readonly Sign[], names: Record<string, Sign>) =>
  z
    .string()
    .transform((text) => names[text] ?? signs.find((sign) => sign === text))
    .refine((sign) => sign !== undefined)

/**
 * `options.json` in a watched folder: what the command line would be told, and how its files are read where that is not
 * to be recognised.
 */
const folderOptions = z.strictObject({
  ...importOptions.shape,
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: named(DELIMITERS, { comma: ',', semicolon: ';', tab: '\t', bar: '|' }).optional(),
  decimal: named(DECIMALS, { point: '.', comma: ',' }).optional(),
  dates: z.enum(DATE_ORDERS).optional(),
  /** The line of the headings, where a title stands above them. */
  headingRow: z.number().int().min(1).max(LAST_LINE).optional(),
})

export type FolderOptions = { options: ImportOptions; said: PartialReading }

/** Answers the names of what is wrong where something is; nothing where it is not even an object. */
export function readFolderOptions(text: string): FolderOptions | { wrong: string[] } {
  const parsed = folderOptions.safeParse(parse(text))
  if (!parsed.success) {
    const names = parsed.error.issues.flatMap(({ path, ...issue }) =>
      issue.code === 'unrecognized_keys' ? issue.keys : path.slice(0, 1).map(String),
    )
    return { wrong: [...new Set(names)] }
  }
  const { encoding, delimiter, decimal, dates, headingRow: from, ...options } = parsed.data
  return { options, said: { encoding, delimiter, decimal, dates, from } }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
