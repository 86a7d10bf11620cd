import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { exports } from '@/db/schema'
import { contextFor } from '@/lib/auth/identity'
import { type Context, transact } from '@/lib/context'
import { describe, Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import { exportChoices, exportTarget } from '../input'
import type { Cells } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { type Export, mayFetch } from '../queries/exports'
import { countFound, inOneMoment, readFound } from '../queries/read'
import { type ExportKind, keptUntil } from '../rules'
import { type Counted, fileOf } from './file'
import { recordExport } from './order'
import { exportsFolder, keepFile, removeFile } from './store'

const UNDER_WAY = ['waiting', 'running']
/** What the disk says when there is no room for a file, or no place. Trying again at once does not help. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EFBIG', 'ENOTDIR', 'EEXIST']

/**
 * Makes a file that was ordered, on behalf of its author, who must still be allowed to. Killed anywhere, the next call
 * begins it anew; a second worker writes the same file under another name, and one of them is done.
 */
export async function makeExport(
  db: Db,
  exportId: number,
  signal?: AbortSignal,
  folder = exportsFolder(),
): Promise<void> {
  const [order] = await db.select().from(exports).where(eq(exports.id, exportId))
  if (!order || !UNDER_WAY.includes(order.state)) return
  const ctx = await contextFor(db, order.createdBy)
  if (!ctx || !mayFetch(ctx, order)) return giveUp(db, order, 'exportNotAllowed')
  const { portfolioOnly } = ctx.actor
  await db.update(exports).set({ state: 'running', rows: 0, total: null, portfolioOnly }).where(stillIs(order))
  try {
    const made = await writeFile(ctx, order, folder, signal)
    // Taken back while it was made: somebody was erased.
    if (!(await finish(ctx, order, made))) await discard(db, order, folder)
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    log.warn('export.failed', { export: order.id, ...describe(error) })
    await giveUp(db, order, problem)
  }
}

async function writeFile(ctx: Context, order: Export, folder: string, signal?: AbortSignal) {
  const kind = order.kind as ExportKind
  const counted = { rows: 0 }
  const size = await inOneMoment(ctx, async (moment) => {
    const found = await kindOf(kind).find(moment, exportTarget.parse(order.target))
    const total = await countFound(moment, found)
    await ctx.db.update(exports).set({ total }).where(stillIs(order))
    const pages = watched(ctx, order, readFound(moment, found), counted, signal)
    const wanted = { kind, choices: exportChoices.parse(order.choices), said: order.said }
    return keepFile(folder, order.key, () => fileOf(moment, wanted, found.columns, pages, counted))
  })
  return { size, rows: counted.rows }
}

/** Says how far it is, outside the moment that is read, and stops between two pages when the worker has to. */
async function* watched(
  ctx: Context,
  order: Export,
  pages: AsyncIterable<readonly Cells[]>,
  counted: Counted,
  signal?: AbortSignal,
): AsyncGenerator<readonly Cells[]> {
  for await (const page of pages) {
    signal?.throwIfAborted()
    yield page
    await ctx.db.update(exports).set({ rows: counted.rows }).where(stillIs(order))
  }
}

async function finish(ctx: Context, order: Export, { size, rows }: { size: number; rows: number }): Promise<boolean> {
  return transact(ctx, async (ctx) => {
    const now = new Date()
    const done = await ctx.db
      .update(exports)
      .set({ state: 'done', size, rows, total: rows, finishedAt: now, expiresAt: keptUntil(now) })
      .where(stillIs(order))
      .returning({ id: exports.id })
    if (done.length === 0) return false
    const { place } = order.target as { place: string }
    const [target, choices] = [exportTarget.parse(order.target), exportChoices.parse(order.choices)]
    await recordExport(ctx, { kind: order.kind as ExportKind, target, choices, place }, rows)
    return true
  })
}

/** Another worker may have made it as well: then the file is its. */
async function discard(db: Db, { id, key }: Export, folder: string): Promise<void> {
  const [now] = await db.select({ state: exports.state }).from(exports).where(eq(exports.id, id))
  if (now?.state !== 'done') await removeFile(folder, key)
}

async function giveUp(db: Db, order: Export, problem: string): Promise<void> {
  const now = new Date()
  await db
    .update(exports)
    .set({ state: 'failed', problem, finishedAt: now, expiresAt: keptUntil(now) })
    .where(stillIs(order))
}

const stillIs = ({ id }: Export) => and(eq(exports.id, id), inArray(exports.state, UNDER_WAY))

/** What can be said in a sentence; everything else is tried again by the queue. */
function problemOf(error: unknown): string | undefined {
  if (error instanceof Refusal) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return NO_ROOM.includes(code) ? 'exportNoRoom' : undefined
}
