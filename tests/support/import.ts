import type { Db } from '@/db/client'
import { importFile } from '@/lib/imports/commands/import-file'
import type { ImportKind, ImportOptions } from '@/lib/imports/input'
import type { Source } from '@/lib/imports/parse'
import type { Outcome } from '@/lib/imports/queries'
import { systemContext } from '@/lib/system'

/** A file as the code sees it: bytes, in pieces of `size` so that cuts fall anywhere. */
export function fileOf(content: string | Uint8Array, size = 64 * 1024): Source {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
  return async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
}

export type Taken = Outcome & { back: string[][] }

/** Imports a text on behalf of the command line and answers the counts and what was given back. */
export async function take(
  db: Db,
  kind: ImportKind,
  content: string | Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<Taken> {
  let back: string[][] = []
  const outcome = await importFile(await systemContext(db, new Date('2026-11-22T10:00:00Z')), {
    kind,
    source: fileOf(content),
    options,
    rejected: async ({ headings, rows }) => {
      back = [headings]
      for await (const row of rows) back.push(row)
    },
  })
  return { ...outcome, back }
}

/** `offered created updated unchanged rejected`, as the last line of the command says them. */
export const counts = ({ offered, created, updated, unchanged, rejected }: Outcome) =>
  [offered, created, updated, unchanged, rejected].join(' ')

/** The reasons given back, by line. */
export const reasons = ({ back }: Taken) =>
  Object.fromEntries(back.slice(1).map((row) => [row.at(-2), row.at(-1)] as const))
