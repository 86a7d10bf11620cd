import { and, eq, lt, sql } from 'drizzle-orm'
import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { endedSessions, sessionVisits, users } from '@/db/schema'
import type { Context } from '@/lib/context'
import { database } from '@/lib/db'
import { readRunningEnv } from '@/lib/env.mjs'
import { clientAddress } from './address'
import { checkCredentials, rememberSignIn } from './credentials'
import { knownDevice, markDevice } from './device'
import { readEmail } from './email'
import { contextOfSession, findHalf, type HalfIn } from './identity'
import { closeSession, openSession, readClaim, SESSION_SECONDS } from './options'
import { can, type Right } from './permissions'
import { safeReturn } from './return-address'
import { type NextStep, nextStep, proveSecondFactor } from './second-factor'
import { type Pending, readPending, readSealed, sealFor, sealPending } from './short-lived'
import { newSecret } from './totp'

const DEVICE_COOKIE = 'encours.device'
const DEVICE_SECONDS = 180 * 24 * 3600
const PENDING_COOKIE = 'encours.pending'
/** How long somebody may take between the password and the code. */
const PENDING_SECONDS = 10 * 60
const BEGUN_COOKIE = 'encours.begun'
const BEGUN_SECONDS = 30 * 60
/** From the page's right hand to its left. */
const TICKET_SECONDS = 30

/** Somebody between the password and the session. */
export type Half = HalfIn & { step: NextStep }

/** Who is there, asked once a request. The cookie only claims. */
export const currentContext = cache(async (): Promise<Context | undefined> => {
  const claim = await readClaim()
  return claim && contextOfSession(database(), claim)
})

/**
 * The context of a page. A stranger is sent to sign in and back; who lacks the right gets a 403. Layouts do not run
 * again on navigation, so every page asks.
 */
export async function requireContext(right?: Right): Promise<Context> {
  const ctx = await currentContext()
  if (!ctx) redirect(await loginAddress())
  if (right && !can(ctx.actor, right)) forbidden()
  return ctx
}

async function loginAddress(): Promise<string> {
  const wanted = safeReturn((await headers()).get('x-encours-path'))
  return wanted === '/' ? '/login' : `/login?next=${encodeURIComponent(wanted)}`
}

type SignIn = NextStep | 'throttled' | 'refused'

/**
 * The first step: the password. Where that is all, a session opens: a new cookie, whatever was there before. Where more
 * is asked, the browser gets a short-lived cookie that says who is half in, and no session.
 */
export async function startSession(email: string, password: string): Promise<SignIn> {
  const address = await believedAddress()
  const device = await deviceFor(readEmail(email) ?? '')
  const known = await checkCredentials(database(), { email, password, address, device })
  if (known === 'throttled') return 'throttled'
  if (!known) return 'refused'
  const pending = { userId: known.id, sessionVersion: known.sessionVersion }
  const step = await nextStep(database(), known.id)
  if (step === 'open') await open(pending, readEmail(email) ?? '')
  else await letHalfIn(pending)
  return step
}

async function letHalfIn(pending: Pending): Promise<void> {
  const { authSecret } = readRunningEnv()
  const sealed = sealPending(authSecret, 'sign-in under way', pending, new Date(), PENDING_SECONDS)
  ;(await cookies()).set(PENDING_COOKIE, sealed, { ...cookieFor(PENDING_SECONDS), path: '/login' })
}

/** Who has shown the password and what is still asked of them; undefined for everybody else, and once time is over. */
export async function findPending(): Promise<Half | undefined> {
  const sealed = (await cookies()).get(PENDING_COOKIE)?.value
  const pending = readPending(readRunningEnv().authSecret, 'sign-in under way', sealed, new Date())
  const person = pending && (await findHalf(database(), pending))
  return person && { ...person, step: await nextStep(database(), person.userId) }
}

