import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { importMappings } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import { type Context, mustBeAllowed, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { record } from '@/lib/history'
import type { Mapping } from '../input'
import { kindsFor } from '../queries/kinds'
import { fingerprintOf } from '../queries/mappings'
import { keepMapping } from '../rules/mapping'

type Remembered = {
  kind: ImportKind
  headings: readonly string[]
  mapping: Mapping
  name: string
  /** The kept mapping that somebody began with, which takes over what they changed. */
  base: number | null
}

const REFUSALS = {
  import_mappings_kind_name_key: () =>
    new Refusal('conflict', 'importMappingNameTaken', { fields: { name: 'importMappingNameTaken' } }),
}

/**
 * Keeps a mapping under its name for everybody. One for the same headings, or the one it began with, is written over;
 * any other of that name stays.
 */
export async function rememberMapping(
  ctx: Context,
  { kind, headings, mapping, name, base }: Remembered,
): Promise<void> {
  const kept = { fingerprint: fingerprintOf(headings), mapping: keepMapping(headings, mapping) }
  const used = { lastUsedAt: ctx.now, lastUsedBy: ctx.actor.id }
  const mine = or(
    eq(importMappings.fingerprint, kept.fingerprint),
    base === null ? sql`false` : eq(importMappings.id, base),
  )
  const [present] = await ctx.db
    .select()
    .from(importMappings)
    .where(and(eq(importMappings.kind, kind), eq(importMappings.name, name), mine))
    .for('update')
  if (!present) {
    const values = { kind, name, ...kept, ...used, createdBy: ctx.actor.id, createdAt: ctx.now }
    await refusing(REFUSALS, () => ctx.db.insert(importMappings).values(values))
    await record(ctx, { action: 'import.columnsRemembered', new: { name, kind } })
    return
  }
  await ctx.db
    .update(importMappings)
    .set({ ...kept, ...used })
    .where(eq(importMappings.id, present.id))
  const same = present.fingerprint === kept.fingerprint && sameFields(present.mapping, kept.mapping)
  if (!same) await record(ctx, { action: 'import.columnsChanged', new: { name, kind } })
}

/** Notes that a file was read by a mapping that nobody chose for it. */
export async function noteUse(ctx: Context, kind: ImportKind, name: string): Promise<void> {
  await ctx.db
    .update(importMappings)
    .set({ lastUsedAt: ctx.now, lastUsedBy: ctx.actor.kind === 'user' ? ctx.actor.id : null })
    .where(and(eq(importMappings.kind, kind), eq(importMappings.name, name)))
}

/** Forgets a mapping for everybody; imports that were read by it stay as they are. */
export async function forgetMapping(ctx: Context, id: number): Promise<void> {
  mustBeAllowed(ctx, 'imports.write')
  await transact(ctx, async (ctx) => {
    const known = and(eq(importMappings.id, id), inArray(importMappings.kind, kindsFor(ctx)))
    const [gone] = await ctx.db.delete(importMappings).where(known).returning()
    if (!gone) throw new Refusal('not-found', 'gone')
    await record(ctx, { action: 'import.columnsForgotten', old: { name: gone.name, kind: gone.kind } })
  })
}

/** Whatever order the database gives the keys back in. */
function sameFields(one: unknown, other: Record<string, string | null>): boolean {
  const sorted = (value: unknown) => JSON.stringify(Object.entries(value as object).sort())
  return sorted(one) === sorted(other)
}
