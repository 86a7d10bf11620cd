import { sql } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { readingMany } from '../kinds/contact-kind'
import type { Change, ContactKind, Warning } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { aboutOf } from '../selection'
import { type Target, targeted } from '../where'
import { type ContactSample, sampleUndoOfContacts, standingOfContacts } from './preview-undo-contacts'

/**
 * The first contacts that would change, by the code of their customer, as they stand and as they would. Empty for other
 * changes.
 */
export async function sampleContacts(ctx: Context, change: Change): Promise<ContactSample[]> {
  if (change.undoOf !== null) return aboutOf(change) === 'contacts' ? sampleUndoOfContacts(ctx, change.undoOf) : []
  const kind = kindOf(change.kind)
  if (kind.about !== 'contacts') return []
  const target = await targeted(ctx, change.target)
  const rows = await searching(ctx, () => standing(ctx, kind, change.input, target))
  return rows.map(({ before, ...contact }) => ({
    ...{ ...contact, before },
    after: { ...before, ...kind.after(change.input, before) },
  }))
}

async function standing(ctx: Context, kind: ContactKind, given: unknown, target: Target) {
  const first = await kind.first(ctx, given, target)
  if (first?.length === 0) return []
  const condition = first ? anyOf(contacts.id, first) : sql`${contacts.id} in (${kind.differing(ctx, given, target)})`
  return readingMany(ctx, (ctx) => standingOfContacts(ctx, condition))
}

/** What else would follow from a change, and how often; nothing where it would not. */
export async function warnOf(ctx: Context, change: Change): Promise<Warning[]> {
  if (change.undoOf !== null) return []
  const target = await targeted(ctx, change.target)
  const warnings = await searching(ctx, () => kindOf(change.kind).warn(ctx, change.input, target))
  return warnings.filter(({ count }) => count > 0)
}
