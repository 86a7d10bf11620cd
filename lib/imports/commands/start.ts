import { and, eq, inArray, sql } from 'drizzle-orm'
import { imports } from '@/db/schema'
import { type Context, enqueue, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import type { Import } from '../queries/imports'
import { mustMayImport } from './allowed'

/**
 * Starts what was checked; the worker does it, with the rights of whoever starts it. `checkedAt` says which check
 * somebody looked at: after another one nothing happens and they are asked again. What was checked on behalf of
 * somebody else, or of nobody, is checked once more on theirs.
 */
export async function startImport(ctx: Context, key: string, seen: { checkedAt: Date }): Promise<void> {
  const started = await transact(ctx, async (ctx) => {
    const found = await lockImport(ctx, key)
    if (found.state === 'running' || found.state === 'done') return true
    if (found.state !== 'checked' || found.checkedAt?.getTime() !== seen.checkedAt.getTime()) return false
    if (found.createdBy !== ctx.actor.id) {
      await checkAgain(ctx, key)
      return false
    }
    await beginImport(ctx, found.id)
    await giveToWorker(ctx, 'imports.run', found.id)
    return true
  })
  if (!started) throw new Refusal('conflict', 'importCheckedAnew')
}

/** Turns a checked import into a running one, and says so in the history where there is something to write. */
export async function beginImport(ctx: Context, id: number): Promise<void> {
  const [row] = await ctx.db
    .update(imports)
    .set({ state: 'running', startedAt: sql`now()` })
    .where(and(eq(imports.id, id), eq(imports.state, 'checked')))
    .returning()
  if (!row) throw new Refusal('conflict', 'importCheckedAnew')
  const { key, kind, offered, plan } = row as Import
  if (plan?.create || plan?.update) await record(ctx, { action: 'import.started', new: { key, kind, offered } })
}

/** Ends a check or a run where it stands. A slice that is being written is finished first; what was written stays. */
export async function stopImport(ctx: Context, key: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const found = await lockImport(ctx, key)
    if (found.state === 'checking') {
      const back = found.undoOf === null ? { state: 'read' } : { state: 'stopped', finishedAt: sql`now()` }
      await ctx.db
        .update(imports)
        .set({ ...back, offered: 0 })
        .where(eq(imports.id, found.id))
      return
    }
    if (found.state !== 'running') return
    await ctx.db.update(imports).set({ state: 'stopped', finishedAt: sql`now()` }).where(eq(imports.id, found.id))
    await record(ctx, { action: 'import.stopped', new: { key, kind: found.kind, position: found.position } })
  })
}

/**
 * Checks a file once more, as it is to be read now, on behalf of whoever asks: from now on it is theirs, whoever
 * brought it.
 */
export async function checkAgain(ctx: Context, key: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const found = await lockImport(ctx, key)
    if (!found.mapping) throw new Refusal('conflict', 'importCheckedAnew')
    const mine = ctx.actor.kind === 'user' ? { createdBy: ctx.actor.id, source: 'web' } : {}
    const changed = await ctx.db
      .update(imports)
      .set({ ...mine, state: 'checking', offered: 0, plan: null, checkedAt: null, problem: null, problemFacts: null })
      .where(and(eq(imports.id, found.id), inArray(imports.state, ['read', 'checked'])))
      .returning({ id: imports.id })
    if (changed.length > 0) await giveToWorker(ctx, 'imports.check', found.id)
  })
}

/**
 * The one job that an import has at a time. Imports follow each other, so that however many there are, all other work
 * goes on beside them.
 */
export function giveToWorker(ctx: Context, job: 'imports.check' | 'imports.run', id: number): Promise<void> {
  return enqueue(ctx, job, { importId: id }, `import ${id}`, 0, 'imports')
}

/** The import of that key, for whoever may bring such files in; nobody else changes it until this transaction ends. */
export async function lockImport(ctx: Context, key: string): Promise<Import> {
  const [row] = await ctx.db.select().from(imports).where(eq(imports.key, key)).for('update')
  const found = row as Import | undefined
  if (!found) throw new Refusal('not-found', 'gone')
  mustMayImport(ctx, found.kind)
  return found
}
