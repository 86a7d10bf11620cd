import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { type Chosen, openTable, recognise } from '../parse/reading'
import { fileSource, type Source } from '../parse/source'
import type { Row } from '../parse/table'
import type { Reading, Recognised } from '../rules/reading'
import { placeOf } from '../where'
import type { Import } from './imports'
import { knownHeadings } from './mappings'

/** What the file of an import seems to be, beside what somebody chose already. */
export async function recogniseFile(
  ctx: Context,
  { key, kind }: Pick<Import, 'key' | 'kind'>,
  chosen: Chosen = {},
): Promise<Recognised> {
  return recognise(await fileSource(placeOf(key)), await knownHeadings(ctx, kind), chosen)
}

/**
 * The same for whoever looks at it: letters that were chosen stay a choice, and where nothing can be read in them, the
 * rest is as it seemed.
 */
export async function recogniseShown(
  ctx: Context,
  found: Pick<Import, 'key' | 'kind'>,
  { encoding, ...chosen }: Chosen,
): Promise<Recognised> {
  const seems = await recogniseFile(ctx, found, chosen)
  if (encoding === undefined || encoding === seems.reading.encoding) return seems
  try {
    const { reading, sure, ...rest } = await recogniseFile(ctx, found, { ...chosen, encoding })
    return {
      ...rest,
      reading: { ...reading, encoding: seems.reading.encoding },
      sure: { ...sure, encoding: seems.sure.encoding },
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return seems
  }
}

/** The headings and first rows of the file of an import, under a reading. */
export async function previewFile({ key }: Pick<Import, 'key'>, reading: Reading, most: number) {
  return firstRows(await fileSource(placeOf(key)), reading, most)
}

/** Reads no more of a file than it shows. */
export async function firstRows(
  source: Source,
  reading: Reading,
  most: number,
): Promise<{ headings: string[]; rows: Row[] }> {
  const table = await openTable(source, reading)
  const rows: Row[] = []
  try {
    while (rows.length < most) {
      const next = await table.rows.next()
      if (next.done) break
      rows.push(next.value)
    }
  } finally {
    await table.rows.return(undefined)
  }
  return { headings: table.headings, rows }
}
