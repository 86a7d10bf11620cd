import { can } from '@/lib/auth/permissions'
import { type MergePreview, previewErasure, previewMerge } from '@/lib/contacts/queries/merge'
import { previewUnmerge, type UnmergePreview } from '@/lib/contacts/queries/unmerge'
import type { Context } from '@/lib/context'

/**
 * What stands in the drawer, as the address says it. A preview is missing where the contact is gone, or never was for
 * this person.
 */
export type DrawerState =
  | { kind: 'new' }
  | { kind: 'contact'; id: number }
  | { kind: 'merge'; id: number; preview: MergePreview | undefined }
  | { kind: 'unmerge'; id: number; preview: UnmergePreview | undefined }
  | { kind: 'erase'; id: number; preview: Awaited<ReturnType<typeof previewErasure>> }

/**
 * The drawer of `?contact=…`, if any: `with` compares it with another contact, `unmerge` and `erase` tell what would be
 * taken back and away.
 */
export async function drawerOf(ctx: Context, part: (name: string) => string): Promise<DrawerState | undefined> {
  const may = { write: can(ctx.actor, 'contacts.write'), erase: can(ctx.actor, 'contacts.erase') }
  if (part('contact') === 'new') return may.write ? { kind: 'new' } : undefined
  const id = idIn(part('contact'))
  if (id === undefined) return undefined
  const other = idIn(part('with'))
  if (other !== undefined && may.write) return { kind: 'merge', id, preview: await previewMerge(ctx, id, other) }
  const entry = idIn(part('unmerge'))
  if (entry !== undefined && may.write) return { kind: 'unmerge', id, preview: await previewUnmerge(ctx, entry) }
  if (part('erase') === '1' && may.erase) return { kind: 'erase', id, preview: await previewErasure(ctx, id) }
  return { kind: 'contact', id }
}

function idIn(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
}
