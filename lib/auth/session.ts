import { lt, sql } from 'drizzle-orm'
import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { CredentialsSignin } from 'next-auth'
import { cache } from 'react'
import { endedSessions } from '@/db/schema'
import type { Context } from '@/lib/context'
import { database } from '@/lib/db'
import { readRunningEnv } from '@/lib/env.mjs'
import { clientAddress } from './address'
import { knownDevice, markDevice } from './device'
import { readEmail } from './email'
import { contextOfSession } from './identity'
import { auth, closeSession, openSession, SESSION_SECONDS } from './options'
import { can, type Right } from './permissions'
import { safeReturn } from './return-address'

const DEVICE_COOKIE = 'encours.device'
const DEVICE_SECONDS = 180 * 24 * 3600

/** Who is there, asked once a request. The cookie only claims. */
export const currentContext = cache(async (): Promise<Context | undefined> => {
  const claim = (await auth())?.claim
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

/**
 * Opens a session for whoever has these credentials: a new cookie, whatever was there before. The browser is marked
 * as one that this account is used in.
 */
export async function startSession(email: string, password: string): Promise<'opened' | 'throttled' | 'refused'> {
  const { authSecret, trustedProxies } = readRunningEnv()
  const account = readEmail(email) ?? ''
  const address = clientAddress((await headers()).get('x-forwarded-for'), trustedProxies)
  const device = knownDevice(authSecret, account, (await cookies()).get(DEVICE_COOKIE)?.value)
  try {
    await openSession('credentials', {
      email,
      password,
      redirect: false,
      ...(address !== undefined && { address }),
      ...(device !== undefined && { device }),
    })
  } catch (error) {
    if (!(error instanceof CredentialsSignin)) throw error
    return error.code === 'throttled' ? 'throttled' : 'refused'
  }
  if (device === undefined) await markBrowser(account)
  return 'opened'
}

async function markBrowser(account: string): Promise<void> {
  const { authSecret, appUrl } = readRunningEnv()
  const jar = await cookies()
  jar.set(DEVICE_COOKIE, markDevice(authSecret, account), {
    httpOnly: true,
    sameSite: 'lax',
    secure: appUrl.startsWith('https:'),
    path: '/',
    maxAge: DEVICE_SECONDS,
  })
}

/** Ends this session here and in the database, so that a copy of its cookie opens nothing. */
export async function endSession(): Promise<void> {
  const claim = (await auth())?.claim
  if (claim?.sessionId) {
    const db = database()
    await db
      .insert(endedSessions)
      .values({ id: claim.sessionId, expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000) })
      .onConflictDoNothing()
    await db.delete(endedSessions).where(lt(endedSessions.expiresAt, sql`now()`))
  }
  await closeSession({ redirect: false })
}
