import { eq } from 'drizzle-orm'
import { changes } from '@/db/schema'
import type { ChangeKind } from '@/db/schema/vocabulary'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import type { CustomerSelection } from '@/lib/customers/selection'
import { Refusal } from '@/lib/errors'
import { shortId } from '@/lib/short-id'
import { type ColleaguesInput, mustExist } from '../kinds/colleagues'
import type { Change } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { getChange } from '../queries'
import { mayBeUndone } from '../rules'
import { markOf, targeted } from '../where'

/** Plans giving colleagues to a selection, or taking them off. Nothing changes until it is started. */
export async function planChange(
  ctx: Context,
  kind: Extract<ChangeKind, 'associate' | 'disassociate'>,
  given: ColleaguesInput,
  selection: CustomerSelection,
): Promise<{ key: string }> {
  const input = kindOf(kind).parse(given) as ColleaguesInput
  await mustExist(ctx, input)
  const mark = await markOf(ctx, await targeted(ctx, selection))
  if (mark.total === 0) throw new Refusal('conflict', 'nothingSelected')
  const key = shortId()
  await ctx.db
    .insert(changes)
    .values({ key, kind, input, target: selection, ...mark, createdBy: ctx.actor.id, createdAt: ctx.now })
  return { key }
}

/**
 * Plans the undo of a change, itself a change with a page of its own. Asked twice it is the same one: a change has at
 * most one undo, by constraint; one that nobody started is taken over.
 */
export async function planUndo(ctx: Context, key: string): Promise<{ key: string }> {
  const change = await getChange(ctx, key)
  const own = change.createdBy === ctx.actor.id
  if (!can(ctx.actor, own ? 'changes.write' : 'changes.undoAny')) throw new Refusal('forbidden', 'forbidden')
  if (change.undoneBy && change.undoneState !== 'planned') return { key: change.undoneBy }
  if (!mayBeUndone({ ...change, undone: false }, ctx.now)) throw new Refusal('conflict', 'tooLateToUndo')
  const target = { kind: 'change' as const, changeId: change.id }
  const mark = await markOf(ctx, await targeted(ctx, target))
  const values = { kind: 'undo', input: { withheld: await restoresRemovals(ctx, change) }, target, ...mark }
  await ctx.db
    .insert(changes)
    .values({ key: shortId(), ...values, undoOf: change.id, createdBy: ctx.actor.id, createdAt: ctx.now })
    .onConflictDoUpdate({
      target: changes.undoOf,
      set: { createdBy: ctx.actor.id, createdAt: ctx.now },
      setWhere: eq(changes.state, 'planned'),
    })
  const [planned] = await ctx.db.select({ key: changes.key }).from(changes).where(eq(changes.undoOf, change.id))
  if (!planned) throw new Refusal('conflict', 'changedMeanwhile')
  return planned
}

/** Undoing an undo of a disassociation takes away again what a person had taken: it is withheld as it was. */
async function restoresRemovals(ctx: Context, change: Change): Promise<boolean> {
  if (change.undoOf === null) return false
  const [root] = await ctx.db.select().from(changes).where(eq(changes.id, change.undoOf))
  return root?.kind === 'disassociate' || (root !== undefined && (await restoresRemovals(ctx, root)))
}
