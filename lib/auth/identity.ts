import { and, eq, isNull, lt, not, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { endedSessions, sessionVisits, settings, users } from '@/db/schema'
import type { Density, Language, Role, Theme } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { companyOf } from '@/lib/system'
import { type Actor, provenActor } from './actor'
import type { Pending } from './short-lived'

type UserRow = typeof users.$inferSelect
type SettingsRow = typeof settings.$inferSelect

/** What a session cookie says of itself; `issuedAt` in seconds. */
export type Claim = { userId: number; sessionVersion: number; sessionId: string; issuedAt: number }

/** How often at most it is written down that somebody is there, in milliseconds. */
const NOTED_EVERY = 60_000

/** SQL, for a query of `users`: whether the second factor is on. */
export const HAS_SECOND_FACTOR: SQL<boolean> = sql<boolean>`exists (
  select from second_factors f where f.user_id = users.id)`

/** SQL, for a query of `users` and `settings`: whether the role must have one. */
export const NEEDS_SECOND_FACTOR: SQL<boolean> = sql<boolean>`(users.role = any(settings.two_factor_roles))`

/** The context of an active user; undefined for everyone else. For the worker that carries on what the person started. */
export async function contextFor(db: Executor, userId: number): Promise<Context | undefined> {
  return findContext(db, eq(users.id, userId))
}

/**
 * The context of whoever a session cookie speaks for. The rows decide: inactive, gone, another session version
 * (password or role changed, signed out everywhere), a session that was signed out of, or a role that must have a second
 * factor where there is none means nobody. So does having been away for longer than the company allows.
 */
export async function contextOfSession(db: Executor, claim: Claim, now = new Date()): Promise<Context | undefined> {
  const { userId, sessionVersion, sessionId, issuedAt } = claim
  const numbers = [userId, sessionVersion, issuedAt]
  if (!numbers.every(Number.isSafeInteger) || sessionId === '') return undefined
  const ended = notExists(sql`(select from ${endedSessions} where ${endedSessions.id} = ${sessionId})`)
  const complete = or(HAS_SECOND_FACTOR, not(NEEDS_SECOND_FACTOR))
  const seen = sql`coalesce((select seen_at from session_visits v where v.id = ${sessionId}), to_timestamp(${issuedAt}::float8))`
  const awake = or(
    isNull(settings.idleHours),
    sql`${seen} > ${now.toISOString()}::timestamptz - make_interval(hours => ${settings.idleHours})`,
  )
  const whose = and(eq(users.id, userId), eq(users.sessionVersion, sessionVersion), ended, complete, awake)
  const found = await findRow(db, whose, seen)
  if (!found) return undefined
  if (now.getTime() - found.seen.getTime() >= NOTED_EVERY) await noteVisit(db, claim, now)
  return found.ctx
}

async function noteVisit(db: Executor, { sessionId, userId }: Claim, now: Date): Promise<void> {
  await db
    .insert(sessionVisits)
    .values({ id: sessionId, userId, seenAt: now })
    .onConflictDoUpdate({
      target: sessionVisits.id,
      set: { seenAt: now },
      setWhere: lt(sessionVisits.seenAt, now),
    })
}

/** Somebody who has shown the password, as the row is now. */
export type HalfIn = Pending & { email: string }

/** Whoever is between the password and the session; undefined once they were deactivated, signed out or given another password. */
export async function findHalf(db: Executor, { userId, sessionVersion }: Pending): Promise<HalfIn | undefined> {
  const [user] = await db
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.sessionVersion, sessionVersion), users.active))
  return user && { userId, sessionVersion, email: user.email ?? '' }
}

async function findContext(db: Executor, whose: SQL | undefined): Promise<Context | undefined> {
  return (await findRow(db, whose, sql`now()`))?.ctx
}

async function findRow(
  db: Executor,
  whose: SQL | undefined,
  seen: SQL,
): Promise<{ ctx: Context; seen: Date } | undefined> {
  const [row] = await db
    .select({ user: users, company: settings, seen: seen.mapWith(sessionVisits.seenAt) })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .where(and(whose, users.active))
    .prepare('context')
    .execute()
  if (!row) return undefined
  const ctx = { db, actor: actorOf(row.user, row.company), company: companyOf(row.company), now: new Date() }
  return { ctx, seen: row.seen as Date }
}

function actorOf(user: UserRow, company: SettingsRow): Actor {
  return provenActor({
    kind: 'user',
    id: user.id,
    handle: user.handle,
    name: [user.firstName, user.lastName].filter(Boolean).join(' '),
    role: user.role as Role,
    language: user.language as Language,
    theme: user.theme as Theme,
    density: user.density as Density,
    shortcuts: user.shortcuts,
    timeZone: user.timeZone ?? company.timeZone,
    portfolioOnly: user.portfolioOnly,
    mayChangeMany: user.mayChangeMany,
    mayImport: user.mayImport,
    mayExport: user.mayExport,
  })
}
