import { and, eq } from 'drizzle-orm'
import { tokens, users } from '@/db/schema'
import type { TokenPurpose } from '@/db/schema/vocabulary'
import { forgiveSignIns } from '@/lib/auth/credentials'
import { contextFor } from '@/lib/auth/identity'
import { hashPassword, passwordMatches } from '@/lib/auth/password'
import { type AboutPerson, passwordProblem } from '@/lib/auth/password-rules'
import { type Context, mustBeCurrent, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { attempt, forgive } from '@/lib/throttle'
import { findLink } from '../queries'
import { openedBy } from '../where'
import { voidLinks } from './links'

const TRIES = 10
const TRIES_SECONDS = 15 * 60

type Seen = { id: number; sessionVersion: number }
type Known = typeof users.$inferSelect & { email: string }
type ByLink = { token: string; password: string }

/** Uses an invitation: the password is set, and every other open link of the person ends. */
export async function acceptInvitation(ctx: Context, input: ByLink): Promise<{ email: string }> {
  return setPasswordByLink(ctx, 'invitation', input)
}

/** Uses a reset link: the password is replaced, and every session and every other open link of the person ends. */
export async function resetPassword(ctx: Context, input: ByLink): Promise<{ email: string }> {
  return setPasswordByLink(ctx, 'reset', input)
}

/**
 * The costly hash is made only for a link that opens something, and before the transaction. Of several who use a link
 * at once, the one whose update finds it unused has used it.
 */
async function setPasswordByLink(ctx: Context, purpose: TokenPurpose, { token, password }: ByLink) {
  const link = await findLink(ctx, purpose, token)
  if (!link?.email) throw new Refusal('not-found', 'deadLink')
  mustBeGood(password, { ...link, company: ctx.company.name })
  const passwordHash = await hashPassword(password)
  const { email, userId } = link
  await transact(ctx, async (ctx) => {
    const used = await ctx.db
      .update(tokens)
      .set({ usedAt: ctx.now })
      .where(openedBy(token, purpose, ctx.now))
      .returning({ id: tokens.id })
    const person = used.length === 1 ? await contextFor(ctx.db, userId) : undefined
    if (!person) throw new Refusal('not-found', 'deadLink')
    const [user] = await ctx.db.select().from(users).where(eq(users.id, userId)).for('no key update')
    if (!user) throw new Refusal('not-found', 'deadLink')
    await writePassword(ctx, user, passwordHash)
    await forgiveSignIns(ctx.db, email)
    await record({ ...ctx, actor: person.actor }, { action: 'user.passwordSet', userId, new: { by: purpose } })
  })
  return { email }
}

/**
 * Replaces the own password by one that the person who knows the present one chooses. Ends every session, this one
 * included: the door opens a new one.
 */
export async function changePassword(
  ctx: Context,
  { present, password }: { present: string; password: string },
): Promise<void> {
  const userId = ctx.actor.id
  const user = await mustKnowPassword(ctx, present)
  mustBeGood(password, { ...user, company: ctx.company.name })
  const passwordHash = await hashPassword(password)
  const { email } = user
  await transact(ctx, async (ctx) => {
    await writePassword(ctx, user, passwordHash)
    await forgiveSignIns(ctx.db, email)
    await record(ctx, { action: 'user.passwordChanged', userId })
  })
}

/** Refuses whoever does not know the own present password: a desk left open is not enough for what this guards. */
export async function mustKnowPassword(ctx: Context, present: string): Promise<Known> {
  const tries = `present password ${ctx.actor.id}`
  if (!(await attempt(ctx.db, tries, TRIES, TRIES_SECONDS))) {
    throw new Refusal('unavailable', 'tooManyAttempts', { fields: { present: 'tooManyAttempts' } })
  }
  const [user] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.id))
  if (!user?.email || !(await passwordMatches(user.passwordHash, present))) {
    throw new Refusal('invalid', 'wrongPassword', { fields: { present: 'wrongPassword' } })
  }
  await forgive(ctx.db, tries)
  return { ...user, email: user.email }
}

function mustBeGood(password: string, about: AboutPerson): void {
  const problem = passwordProblem(password, about)
  if (problem) throw new Refusal('invalid', problem, { fields: { password: problem } })
}

/**
 * Only over the state that was looked at: what was deactivated, signed out or given another password meanwhile stays
 * so.
 */
async function writePassword(ctx: Context, { id, sessionVersion }: Seen, passwordHash: string): Promise<void> {
  const written = await ctx.db
    .update(users)
    .set({ passwordHash, sessionVersion: sessionVersion + 1 })
    .where(and(eq(users.id, id), eq(users.sessionVersion, sessionVersion), users.active))
    .returning({ id: users.id })
  mustBeCurrent(written)
  await voidLinks(ctx, id)
}
