import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { database } from '@/lib/db'
import { readRunningEnv } from '@/lib/env.mjs'
import { log } from '@/lib/log'
import { checkCredentials } from './credentials'

/** A week without signing in ends a session; what ends it earlier is checked against the database at each request. */
const SESSION_SECONDS = 7 * 24 * 3600

class Throttled extends CredentialsSignin {
  override code = 'throttled'
}

/**
 * next-auth carries the session: an encrypted cookie with the user's id and session version, nothing else. It has
 * no HTTP routes here: sign-in and sign-out are server actions.
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
      error: (error) =>
        error instanceof CredentialsSignin ? undefined : log.error('session.failed', { error: error.name }),
      warn: () => undefined,
      debug: () => undefined,
    },
    providers: [Credentials({ credentials: {}, authorize: (given) => authorize(given) })],
    callbacks: {
      jwt: ({ token, user }) => (user?.id ? { sub: user.id, version: user.name } : token),
      session: ({ session, token }) => ({ ...session, user: { id: token.sub ?? '', name: String(token.version) } }),
    },
  }
}

async function authorize(given: Partial<Record<string, unknown>>): Promise<{ id: string; name: string } | null> {
  const answer = await checkCredentials(database(), {
    email: String(given.email ?? ''),
    password: String(given.password ?? ''),
    address: given.address ? String(given.address) : undefined,
  })
  if (answer === 'throttled') throw new Throttled()
  return answer && { id: String(answer.id), name: String(answer.sessionVersion) }
}

export const { auth, signIn: openSession, signOut: closeSession } = NextAuth(config)
