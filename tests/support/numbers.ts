import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { changes } from '@/db/schema'
import { planChange } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import type { KindName } from '@/lib/changes/kinds/registry'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import type { Selection } from '@/lib/changes/selection'
import type { Context } from '@/lib/context'

/** `button` is the number that the person pressed; the others are what became of those customers. */
export type Numbers = { button: number; changed: number; already: number; notAllowed: number }
export type Wish = { kind: KindName; given: Record<string, unknown>; selection: Selection }

/**
 * A change as the pages take it from the selection to its end: what the preview promised, and what was done. `meanwhile`
 * happens once it was pressed, beside the work.
 */
export async function numbersOf(
  ctx: Context,
  db: Db,
  { kind, given, selection }: Wish,
  meanwhile: (start: () => Promise<void>) => Promise<void> = (start) => start(),
): Promise<{ promised: Numbers; done: Numbers }> {
  const { key } = await planChange(ctx, kind, given, selection)
  const planned = await getChange(ctx, key)
  const seen = await previewChange(ctx, planned)
  await meanwhile(() => startChange(ctx, key, seen))
  await runChange(db, planned.id)
  const [ended] = await db.select().from(changes).where(eq(changes.id, planned.id))
  if (ended?.state !== 'done') throw new Error(`the change is ${ended?.state}`)
  const { changed, already, notAllowed } = ended
  return {
    promised: { button: seen.total, changed: seen.will, already: seen.already, notAllowed: seen.refused },
    done: { button: ended.total, changed, already, notAllowed },
  }
}

export const sumOf = ({ changed, already, notAllowed }: Numbers) => changed + already + notAllowed
