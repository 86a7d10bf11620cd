import { and, eq, isNull, sql } from 'drizzle-orm'
import { tokens, users } from '@/db/schema'
import type { TokenPurpose } from '@/db/schema/vocabulary'
import { newToken, tokenHash } from '@/lib/auth/token'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { lockUser } from './lock'

const HOUR_MS = 3600_000
const LIFE_MS: Record<TokenPurpose, number> = { invitation: 30 * 24 * HOUR_MS, reset: HOUR_MS }

export type Link = { purpose: TokenPurpose; token: string; expiresAt: Date }

/**
 * A link with which somebody who has no password yet chooses one. It lives 30 days, is used once, and ends those before
 * it. Whose account went to sleep meanwhile, or was never active, is let in by it.
 */
export async function invite(ctx: Context, handle: string): Promise<Link> {
  return makeLink(ctx, handle, 'invitation')
}

/**
 * A link with which somebody who has lost the password chooses another. It lives one hour, is used once, and ends those
 * before it.
 */
export async function resetLink(ctx: Context, handle: string): Promise<Link> {
  return makeLink(ctx, handle, 'reset')
}

async function makeLink(ctx: Context, handle: string, purpose: TokenPurpose): Promise<Link> {
  return transact(ctx, async (ctx) => {
    const { user } = await lockUser(ctx, handle)
    if (purpose === 'invitation' && user.passwordHash !== null) throw new Refusal('conflict', 'alreadyJoined')
    if (!user.active) await wake(ctx, user, purpose)
    await voidLinks(ctx, user.id, purpose)
    const token = newToken()
    const expiresAt = new Date(ctx.now.getTime() + LIFE_MS[purpose])
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.id : null
    await ctx.db
      .insert(tokens)
      .values({ userId: user.id, purpose, hash: tokenHash(token), expiresAt, createdBy, createdAt: ctx.now })
    const action = purpose === 'invitation' ? 'user.invited' : 'user.resetLinkMade'
    await record(ctx, { action, userId: user.id, new: { expiresAt: expiresAt.toISOString() } })
    return { purpose, token, expiresAt }
  })
}

async function wake(ctx: Context, { id, email }: { id: number; email: string | null }, purpose: TokenPurpose) {
  if (purpose !== 'invitation') throw new Refusal('conflict', 'linkForInactive')
  if (email === null) throw new Refusal('invalid', 'emailForActive')
  await ctx.db
    .update(users)
    .set({ active: true, activatedAt: ctx.now, version: sql`${users.version} + 1` })
    .where(eq(users.id, id))
  await record(ctx, { action: 'user.activated', userId: id })
}

/** Ends the open links of a user, or those of one purpose. */
export async function voidLinks(ctx: Context, userId: number, purpose?: TokenPurpose): Promise<void> {
  const ofPurpose = purpose === undefined ? undefined : eq(tokens.purpose, purpose)
  await ctx.db
    .update(tokens)
    .set({ expiresAt: ctx.now })
    .where(and(eq(tokens.userId, userId), isNull(tokens.usedAt), ofPurpose))
}
