import type { Db } from '@/db/client'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import type { Context } from '@/lib/context'

/** Starts a planned change by whoever has just seen its preview, and lets it run to its end. */
export async function carryOut(db: Db, ctx: Context, key: string) {
  const change = await getChange(ctx, key)
  const seen = await previewChange(ctx, change)
  await startChange(ctx, key, seen)
  await runChange(db, change.id)
  return { ...(await getChange(ctx, key)), seen }
}
