import { eq } from 'drizzle-orm'
import { imports } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import type { Mapping } from '../input'
import type { PartialReading } from '../input/reading'
import { withSpoken } from '../input/reading'
import { fileSource, type Source } from '../parse/source'
import { getImport, type Import } from '../queries/imports'
import { firstRows, recogniseFile } from '../queries/reading'
import type { Reading, Recognised } from '../rules/reading'
import { placeOf } from '../where'
import { mustMayImport } from './allowed'
import { lockImport } from './start'

/**
 * Settles how a file is read and what is in it, and goes back to before its columns were chosen. What the file leaves
 * open must be answered, and what is chosen must make a table of it. Columns that stay the same keep what was chosen
 * for them.
 */
export async function setReading(
  ctx: Context,
  key: string,
  { kind, said }: { kind: ImportKind; said: PartialReading },
): Promise<void> {
  mustMayImport(ctx, kind)
  const found = await getImport(ctx, key)
  mustWait(found)
  const source = await fileSource(placeOf(key))
  const recognised = await recogniseFile(ctx, { key, kind }, said)
  const reading = withSpoken(recognised.reading, said)
  mustBeDecided(reading, recognised)
  const mapping = await mappingKept(source, found, kind, reading)
  await transact(ctx, async (ctx) => {
    const { id, ...now } = await lockImport(ctx, key)
    mustWait(now)
    await ctx.db
      .update(imports)
      .set({ kind, reading, mapping, state: 'read', plan: null, checkedAt: null, problem: null, problemFacts: null })
      .where(eq(imports.id, id))
  })
}

/** Refuses what the worker has, and what is done. */
export function mustWait({ state }: Pick<Import, 'state'>): void {
  if (state === 'checking') throw new Refusal('conflict', 'importBeingChecked')
  if (state !== 'uploaded' && state !== 'read' && state !== 'checked') throw new Refusal('conflict', 'importStarted')
}

/** Which answer is missing: without it, one and the same cell could be two amounts or two days. */
export function undecided(reading: Reading, { sure }: Pick<Recognised, 'sure'>): ('decimal' | 'dates')[] {
  return (['decimal', 'dates'] as const).filter((part) => reading[part] === null && !sure[part])
}

function mustBeDecided(reading: Reading, recognised: Recognised): void {
  const open = undecided(reading, recognised)
  const fields = Object.fromEntries(open.map((part) => [part, 'importUndecided']))
  if (open.length > 0) throw new Refusal('invalid', 'importUndecided', { fields })
}

async function mappingKept(source: Source, found: Import, kind: ImportKind, reading: Reading): Promise<Mapping | null> {
  const { headings } = await firstRows(source, reading, 0)
  if (!found.mapping || !found.reading || found.kind !== kind) return null
  const before = await firstRows(source, found.reading, 0)
  return JSON.stringify(before.headings) === JSON.stringify(headings) ? found.mapping : null
}
