import path from 'node:path'
import { type SQL, sql } from 'drizzle-orm'
import { readEnv } from '@/lib/env.mjs'

/** Where the file of an import lies while it is kept. */
export function placeOf(key: string): string {
  return path.join(readEnv().dataDir, 'imports', key)
}

/** The table with the rows of one import. Its name is made of the number alone. */
export function rowsOf(importId: number): SQL {
  return sql.raw(`staging.import_${whole(importId)}`)
}

/** The table that says what is to become of each row, and in the end what became of it. */
export function fatesOf(importId: number): SQL {
  return sql.raw(`staging.fates_${whole(importId)}`)
}

function whole(id: number): number {
  if (!Number.isSafeInteger(id) || id <= 0) throw new Error('no number of an import')
  return id
}
