import { existsSync } from 'node:fs'
import { type AnyColumn, and, eq, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { imports } from '@/db/schema'
import { contextFor } from '@/lib/auth/identity'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { importOptions, type Mapping } from '../input'
import { noneMade, type Run } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { openTable, readingAlone } from '../parse/reading'
import { fileSource, type Source } from '../parse/source'
import { findImport, type Import, type Plan } from '../queries/imports'
import { knownHeadings } from '../queries/mappings'
import { placeOf } from '../where'
import { mayImport } from './allowed'
import { columnsOf, mappingFor } from './columns'
import { judgeAll } from './judge'
import { noteUse } from './remember'
import { prepare } from './rows'
import { stage } from './stage'
import { rehearseUndo } from './undo'

export const CHECKING = 7_302_031

/** `progress` is called now and then with the rows read so far. */
export type Watch = { signal?: AbortSignal | undefined; progress?: (rows: number) => Promise<void> }

/**
 * Reads a file that is `checking` as a whole into its table, and works out what would become of each row, without
 * touching anything else. In one transaction: killed anywhere, the next call begins anew. A file that cannot be
 * understood goes back to whoever chose how to read it, with the reason.
 */
export async function checkImport(db: Executor, id: number, signal?: AbortSignal): Promise<void> {
  const found = await findImport(db, id)
  if (found?.state !== 'checking') return
  const ctx = await contextOf(db, found)
  if (!ctx || !mayImport(ctx, found.kind)) return fail(db, id)
  const progress = async (offered: number) => {
    const still = and(eq(imports.id, id), eq(imports.state, 'checking'))
    const rows = await db.update(imports).set({ offered }).where(still).returning({ id: imports.id })
    if (rows.length === 0) throw new Refusal('conflict', 'importCheckedAnew')
  }
  await check(ctx, found, { signal, progress })
}

/** On whose behalf an import goes on; undefined where its author may do nothing any more. */
export async function contextOf(db: Executor, { createdBy }: Import): Promise<Context | undefined> {
  return createdBy === null ? systemContext(db) : contextFor(db, createdBy)
}

/** The same where somebody waits for it: what cannot be understood is thrown as well. */
export async function check(ctx: Context, found: Import, watch: Watch): Promise<void> {
  try {
    const source = found.undoOf === null ? await sourceOf(found) : undefined
    await transact(ctx, async (ctx) =>
      alone(ctx, found.id, async (found) => (source ? checkFile(ctx, found, source, watch) : checkUndo(ctx, found))),
    )
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await refused(ctx.db, found, error)
    if (found.source !== 'web') throw error
  }
}

async function sourceOf({ key }: Import): Promise<Source> {
  if (!existsSync(placeOf(key))) throw new Refusal('conflict', 'importFileGone')
  return fileSource(placeOf(key))
}

/**
 * Two that check the same import would do it twice: the second waits, and finds it done, or that somebody has stopped
 * the first to have it checked in another way.
 */
async function alone(ctx: Context, id: number, work: (found: Import) => Promise<void>): Promise<void> {
  await prepare(ctx, id)
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${CHECKING}, ${id}::integer)`)
  const found = await findImport(ctx.db, id)
  if (found?.state === 'checking') await work(found)
}

async function checkFile(ctx: Context, found: Import, source: Source, watch: Watch): Promise<void> {
  const kind = kindOf(found.kind)
  const reading = found.reading ?? (await readingAlone(source, await knownHeadings(ctx, found.kind)))
  const table = await openTable(source, reading)
  try {
    const { mapping, by } = await mappingFor(ctx, kind, found, table.headings)
    const columns = columnsOf(kind, table.headings, mapping)
    const progress = async (rows: number) => {
      watch.signal?.throwIfAborted()
      await watch.progress?.(rows)
    }
    const offered = await stage(ctx, { importId: found.id, kind, table, reading, columns, progress })
    const run = runOf(ctx, { ...found, mapping })
    const told = { ignored: columns.ignored, made: run.made, ...(by !== undefined && { by }) }
    const plan = { ...(await judgeAll(run, kind)), ...told }
    if (by !== undefined) await noteUse(ctx, found.kind, by)
    await settle(ctx, found, { reading, mapping, offered, plan })
  } finally {
    // Lets the file go, however far it was read.
    await table.rows.return(undefined)
  }
}

async function checkUndo(ctx: Context, found: Import): Promise<void> {
  const run = runOf(ctx, found)
  const { offered, ...fates } = await rehearseUndo(run, found)
  const plan = { ...fates, ignored: [], made: run.made }
  await settle(ctx, found, { reading: null, mapping: [], offered, plan })
}

/** The work on an import, as the kinds of files know it. */
export function runOf(ctx: Context, { id, source, options, mapping }: Import): Run {
  const fields = new Set(mapping)
  return {
    ctx,
    importId: id,
    options: importOptions.parse(options),
    has: (heading) => fields.has(heading),
    strict: source === 'web',
    made: noneMade(),
  }
}

type Found = { reading: Import['reading']; mapping: Mapping; offered: number; plan: Plan }

async function settle(ctx: Context, found: Import, result: Found): Promise<void> {
  await ctx.db
    .update(imports)
    .set({
      ...result,
      state: 'checked',
      checkedAt: sql`clock_timestamp()`,
      problem: null,
      problemFacts: null,
      position: 0,
    })
    .where(and(eq(imports.id, found.id), eq(imports.state, 'checking'), asChosen(found)))
}

/** What was stopped and chosen anew meanwhile is for the next check. */
function asChosen({ reading, mapping, options, createdBy }: Import): SQL {
  const same = (column: AnyColumn, value: unknown) =>
    sql`${column} is not distinct from ${value === null ? null : JSON.stringify(value)}::jsonb`
  return sql.join(
    [
      same(imports.reading, reading),
      same(imports.mapping, mapping),
      same(imports.options, options),
      sql`${imports.createdBy} is not distinct from ${createdBy}::bigint`,
    ],
    sql` and `,
  )
}

/** A file goes back to whoever chose how to read it. An undoing has nothing to choose: it has failed. */
async function refused(db: Executor, found: Import, { message, values }: Refusal): Promise<void> {
  const back = found.undoOf === null ? { state: 'read' } : { state: 'failed', finishedAt: sql`now()` }
  await db
    .update(imports)
    .set({ ...back, problem: message, problemFacts: values, offered: 0 })
    .where(and(eq(imports.id, found.id), eq(imports.state, 'checking'), asChosen(found)))
}

/** Whoever brought the file may not go on with it. */
async function fail(db: Executor, id: number): Promise<void> {
  log.warn('import.failed', { id })
  await db
    .update(imports)
    .set({ state: 'failed', problem: 'forbidden', finishedAt: sql`now()` })
    .where(and(eq(imports.id, id), eq(imports.state, 'checking')))
}
