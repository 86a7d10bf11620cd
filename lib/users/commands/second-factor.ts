import { and, eq, type SQLWrapper, sql } from 'drizzle-orm'
import { recoveryCodes, secondFactors, users } from '@/db/schema'
import { newRecoveryCodes, recoveryHash } from '@/lib/auth/recovery'
import type { Secrets } from '@/lib/auth/rekey'
import { seal } from '@/lib/auth/seal'
import { proveSecondFactor } from '@/lib/auth/second-factor'
import { stepOf } from '@/lib/auth/totp'
import { type Context, mustBeCurrent, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { attempt, forgive } from '@/lib/throttle'
import { lockUser } from './lock'
import { mustKnowPassword } from './password'

const TRIES = 10
const TRIES_SECONDS = 15 * 60

/**
 * The secret of this installation (AUTH_SECRET), under which what is kept is sealed; the former one is only ever read
 * with.
 */
type Keys = Secrets
/** `sessionVersion`: where there is no session yet, the state in which the password was shown. */
type Begun = { begun: string | undefined; code: string; sessionVersion?: number }
type Proof = { present: string; code: string }

/**
 * Turns the second factor of the actor on with a code made of the secret that was begun, and answers the recovery
 * codes, which nobody can read again. Every session ends; the door opens a new one. Who called it has just shown the
 * password.
 */
export async function turnOnSecondFactor(ctx: Context, { secret }: Keys, given: Begun): Promise<string[]> {
  const { begun, code, sessionVersion } = given
  const userId = ctx.actor.id
  if (begun === undefined) throw new Refusal('conflict', 'setUpOver')
  const tries = `second factor set up ${userId}`
  if (!(await attempt(ctx.db, tries, TRIES, TRIES_SECONDS))) throw wrongCode('unavailable', 'tooManyCodesTried')
  const step = stepOf(begun, code, ctx.now)
  if (step === undefined) throw wrongCode('invalid', 'wrongCode')
  const codes = await transact(ctx, async (ctx) => {
    const seen = sessionVersion === undefined ? undefined : eq(users.sessionVersion, sessionVersion)
    mustBeCurrent(await endSessions(ctx, userId, and(users.active, seen)))
    const sealed = seal(secret, 'second factor', String(userId), begun)
    const written = await ctx.db
      .insert(secondFactors)
      .values({ userId, secret: sealed, lastStep: step, since: ctx.now })
      .onConflictDoNothing()
      .returning({ userId: secondFactors.userId })
    if (written.length === 0) throw new Refusal('conflict', 'secondFactorOn')
    await record(ctx, { action: 'user.secondFactorOn', userId })
    return writeCodes(ctx, secret, userId)
  })
  await forgive(ctx.db, tries)
  return codes
}

/**
 * Turns the own second factor off, for who knows the password and shows a code. Every session ends; the door opens a
 * new one.
 */
export async function turnOffSecondFactor(ctx: Context, keys: Keys, proof: Proof): Promise<void> {
  await mustProve(ctx, keys, proof)
  await transact(ctx, async (ctx) => {
    await remove(ctx, ctx.actor.id)
    await record(ctx, { action: 'user.secondFactorOff', userId: ctx.actor.id })
  })
}

/** Ten new recovery codes, for who knows the password and shows a code; those before them open nothing any more. */
export async function renewRecoveryCodes(ctx: Context, keys: Keys, proof: Proof): Promise<string[]> {
  await mustProve(ctx, keys, proof)
  return transact(ctx, async (ctx) => {
    const userId = ctx.actor.id
    const on = await ctx.db.select().from(secondFactors).where(eq(secondFactors.userId, userId)).for('update')
    if (on.length === 0) throw new Refusal('conflict', 'secondFactorOff')
    await record(ctx, { action: 'user.recoveryCodesRenewed', userId })
    return writeCodes(ctx, keys.secret, userId)
  })
}

/**
 * Takes the second factor off a user who has lost it, and ends every session. The own one is turned off in the profile,
 * with a code: a desk left open is not enough.
 */
export async function takeSecondFactor(ctx: Context, handle: string): Promise<void> {
  await transact(ctx, async (ctx) => {
    const { user } = await lockUser(ctx, handle)
    if (user.id === ctx.actor.id) throw new Refusal('conflict', 'ownSecondFactor')
    if (await remove(ctx, user.id)) await record(ctx, { action: 'user.secondFactorTaken', userId: user.id })
  })
}

async function mustProve(ctx: Context, keys: Keys, { present, code }: Proof): Promise<void> {
  await mustKnowPassword(ctx, present)
  const prover = { ...keys, userId: ctx.actor.id, now: ctx.now, device: 'desk' }
  const answer = await proveSecondFactor(ctx.db, prover, code)
  if (answer === 'throttled') throw wrongCode('unavailable', 'tooManyCodesTried')
  if (answer === 'refused') throw wrongCode('invalid', 'wrongCode')
  if (answer === 'unreadable') throw wrongCode('invalid', 'secondFactorUnreadable')
}

function wrongCode(kind: 'invalid' | 'unavailable', message: string): Refusal {
  return new Refusal(kind, message, { fields: { code: message } })
}

async function remove(ctx: Context, userId: number): Promise<boolean> {
  await endSessions(ctx, userId)
  await ctx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  const gone = await ctx.db.delete(secondFactors).where(eq(secondFactors.userId, userId)).returning()
  return gone.length === 1
}

/** Before anything else of the user is written: the row is the lock. */
async function endSessions(ctx: Context, userId: number, only?: SQLWrapper) {
  return ctx.db
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(and(eq(users.id, userId), only?.getSQL()))
    .returning({ id: users.id })
}

async function writeCodes(ctx: Context, secret: string, userId: number): Promise<string[]> {
  const codes = newRecoveryCodes()
  await ctx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  await ctx.db
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ userId, hash: recoveryHash(secret, userId, code) ?? '' })))
  return codes
}
