import { sql } from 'drizzle-orm'
import { shareAssociations } from '@/lib/associations/commands'
import { type Context, enqueue, expectManyRows, mustBeAllowed, transact } from '@/lib/context'
import { postgresError, Refusal } from '@/lib/errors'
import { type ImportKind, type ImportOptions, importOptions } from '../input'
import type { Kind, Run } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { readTable, type Source } from '../parse/reading'
import { countErased, countRows, listRemarks, type Outcome } from '../queries'
import { type Rejected, rejectedRows } from './rejected'
import { type Columns, columnsOf, stage } from './stage'

const LOCK = 7_302_025
const TRIES = 3
/** From so many rows on, searches would be planned for a company that is no more. */
const MANY = 5000
const UNIQUE_VIOLATION = '23505'

export type FileImport = {
  kind: ImportKind
  source: Source
  options?: Partial<ImportOptions>
  /** Called now and then while the file is read, and once when what was read is about to be written. */
  progress?: (rows: number, stage: 'reading' | 'writing') => void
  /** Gets the rejected rows while nothing is committed yet; called again from the start if the import must be tried again. */
  rejected: (rows: Rejected) => Promise<void>
}

/**
 * Takes a file in, all of it or nothing: rows that cannot be taken are given back with their reasons and the others are
 * written. The same file a second time writes nothing. One import at a time; it runs beside people at work, and
 * locks only what it changes.
 */
export async function importFile(ctx: Context, file: FileImport): Promise<Outcome> {
  const kind = kindOf(file.kind)
  mustBeAllowed(ctx, 'imports.write')
  if (kind.right) mustBeAllowed(ctx, kind.right)
  // A file speaks of every customer; who knows of a portfolio only cannot say what it should not touch.
  if (ctx.actor.portfolioOnly) throw new Refusal('forbidden', 'forbidden')
  for (let tries = 1; ; tries++) {
    try {
      return await transact(ctx, async (ctx) => {
        await expectManyRows(ctx)
        await shareAssociations(ctx)
        return attempt(ctx, file)
      })
    } catch (error) {
      // Somebody entered by hand what the file was about to create. The next try finds it.
      if (tries >= TRIES || postgresError(error)?.code !== UNIQUE_VIOLATION) throw error
    }
  }
}

async function attempt(ctx: Context, file: FileImport): Promise<Outcome> {
  const kind = kindOf(file.kind)
  await ctx.db.execute(sql`set local statement_timeout = 0`)
  await ctx.db.execute(sql`set local jit = off`)
  await ctx.db.execute(sql`set local work_mem = '64MB'`)
  const columns = await readIn(ctx, kind, file)
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  const run: Run = {
    ctx,
    options: importOptions.parse(file.options ?? {}),
    has: (heading) => columns.places.has(heading),
    made: { users: [], groups: [] },
  }
  await kind.apply(run)
  const counts = await countRows(ctx)
  if (counts.created + counts.updated > MANY) await ctx.db.execute(kind.written)
  await enqueue(ctx, 'rules.apply', {}, 'rules.apply')
  if (counts.rejected > 0) await file.rejected(await rejectedRows(ctx, file.source, kind.headings))
  return {
    ...counts,
    ignored: columns.ignored,
    remarks: await listRemarks(ctx),
    erased: await countErased(ctx),
    made: run.made,
  }
}

async function readIn(ctx: Context, kind: Kind, { source, progress = () => undefined }: FileImport): Promise<Columns> {
  const table = await readTable(source, kind.headings)
  try {
    const columns = columnsOf(kind, table.headings)
    progress(await stage(ctx, kind, table, columns, (rows) => progress(rows, 'reading')), 'writing')
    return columns
  } finally {
    // Lets the file go, however far it was read.
    await table.rows.return(undefined)
  }
}
