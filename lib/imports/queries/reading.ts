import { kindOf } from '../kinds/registry'
import { openTable, recognise } from '../parse/reading'
import { fileSource, type Source } from '../parse/source'
import type { Row } from '../parse/table'
import type { Reading, Recognised } from '../rules/reading'
import { placeOf } from '../where'
import type { Import } from './imports'

/** What the file of an import seems to be. */
export async function recogniseFile({ key, kind }: Pick<Import, 'key' | 'kind'>): Promise<Recognised> {
  return recognise(await fileSource(placeOf(key)), kindOf(kind).headings)
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