/** The second step: opens the session of whoever is half in and proves the second factor. */
export async function finishSession(typed: string): Promise<'open' | 'throttled' | 'refused' | 'unreadable' | 'over'> {
  const half = await findPending()
  if (half?.step !== 'code') return 'over'
  const { authSecret: secret, authSecretPrevious: former } = readRunningEnv()
  const device = await deviceFor(half.email)
  const prover = { userId: half.userId, secret, former, now: new Date(), device }
  const answer = await proveSecondFactor(database(), prover, typed)
  if (answer !== 'proved') return answer
  await open(half, half.email)
  return 'open'
}

/**
 * A session in place of those that just ended, in this browser, for somebody who has shown all there is to show. Whose
 * role must have a second factor and has none gets no further than setting it up. `sessionVersion`: what it must still
 * be, so that whoever was signed out meanwhile stays out.
 */
export async function renewSession(userId: number, sessionVersion?: number): Promise<'open' | 'set-up' | 'over'> {
  const [user] = await database()
    .select({ userId: users.id, sessionVersion: users.sessionVersion, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.id, userId),
        users.active,
        sessionVersion === undefined ? undefined : eq(users.sessionVersion, sessionVersion),
      ),
    )
  if (!user) return 'over'
  if ((await nextStep(database(), userId)) === 'set-up') {
    await letHalfIn(user)
    return 'set-up'
  }
  await open(user, user.email ?? '')
  return 'open'
}

/**
 * Begins to set up a second factor: a new secret that this browser keeps, sealed, until a code has confirmed it.
 * Nothing is written before, and what somebody else began in another browser is never confirmed by mistake.
 */
export async function beginSecondFactor(userId: number): Promise<void> {
  const { authSecret } = readRunningEnv()
  const sealed = sealFor(authSecret, 'second factor being set up', userId, newSecret(), new Date(), BEGUN_SECONDS)
  ;(await cookies()).set(BEGUN_COOKIE, sealed, { ...cookieFor(BEGUN_SECONDS), path: '/' })
}

/** The secret that this browser is setting up for this user. */
export async function begunSecret(userId: number): Promise<string | undefined> {
  const sealed = (await cookies()).get(BEGUN_COOKIE)?.value
  return readSealed(readRunningEnv().authSecret, 'second factor being set up', userId, sealed, new Date())
}

async function open({ userId, sessionVersion }: Pending, account: string): Promise<void> {
  const { authSecret } = readRunningEnv()
  const ticket = sealPending(authSecret, 'session ticket', { userId, sessionVersion }, new Date(), TICKET_SECONDS)
  await openSession('credentials', { ticket, redirect: false })
  await rememberSignIn(database(), userId)
  const jar = await cookies()
  jar.delete({ name: PENDING_COOKIE, path: '/login' })
  jar.delete({ name: BEGUN_COOKIE, path: '/' })
  if ((await deviceFor(account)) === undefined) {
    jar.set(DEVICE_COOKIE, markDevice(authSecret, account), { ...cookieFor(DEVICE_SECONDS), path: '/' })
  }
}

/** Which browser this is, where it is one that this account is used in. */
async function deviceFor(account: string): Promise<string | undefined> {
  return knownDevice(readRunningEnv().authSecret, account, (await cookies()).get(DEVICE_COOKIE)?.value)
}

async function believedAddress(): Promise<string | undefined> {
  return clientAddress((await headers()).get('x-forwarded-for'), readRunningEnv().trustedProxies)
}

function cookieFor(maxAge: number) {
  return { httpOnly: true, sameSite: 'lax', secure: readRunningEnv().appUrl.startsWith('https:'), maxAge } as const
}

/** Ends this session here and in the database, so that a copy of its cookie opens nothing. */
export async function endSession(): Promise<void> {
  const claim = await readClaim()
  if (claim?.sessionId) {
    const db = database()
    await db
      .insert(endedSessions)
      .values({ id: claim.sessionId, expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000) })
      .onConflictDoNothing()
    await db.delete(endedSessions).where(lt(endedSessions.expiresAt, sql`now()`))
    await db.delete(sessionVisits).where(lt(sessionVisits.seenAt, new Date(Date.now() - SESSION_SECONDS * 1000)))
  }
  await closeSession({ redirect: false })
}
