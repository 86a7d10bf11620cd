import { cookies } from 'next/headers'
import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth'
import { decode } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import { readRunningEnv } from '@/lib/env.mjs'
import { log } from '@/lib/log'
import type { Claim } from './identity'
import { readPending } from './short-lived'

/** A week after signing in a session is over; what ends it earlier is checked against the database at each request. */
export const SESSION_SECONDS = 7 * 24 * 3600

declare module 'next-auth' {
  interface User {
    sessionVersion?: number
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    sessionVersion?: number
  }
}

/**
 * next-auth carries the session: an encrypted cookie with the user's id and session version and an id of its own,
 * nothing else. It has no HTTP routes here: sign-in and sign-out are server actions, and a session opens only for a
 * ticket that `session.ts` wrote a moment ago, once everything was shown that had to be.
 */
function config(): NextAuthConfig {
  const env = readRunningEnv()
  return {
    secret: env.authSecret,
    trustHost: true,
    useSecureCookies: env.appUrl.startsWith('https:'),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/login' },
    logger: {
      error: logFailure,
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [Credentials({ credentials: {}, authorize: (given) => authorize(given) })],
    callbacks: {
      jwt: ({ token, user }) => (user?.id ? { sub: user.id, sessionVersion: user.sessionVersion ?? 0 } : token),
    },
  }
}

/** A ticket that is refused is answered: no error of ours. */
function logFailure(error: Error): void {
  if (error instanceof CredentialsSignin) return
  log.error('session.failed', { error: 'type' in error ? String(error.type) : error.name })
}

async function authorize(
  given: Partial<Record<string, unknown>>,
): Promise<{ id: string; sessionVersion: number } | null> {
  const ticket = readPending(readRunningEnv().authSecret, 'session ticket', String(given.ticket ?? ''), new Date())
  return ticket ? { id: String(ticket.userId), sessionVersion: ticket.sessionVersion } : null
}

export const { signIn: openSession, signOut: closeSession } = NextAuth(config)

/**
 * What the session cookie claims; undefined where there is none that can be read. It is read from where an action
 * writes it, so that the page an action answers with knows the session that the action has opened.
 */
export async function readClaim(): Promise<Claim | undefined> {
  const { authSecret, appUrl } = readRunningEnv()
  const name = `${appUrl.startsWith('https:') ? '__Secure-' : ''}authjs.session-token`
  const value = (await cookies()).get(name)?.value
  if (!value) return undefined
  const known = opened.get(value)
  if (known && known.until > Date.now()) return known.claim
  try {
    const token = await decode({ token: value, secret: authSecret, salt: name })
    if (!token) return undefined
    const claim = {
      userId: Number(token.sub),
      sessionVersion: Number(token.sessionVersion),
      sessionId: token.jti ?? '',
      issuedAt: Number(token.iat),
    }
    if (opened.size >= MOST_OPENED) opened.clear()
    opened.set(value, { claim, until: Math.min((token.exp ?? 0) * 1000, Date.now() + OPENED_MS) })
    return claim
  } catch {
    // Anybody can send a cookie that cannot be read: it is nobody's.
    log.info('session.unreadable')
    return undefined
  }
}

const OPENED_MS = 60_000
const MOST_OPENED = 1000

/**
 * Cookies that were opened a moment ago: to decrypt one takes as long as a tenth of a page. Only what they claim is
 * kept; whether it still holds is asked of the database each time.
 */
const opened = new Map<string, { claim: Claim; until: number }>()
