import type { ImportKind } from '@/db/schema/vocabulary'
import { can } from '@/lib/auth/permissions'
import { type Context, mustBeAllowed } from '@/lib/context'
import { kindOf } from '../kinds/registry'

/** Refuses whoever may not take in a file of this kind. */
export function mustMayImport(ctx: Context, kind: ImportKind): void {
  mustBeAllowed(ctx, 'imports.write')
  const { right } = kindOf(kind)
  if (right) mustBeAllowed(ctx, right)
}

export function mayImport({ actor }: Context, kind: ImportKind): boolean {
  const { right } = kindOf(kind)
  return can(actor, 'imports.write') && (!right || can(actor, right))
}
