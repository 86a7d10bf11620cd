import { IMPORT_KINDS, type ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { mayImport } from '../commands/allowed'

/** The kinds of file that the actor may bring in, and see what became of. */
export function kindsFor(ctx: Context): ImportKind[] {
  return IMPORT_KINDS.filter((kind) => mayImport(ctx, kind))
}
