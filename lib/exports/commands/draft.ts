import { and, desc, eq, notInArray } from 'drizzle-orm'
import { exports } from '@/db/schema'
import { type Context, mustBeAllowed, transact } from '@/lib/context'
import { shortId } from '@/lib/short-id'
import type { ExportTarget } from '../input'
import { MOST_DRAFTS } from '../rules'

/**
 * Keeps the ticked rows until somebody has said as what they want them: too many for an address. It is nothing yet, so
 * the history does not tell.
 */
export async function draftExport(ctx: Context, target: ExportTarget): Promise<{ key: string }> {
  mustBeAllowed(ctx, 'exports.write')
  const key = shortId()
  await transact(ctx, async (ctx) => {
    await ctx.db.insert(exports).values({
      key,
      target,
      portfolioOnly: ctx.actor.portfolioOnly,
      createdBy: ctx.actor.id,
      createdAt: ctx.now,
    })
    await dropOldest(ctx)
  })
  return { key }
}

/** Ten thousand ids each, which nobody needs who goes on ticking. */
async function dropOldest({ db, actor }: Context): Promise<void> {
  const drafts = and(eq(exports.createdBy, actor.id), eq(exports.state, 'draft'))
  const latest = db.select({ id: exports.id }).from(exports).where(drafts).orderBy(desc(exports.id)).limit(MOST_DRAFTS)
  await db.delete(exports).where(and(drafts, notInArray(exports.id, latest)))
}
