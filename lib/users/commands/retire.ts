import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { record } from '@/lib/history'
import { systemContext } from '@/lib/system'
import { findDue } from '../queries/due'
import { voidLinks } from './links'
import { lockUser } from './lock'

/**
 * Deactivates those whose invitation went by unused, and those who have not come for the months that the company
 * allows. Longest away first, so that of several administrators the one who came last stays. What somebody does
 * meanwhile is seen, because each is looked at again under the lock. Answers how many.
 */
export async function retireUsers(db: Db, now = new Date(), signal?: AbortSignal): Promise<number> {
  const ctx = await systemContext(db, now)
  let retired = 0
  for (const { handle } of await findDue(ctx)) {
    if (signal?.aborted) return retired
    if (await retire(ctx, handle)) retired++
  }
  return retired
}

async function retire(ctx: Context, handle: string): Promise<boolean> {
  return transact(ctx, async (ctx) => {
    const { user, others } = await lockUser(ctx, handle)
    const [due] = await findDue(ctx, user.id)
    if (!due || (user.role === 'administrator' && others === 0)) return false
    await ctx.db
      .update(users)
      .set({ active: false, sessionVersion: user.sessionVersion + 1, version: user.version + 1 })
      .where(eq(users.id, user.id))
    await voidLinks(ctx, user.id)
    await record(ctx, { action: 'user.deactivated', userId: user.id, new: { why: due.why } })
    return true
  })
}
