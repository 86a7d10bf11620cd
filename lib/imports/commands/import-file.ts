import { and, eq } from 'drizzle-orm'
import { imports } from '@/db/schema'
import type { ImportKind, ImportSource } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { type ImportOptions, importOptions } from '../input'
import { type PartialReading, withSpoken } from '../input/reading'
import { findImport, type Import } from '../queries/imports'
import { type Outcome, outcomeOf } from '../queries/outcome'
import { previewFile, recogniseFile } from '../queries/reading'
import { type Rejected, rejectedRows } from '../queries/rejected'
import { ownHeadings } from '../rules/mapping'
import type { Reading } from '../rules/reading'
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
  /** How the file is read where that is not to be recognised. */
  said?: PartialReading
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
  const { id } = await receiveFile(ctx, file, file.bytes)
  return outcomeOf(ctx, await goOn(ctx, id, file))
}

export type Going = Pick<FileImport, 'options' | 'said' | 'progress' | 'rejected'> & {
  signal?: AbortSignal | undefined
}

/**
 * Ends an import that nobody looks at, from wherever it stands. What cannot be understood is thrown and noted with it.
 */
export async function goOn(ctx: Context, id: number, going: Going): Promise<Import> {
  const { progress = () => undefined, rejected, signal } = going
  let found = await find(ctx, id)
  if (found.state === 'uploaded') found = await beginCheck(ctx, found, going)
  if (found.state === 'checking') {
    await check(ctx, found, { signal, progress: async (rows) => progress(rows, 'reading') })
    found = await find(ctx, id)
  }
  let given = 0
  if (found.state === 'checked') {
    progress(found.offered, 'writing')
    given = found.plan?.reject ?? 0
    if (given > 0) await rejected(await rejectedRows(ctx, found))
    await beginImport(ctx, id)
  }
  await runImport(ctx.db, id, { ctx, signal })
  const done = await find(ctx, id)
  if (done.state === 'failed') throw new Refusal('conflict', done.problem ?? 'notValid', { values: valuesOf(done) })
  // Stopped on the screen while it was checked: it belongs to whoever is there.
  if (done.state !== 'done' && done.state !== 'stopped') throw new Refusal('conflict', 'importTakenOver')
  if (done.rejected > given) await rejected(await rejectedRows(ctx, done))
  return done
}

const valuesOf = ({ problemFacts }: Import) => (problemFacts ?? {}) as Record<string, string | number>

async function beginCheck(ctx: Context, found: Import, { options = {}, said = {} }: Going): Promise<Import> {
  const [row] = await ctx.db
    .update(imports)
    .set({ state: 'checking', options: importOptions.parse(options), reading: await readingOf(ctx, found, said) })
    .where(and(eq(imports.id, found.id), eq(imports.state, 'uploaded')))
    .returning()
  return (row as Import | undefined) ?? find(ctx, found.id)
}

/** What is recognised with what was said in its place; nothing where the check is to find out by itself. */
async function readingOf(ctx: Context, found: Import, said: PartialReading): Promise<Reading | null> {
  if (Object.values(said).every((part) => part === undefined)) return null
  try {
    const { reading, sure } = await recogniseFile(ctx, found, said)
    // What is no more than a guess is refused by the check, whatever else was said.
    if (!sure.encoding) return null
    return withSpoken(reading, (await isGivenBack(found, reading)) ? { ...said, from: undefined } : said)
  } catch (error) {
    // The check comes to the same, and notes it.
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Rows that were given back stand under headings of ours, whatever stood above those of the file they came from. */
async function isGivenBack(found: Import, reading: Reading): Promise<boolean> {
  const { headings } = await previewFile(found, reading, 0)
  return reading.headings && ownHeadings(headings).length < headings.length
}

async function find(ctx: Context, id: number): Promise<Import> {
  const found = await findImport(ctx.db, id)
  if (!found) throw new Error('the import is gone')
  return found
}
