import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { checkCredentials, forgiveSignIns } from '@/lib/auth/credentials'
import { hashPassword } from '@/lib/auth/password'
import type { Bench } from './bench'
import { alternate, median, percentile, timed } from './measure'
import { type Line, lineOf } from './report'

/** A sign-in that fails must take as long whatever the reason: the clock is not to tell who has an account. */
const WITHIN = 1.1
const ROUNDS = 250
/** Below this it is no accident any more that one side is slower. */
const CERTAIN = 0.01

/**
 * Failed sign-ins, each reason beside the wrong password of somebody who has an account. The first column is the reason, the
 * second the wrong password.
 */
export async function benchSignIn({ db, wanted, fault }: Bench): Promise<Line[]> {
  const [known, inactive, invited] = ['known', 'inactive', 'invited'].map((name) => `${name}@sign-in.example`)
  const passwordHash = await hashPassword('the password nobody types here')
  const lines: Line[] = []
  for (const [email = '', active, hash] of [
    [known, true, passwordHash],
    [inactive, false, passwordHash],
    [invited, true, null],
  ] as const) {
    const handle = email.split('@')[0] ?? ''
    await db.delete(users).where(eq(users.email, email))
    await db
      .insert(users)
      .values({ handle, email, lastName: handle, role: 'guest', active, passwordHash: hash })
      .onConflictDoNothing()
  }
  const fails = (email: string) => async () => {
    const took = await timed(() => checkCredentials(db, { email, password: 'a wrong password' }))
    await forgiveSignIns(db, email)
    return took
  }
  const reasons = { 'unknown address': 'nobody@sign-in.example', inactive, 'no password yet': invited }
  for (const [reason, email = ''] of Object.entries(reasons)) {
    const job = `sign-in ${reason}`
    if (!wanted(job)) continue
    const sides = { ours: fails(email), plain: fails(known ?? '') }
    await alternate(sides, { least: 5, most: 5, seconds: 1 })
    const { ours, plain } = await alternate(sides, { least: 50, most: ROUNDS, seconds: 60 })
    const p95 = { ours: percentile(ours, 0.95), plain: percentile(plain, 0.95) }
    const line = lineOf(
      { job, size: ours.length, ours: median(ours), plain: median(plain), budget: WITHIN, unit: 'ms' },
      p95,
    )
    lines.push({ ...line, within: line.within && line.ratio >= 1 / WITHIN })
    const chance = sameByChance(ours, plain)
    if (chance < CERTAIN) fault(`${job}: told from a wrong password by the clock, p = ${chance.toFixed(4)}`)
  }
  for (const email of [known, inactive, invited]) await db.delete(users).where(eq(users.email, email ?? ''))
  return lines
}

/** How likely two samples of one distribution differ so much or more (Mann–Whitney, normal approximation). */
function sameByChance(one: readonly number[], other: readonly number[]): number {
  const all = [...one.map((value) => ({ value, first: true })), ...other.map((value) => ({ value, first: false }))]
  all.sort((a, b) => a.value - b.value)
  const ranks = all.reduce((sum, { first }, place) => sum + (first ? place + 1 : 0), 0)
  const [n, m] = [one.length, other.length]
  const u = ranks - (n * (n + 1)) / 2
  const z = Math.abs(u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
  return 2 * (1 - normal(z))
}

/** The share of a normal distribution below z, to seven digits (Abramowitz and Stegun 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const [a, b, c, d, e] = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429] as const
  const tail = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  return 1 - tail * t * (a + t * (b + t * (c + t * (d + t * e))))
}
