import { exports } from '@/db/schema'
import { type Context, mustBeAllowed } from '@/lib/context'
import { shortId } from '@/lib/short-id'
import type { ExportTarget } from '../input'

/** Keeps the ticked rows until somebody has said as what they want them: too many for an address. It is nothing yet, so the history does not tell. */
export async function draftExport(ctx: Context, target: ExportTarget): Promise<{ key: string }> {
  mustBeAllowed(ctx, 'exports.write')
  const key = shortId()
  await ctx.db.insert(exports).values({
    key,
    target,
    portfolioOnly: ctx.actor.portfolioOnly,
    createdBy: ctx.actor.id,
    createdAt: ctx.now,
  })
  return { key }
}
