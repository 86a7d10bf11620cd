import { eq } from 'drizzle-orm'
import { imports } from '@/db/schema'
import type { ImportSource } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { type ImportKind, type ImportOptions, importOptions } from '../input'
import { findImport, type Import } from '../queries/imports'
import { type Outcome, outcomeOf } from '../queries/outcome'
import { type Rejected, rejectedRows } from '../queries/rejected'
import { check } from './check'
import { receiveFile } from './receive'
import { runImport } from './run'
import { beginImport } from './start'

export type FileImport = {
  kind: ImportKind
  name: string
  source: Exclude<ImportSource, 'web'>
  bytes: AsyncIterable<Uint8Array>
  options?: Partial<ImportOptions>
  /** Called now and then while the file is read, and once when what was read is about to be written. */
  progress?: (rows: number, stage: 'reading' | 'writing') => void
  /** Gets the rejected rows before anything is written, and again if more were rejected meanwhile. */
  rejected: (rows: Rejected) => Promise<void>
}

/**
 * Takes a file with the standard headings in, all that can be taken at once: rows that cannot are given back with their
 * reasons and the others are written. The same file a second time writes nothing. Whoever started it may be gone:
 * once it runs, the worker ends it.
 */
export async function importFile(ctx: Context, file: FileImport): Promise<Outcome> {
  const { progress = () => undefined } = file
  const { id } = await receiveFile(ctx, file, file.bytes)
  await ctx.db
    .update(imports)
    .set({ state: 'checking', options: importOptions.parse(file.options ?? {}) })
    .where(eq(imports.id, id))
  await check(ctx, await find(ctx, id), { progress: async (rows) => progress(rows, 'reading') })
  const checked = await find(ctx, id)
  progress(checked.offered, 'writing')
  const found = checked.plan?.reject ?? 0
  if (found > 0) await file.rejected(await rejectedRows(ctx, checked))
  await beginImport(ctx, id)
  await runImport(ctx.db, id, { ctx })
  const done = await find(ctx, id)
  if (done.rejected > found) await file.rejected(await rejectedRows(ctx, done))
  return outcomeOf(ctx, done)
}

async function find(ctx: Context, id: number): Promise<Import> {
  const found = await findImport(ctx.db, id)
  if (!found) throw new Error('the import is gone')
  return found
}
