import { eq } from 'drizzle-orm'
import { changes } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import type { Change } from '../kinds/kind'
import { isKind, kindOf } from '../kinds/registry'

/**
 * Whether the actor may do this change: many at once, and what its kind asks besides; of an undo, whether they may undo
 * that.
 */
export async function mayDo(ctx: Context, change: Change): Promise<boolean> {
  if (!can(ctx.actor, 'changes.write')) return false
  if (change.undoOf === null) return holdsRight(ctx, change)
  const original = await find(ctx, change.undoOf)
  return original !== undefined && mayUndo(ctx, original)
}

/** Whether the actor may undo this change: their own, or any, and what the kind at the root of it asks. */
export async function mayUndo(ctx: Context, change: Change): Promise<boolean> {
  if (!can(ctx.actor, change.createdBy === ctx.actor.id ? 'changes.write' : 'changes.undoAny')) return false
  let root: Change | undefined = change
  while (root && root.undoOf !== null) root = await find(ctx, root.undoOf)
  return root !== undefined && holdsRight(ctx, root)
}

function holdsRight({ actor }: Context, { kind, input }: Change): boolean {
  const right = isKind(kind) ? kindOf(kind).right(input) : undefined
  return right === undefined || can(actor, right)
}

async function find(ctx: Context, id: number): Promise<Change | undefined> {
  const [change] = await ctx.db.select().from(changes).where(eq(changes.id, id)).prepare('change').execute()
  return change
}
