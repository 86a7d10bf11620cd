import { eq, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { users } from '@/db/schema'
import { attempt, forgive } from '@/lib/throttle'
import { readEmail } from './email'
import { passwordMatches } from './password'
import { LONGEST_PASSWORD } from './password-rules'

const WINDOW_SECONDS = 15 * 60
const PER_ACCOUNT = 10
const PER_ADDRESS = 50

type Credentials = {
  email: string
  password: string
  /** The client's address as a stated proxy tells it; undefined where there is none to believe. */
  address: string | undefined
}

/**
 * Who these credentials belong to; null for a wrong password, an unknown address, an inactive user alike, with one
 * password check in every case. Attempts are counted before the check, by account and by believed address.
 */
export async function checkCredentials(
  db: Executor,
  { email, password, address }: Credentials,
): Promise<{ id: number; sessionVersion: number } | 'throttled' | null> {
  const account = readEmail(email) ?? email.slice(0, 254).toLowerCase()
  const allowed = await Promise.all([
    attempt(db, `sign-in account ${account}`, PER_ACCOUNT, WINDOW_SECONDS),
    address === undefined || attempt(db, `sign-in address ${address}`, PER_ADDRESS, WINDOW_SECONDS),
  ])
  if (allowed.includes(false)) return 'throttled'
  if (password.length > LONGEST_PASSWORD) return null
  const [user] = await db
    .select({ id: users.id, active: users.active, hash: users.passwordHash, sessionVersion: users.sessionVersion })
    .from(users)
    .where(eq(users.email, account))
  const matches = await passwordMatches(user?.active ? user.hash : null, password)
  if (!user || !matches) return null
  await forgive(db, `sign-in account ${account}`)
  await db.update(users).set({ lastSignInAt: sql`now()` }).where(eq(users.id, user.id))
  return { id: user.id, sessionVersion: user.sessionVersion }
}
