import { eq, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { users } from '@/db/schema'
import { attempt, forgive, takeBack } from '@/lib/throttle'
import { readEmail } from './email'
import { passwordMatches } from './password'
import { LONGEST_PASSWORD } from './password-rules'

const WINDOW_SECONDS = 15 * 60
const PER_ACCOUNT = 10
const PER_ADDRESS = 50
/**
 * In all browsers that were marked, together: whoever once knew the password may have marked any number of them, and
 * each has tries of its own. Nobody else comes near it, so that a stranger cannot use it up.
 */
const MARKED_A_DAY = 100
const DAY_SECONDS = 24 * 3600

type Credentials = {
  email: string
  password: string
  /** The client's address as a stated proxy tells it; undefined where there is none to believe. */
  address?: string | undefined
  /** The browser, where somebody has signed in to this account before (`knownDevice`). */
  device?: string | undefined
}

/**
 * Who these credentials belong to; null for a wrong password, an unknown address, an inactive user alike, with one
 * password check in every case. Attempts are counted before the check, by account and by believed address.
 */
export async function checkCredentials(
  db: Executor,
  { email, password, address, device }: Credentials,
): Promise<{ id: number; sessionVersion: number } | 'throttled' | null> {
  const byAccount = accountKey(email, device)
  const byAddress = address === undefined ? undefined : `sign-in address ${address}`
  const allowed = await Promise.all([
    attempt(db, byAccount, PER_ACCOUNT, WINDOW_SECONDS),
    byAddress === undefined || attempt(db, byAddress, PER_ADDRESS, WINDOW_SECONDS),
  ])
  if (allowed.includes(false)) return 'throttled'
  const byMarks = device === undefined ? undefined : marksKey(email)
  if (byMarks !== undefined && !(await attempt(db, byMarks, MARKED_A_DAY, DAY_SECONDS))) return 'throttled'
  if (password.length > LONGEST_PASSWORD) return null
  const user = await findByEmail(db, email)
  const matches = await passwordMatches(user?.active ? user.hash : null, password)
  if (!user || !matches) return null
  await forgive(db, byAccount)
  if (byAddress !== undefined) await takeBack(db, byAddress)
  if (byMarks !== undefined) await takeBack(db, byMarks)
  return { id: user.id, sessionVersion: user.sessionVersion }
}

/** Keeps when somebody came in last; only once nothing more is asked of them. */
export async function rememberSignIn(db: Executor, userId: number): Promise<void> {
  await db.update(users).set({ lastSignInAt: sql`now()` }).where(eq(users.id, userId))
}

/** Whoever has proved who they are by other means, by a link or the present password, starts afresh. */
export async function forgiveSignIns(db: Executor, email: string): Promise<void> {
  await forgive(db, accountKey(email))
  await forgive(db, marksKey(email))
}

function accountKey(email: string, device?: string): string {
  const account = accountIn(email)
  return device === undefined ? `sign-in account ${account}` : `sign-in account ${account} device ${device}`
}

function marksKey(email: string): string {
  return `sign-in account ${accountIn(email)} in all marked`
}

function accountIn(email: string): string {
  return readEmail(email) ?? email.slice(0, 254).toLowerCase()
}

async function findByEmail(db: Executor, email: string) {
  const [user] = await db
    .select({ id: users.id, active: users.active, hash: users.passwordHash, sessionVersion: users.sessionVersion })
    .from(users)
    .where(eq(users.email, readEmail(email) ?? ''))
  return user
}
