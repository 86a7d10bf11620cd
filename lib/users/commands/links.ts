import { and, eq, isNull } from 'drizzle-orm'
import { tokens } from '@/db/schema'
import type { TokenPurpose } from '@/db/schema/vocabulary'
import { newToken, tokenHash } from '@/lib/auth/token'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { lockUser } from './lock'

const HOUR_MS = 3600_000
const LIFE_MS: Record<TokenPurpose, number> = { invitation: 30 * 24 * HOUR_MS, reset: HOUR_MS }

export type Link = { purpose: TokenPurpose; token: string; expiresAt: Date }

/** A link with which somebody who has no password yet chooses one. It lives 30 days, is used once, and ends those before it. */
export async function invite(ctx: Context, handle: string): Promise<Link> {
  return makeLink(ctx, handle, 'invitation')
}

/** A link with which somebody who has lost the password chooses another. It lives one hour, is used once, and ends those before it. */
export async function resetLink(ctx: Context, handle: string): Promise<Link> {
  return makeLink(ctx, handle, 'reset')
}

async function makeLink(ctx: Context, handle: string, purpose: TokenPurpose): Promise<Link> {
  return transact(ctx, async (ctx) => {
    const { user } = await lockUser(ctx, handle)
    if (!user.active) throw new Refusal('conflict', 'linkForInactive')
    if (purpose === 'invitation' && user.passwordHash !== null) throw new Refusal('conflict', 'alreadyJoined')
    await voidLinks(ctx, user.id, purpose)
    const token = newToken()
    const expiresAt = new Date(ctx.now.getTime() + LIFE_MS[purpose])
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.id : null
    await ctx.db.insert(tokens).values({ userId: user.id, purpose, hash: tokenHash(token), expiresAt, createdBy })
    const action = purpose === 'invitation' ? 'user.invited' : 'user.resetLinkMade'
    await record(ctx, { action, userId: user.id, new: { expiresAt: expiresAt.toISOString() } })
    return { purpose, token, expiresAt }
  })
}

/** Ends the open links of a user, or those of one purpose. */
export async function voidLinks(ctx: Context, userId: number, purpose?: TokenPurpose): Promise<void> {
  const ofPurpose = purpose === undefined ? undefined : eq(tokens.purpose, purpose)
  await ctx.db
    .update(tokens)
    .set({ expiresAt: ctx.now })
    .where(and(eq(tokens.userId, userId), isNull(tokens.usedAt), ofPurpose))
}
