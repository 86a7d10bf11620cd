import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { difference, record } from '@/lib/history'
import type { profileInput } from '../input'

/** What a person decides about the own screen. No version is asked for: each of these fields is theirs alone to set. */
export async function updateProfile(ctx: Context, values: z.output<typeof profileInput>): Promise<void> {
  await transact(ctx, async (ctx) => {
    const [user] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.id)).for('no key update')
    const changed = user && difference(user, values)
    if (!changed) return
    await ctx.db
      .update(users)
      .set({ ...values, version: sql`${users.version} + 1` })
      .where(eq(users.id, ctx.actor.id))
    await record(ctx, { action: 'user.profileUpdated', userId: ctx.actor.id, ...changed })
  })
}
