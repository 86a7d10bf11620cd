import { sql } from 'drizzle-orm'
import { imports } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import { type Context, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { shortId } from '@/lib/short-id'
import { noneMade, type Run, type Work } from '../kinds/kind'
import { applyUndo, stageUndo, wroteSomething } from '../kinds/undo'
import { bringMadeBack, foretellMade, takeMadeAway } from '../kinds/undo-made'
import type { Import } from '../queries/imports'
import { SLICE } from '../rules/limits'
import { inTimeToUndo } from '../rules/undo'
import { fatesOf, rowsOf } from '../where'
import type { Fates } from './judge'
import { cutRows, makeFates, noteWork, sortFates } from './rows'
import { giveToWorker, lockImport } from './start'

/** An undoing is worked off like a file. */
export const UNDOING: Work = {
  begin: bringMadeBack,
  apply: applyUndo,
  finish: takeMadeAway,
  written: sql`analyze customers, customer_search, customer_groups, associations, people, contacts, items`,
}

/**
 * Plans the undoing of an import that ended, or of another undoing; it is an import of its own: it is worked out what
 * can be turned back, and somebody looks at it before it starts. Answers its key; a second one is refused while the
 * first is not over.
 */
export async function planUndo(ctx: Context, key: string): Promise<{ key: string }> {
  return refusing({ imports_undo_of_key: () => new Refusal('conflict', 'alreadyUndone') }, () =>
    transact(ctx, async (ctx) => {
      const found = await lockImport(ctx, key)
      mustBeUndoable(ctx, found)
      if (!(await wroteSomething(ctx, found.id))) throw new Refusal('conflict', 'nothingToUndo')
      const { id: undoOf, kind, fileName } = found
      const createdBy = ctx.actor.kind === 'user' ? ctx.actor.id : null
      const mine = { key: shortId(), kind, source: 'web', state: 'checking', fileName, createdBy, undoOf }
      const [row] = await ctx.db
        .insert(imports)
        .values({ ...mine, size: 0, sha256: '', createdAt: ctx.now })
        .returning({ id: imports.id })
      if (!row) throw new Error('the undoing was not written')
      await giveToWorker(ctx, 'imports.check', row.id)
      return { key: mine.key }
    }),
  )
}

function mustBeUndoable(ctx: Context, found: Import): void {
  if (found.createdBy !== ctx.actor.id && !can(ctx.actor, 'changes.undoAny'))
    throw new Refusal('forbidden', 'forbidden')
  if (!inTimeToUndo(found, ctx.now)) throw new Refusal('conflict', 'tooLateToUndo')
}

/**
 * Does it slice by slice and takes it back, which tells exactly what will be turned back and what somebody changed
 * since.
 */
export async function rehearseUndo(run: Run, found: Import): Promise<Fates & { offered: number }> {
  const { ctx, importId } = run
  const offered = await stageUndo(run, found)
  await makeFates(ctx, importId)
  await foretellMade(run)
  const { users, groups, gone } = run.made
  if (offered + users.length + groups.length + gone.length === 0) throw new Refusal('conflict', 'nothingToUndo')
  let update = 0
  for (let from = 0; from < offered; ) {
    const until = await endOfCustomer(ctx, importId, Math.min(from + SLICE, offered))
    const turned = await rehearse(run, from, until)
    await ctx.db.execute(sql`
      insert into ${fatesOf(importId)} (n, fate, customer_id, before, after)
      select n, case when n = any(${sql.param(turned)}::integer[]) then 'update' else 'unchanged' end, customer_id,
             coalesce(new, '{}'), coalesce(old, '{}')
      from ${rowsOf(importId)} where n > ${from} and n <= ${until}`)
    update += turned.length
    from = until
  }
  await sortFates(ctx, importId)
  return { offered, create: 0, update, unchanged: offered - update, reject: 0 }
}

/** Not an error: it takes back what was only tried. */
class Rehearsed extends Error {}

async function rehearse(run: Run, from: number, until: number): Promise<number[]> {
  let turned: number[] = []
  try {
    await run.ctx.db.transaction(async (db) => {
      const ctx = { ...run.ctx, db }
      const tried = { ...run, ctx, made: noneMade() }
      await bringMadeBack(tried)
      await cutRows(ctx, run.importId, from, until)
      await noteWork(ctx)
      await applyUndo(tried)
      const rows = await db.execute<{ n: number }>(sql`select distinct n from import_touched order by n`)
      turned = rows.map(({ n }) => n)
      throw new Rehearsed()
    })
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
  return turned
}

/** Where a slice ends: what was done to a customer is turned back in one transaction. */
export async function endOfCustomer(ctx: Context, importId: number, until: number): Promise<number> {
  const rows = rowsOf(importId)
  const [row] = await ctx.db.execute<{ last: number }>(sql`
    select coalesce(
      (select r.n - 1 from ${rows} r where r.n > ${until} and r.customer_id is distinct from this.customer_id order by r.n limit 1),
      (select max(n) from ${rows}))::integer as last
    from ${rows} this where this.n = ${until} and this.customer_id is not null`)
  return row?.last ?? until
}
