import { rm } from 'node:fs/promises'
import { eq, sql } from 'drizzle-orm'
import { imports } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { fatesOf, placeOf, rowsOf } from '../where'
import { CHECKING } from './check'
import { mustWait } from './read'
import { lockImport } from './start'

/**
 * Throws away an upload, or a prepared undoing, that nobody started: its row, what was checked of it, and the file,
 * which goes last. Where the process ends before that, the file goes with the night that forgets imports.
 */
export async function discardImport(ctx: Context, key: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const found = await lockImport(ctx, key)
    mustWait(found)
    await mustHaveNoReader(ctx, found.id)
    await ctx.db.delete(imports).where(eq(imports.id, found.id))
    await ctx.db.execute(sql`drop table if exists ${rowsOf(found.id)}, ${fatesOf(found.id)}`)
    const action = found.undoOf === null ? 'import.discarded' : 'import.undoDiscarded'
    await record(ctx, { action, old: { name: found.fileName, kind: found.kind } })
  })
  await rm(placeOf(key), { force: true })
}

/** A check that was stopped goes on until it notices, and holds the tables until then. */
async function mustHaveNoReader(ctx: Context, id: number): Promise<void> {
  const [row] = await ctx.db.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(${CHECKING}, ${id}::integer) as free`,
  )
  if (!row?.free) throw new Refusal('conflict', 'importBeingChecked')
}
