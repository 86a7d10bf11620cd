import { and, eq, inArray, isNull, lt } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { recoveryCodes, secondFactors, settings, users } from '@/db/schema'
import { record } from '@/lib/history'
import { attempt, forgive, takeBack } from '@/lib/throttle'
import { contextFor, HAS_SECOND_FACTOR, NEEDS_SECOND_FACTOR } from './identity'
import { recoveryHash } from './recovery'
import type { Secrets } from './rekey'
import { unseal } from './seal'
import { stepOf } from './totp'

const TRIES = 10
const TRIES_SECONDS = 15 * 60
/** A code has a million values and three of them count at a time: what is right by chance must take years. */
const DAILY_TRIES = 30
const DAY_SECONDS = 24 * 3600
/**
 * In all browsers together: whoever knew the password before there was a second factor may have signed in with any
 * number of them. Wide enough that strangers, who count as one, leave the owner most of it.
 */
const DAILY_MISSES = 100

type Prover = Secrets & {
  userId: number
  now: Date
  /** The browser, where somebody has signed in to this account before; `desk` for who is in already. */
  device?: string | undefined
}

/** What else somebody must do who has shown the password: nothing, a code, or first of all set up a second factor. */
export type NextStep = 'open' | 'code' | 'set-up'

export async function nextStep(db: Executor, userId: number): Promise<NextStep> {
  const [found] = await db
    .select({ on: HAS_SECOND_FACTOR, needed: NEEDS_SECOND_FACTOR })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .where(eq(users.id, userId))
  if (!found || found.on) return 'code'
  return found.needed ? 'set-up' : 'open'
}

/**
 * Whether what was typed, a code of the app or a recovery code, proves the second factor. Counted before it is looked
 * at; a code is used up by the one statement that finds it unused, so that of two who send it at once one is refused.
 * `unreadable`: what would have to be compared was sealed under another AUTH_SECRET, so that no code fits.
 */
export async function proveSecondFactor(
  db: Executor,
  prover: Prover,
  typed: string,
): Promise<'proved' | 'throttled' | 'refused' | 'unreadable'> {
  const key = `second factor ${prover.userId} ${prover.device ?? ''}`
  const allowed = await Promise.all([
    attempt(db, key, TRIES, TRIES_SECONDS),
    attempt(db, `${key} day`, DAILY_TRIES, DAY_SECONDS),
  ])
  if (allowed.includes(false)) return 'throttled'
  const all = `second factor ${prover.userId} in all`
  if (!(await attempt(db, all, DAILY_MISSES, DAY_SECONDS))) return 'throttled'
  const spent = await spendCode(db, prover, typed)
  if (spent !== 'spent' && !(await spendRecovery(db, prover, typed))) return spent
  await forgive(db, key)
  await forgive(db, `${key} day`)
  await takeBack(db, all)
  return 'proved'
}

async function spendCode(
  db: Executor,
  { userId, secret, now }: Prover,
  typed: string,
): Promise<'spent' | 'refused' | 'unreadable'> {
  const [factor] = await db
    .select({ sealed: secondFactors.secret })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId))
  if (!factor) return 'refused'
  const shared = unseal(secret, 'second factor', String(userId), factor.sealed)
  if (shared === undefined) return 'unreadable'
  const step = stepOf(shared, typed, now)
  if (step === undefined) return 'refused'
  const used = await db
    .update(secondFactors)
    .set({ lastStep: step })
    .where(
      and(eq(secondFactors.userId, userId), eq(secondFactors.secret, factor.sealed), lt(secondFactors.lastStep, step)),
    )
    .returning({ userId: secondFactors.userId })
  return used.length === 1 ? 'spent' : 'refused'
}

/** Hashes cannot be made anew under another AUTH_SECRET, so that those of the former one count while it is told. */
async function spendRecovery(db: Executor, { userId, secret, former, now }: Prover, typed: string): Promise<boolean> {
  const hashes = [secret, former].flatMap((one) => (one && recoveryHash(one, userId, typed)) || [])
  if (hashes.length === 0) return false
  return db.transaction(async (db) => {
    const used = await db
      .update(recoveryCodes)
      .set({ usedAt: now })
      .where(and(eq(recoveryCodes.userId, userId), inArray(recoveryCodes.hash, hashes), isNull(recoveryCodes.usedAt)))
      .returning({ userId: recoveryCodes.userId })
    const ctx = used.length === 1 ? await contextFor(db, userId) : undefined
    if (!ctx) return false
    const left = await db.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
    await record({ ...ctx, now }, { action: 'user.recoveryCodeUsed', userId, new: { left } })
    return true
  })
}
