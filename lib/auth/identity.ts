import { and, eq, isNull, lt, not, notExists, or, type SQL, sql } from 'drizzle-orm'
import { builtOnce } from '@/db/built'
import type { Executor } from '@/db/client'
import { endedSessions, sessionVisits, settings, users } from '@/db/schema'
import type { Density, Language, Role, Theme } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { COMPANY, companyOf } from '@/lib/system'
import { type Actor, provenActor } from './actor'
import type { Pending } from './short-lived'

type Row = { user: Pick<typeof users.$inferSelect, keyof typeof KNOWN>; company: Parameters<typeof companyOf>[0] }

/** What a session cookie says of itself; `issuedAt` in seconds. */
export type Claim = { userId: number; sessionVersion: number; sessionId: string; issuedAt: number }

/** What is known of whoever acts: nothing of the password. */
const KNOWN = {
  id: users.id,
  handle: users.handle,
  firstName: users.firstName,
  lastName: users.lastName,
  role: users.role,
  language: users.language,
  theme: users.theme,
  density: users.density,
  shortcuts: users.shortcuts,
  customerColumns: users.customerColumns,
  timeZone: users.timeZone,
  portfolioOnly: users.portfolioOnly,
  mayChangeMany: users.mayChangeMany,
  mayImport: users.mayImport,
  mayExport: users.mayExport,
}

/** How often at most it is written down that somebody is there, in milliseconds. */
const NOTED_EVERY = 60_000

/** SQL, for a query of `users`: whether the second factor is on. */
export const HAS_SECOND_FACTOR: SQL<boolean> = sql<boolean>`exists (
  select from second_factors f where f.user_id = users.id)`

/** SQL, for a query of `users` and `settings`: whether the role must have one. */
export const NEEDS_SECOND_FACTOR: SQL<boolean> = sql<boolean>`(users.role = any(settings.two_factor_roles))`

/**
 * The context of an active user; undefined for everyone else. For the worker that carries on what the person started.
 */
export async function contextFor(db: Executor, userId: number): Promise<Context | undefined> {
  const [row] = await selectWho(db, eq(users.id, userId), sql`now()`)
  return row && contextOf(db, row, new Date())
}

/**
 * The context of whoever a session cookie speaks for. The rows decide: inactive, gone, another session version
 * (password or role changed, signed out everywhere), a session that was signed out of, or a role that must have a
 * second factor where there is none means nobody. So does having been away for longer than the company allows.
 */
export async function contextOfSession(db: Executor, claim: Claim, now = new Date()): Promise<Context | undefined> {
  const { userId, sessionVersion, sessionId, issuedAt } = claim
  const numbers = [userId, sessionVersion, issuedAt]
  if (!numbers.every(Number.isSafeInteger) || sessionId === '') return undefined
  const [row] = await ofSession(db).execute({ ...claim, now: now.toISOString() })
  if (!row) return undefined
  if (now.getTime() - row.seen.getTime() >= NOTED_EVERY) await noteVisit(db, claim, now)
  return contextOf(db, row, now)
}

const ofSession = builtOnce((db) => {
  const given = (name: keyof Claim | 'now') => sql.placeholder(name)
  const ended = notExists(sql`(select from ${endedSessions} where ${endedSessions.id} = ${given('sessionId')})`)
  const complete = or(HAS_SECOND_FACTOR, not(NEEDS_SECOND_FACTOR))
  const seen = sql`coalesce((select seen_at from session_visits v where v.id = ${given('sessionId')}), to_timestamp(${given('issuedAt')}::float8))`
  const awake = or(
    isNull(settings.idleHours),
    sql`${seen} > ${given('now')}::timestamptz - make_interval(hours => ${settings.idleHours})`,
  )
  const version = eq(users.sessionVersion, given('sessionVersion'))
  return selectWho(db, and(eq(users.id, given('userId')), version, ended, complete, awake), seen).prepare('session')
})

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

/**
 * Whoever is between the password and the session; undefined once they were deactivated, signed out or given another
 * password.
 */
export async function findHalf(db: Executor, { userId, sessionVersion }: Pending): Promise<HalfIn | undefined> {
  const [user] = await db
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.sessionVersion, sessionVersion), users.active))
  return user && { userId, sessionVersion, email: user.email ?? '' }
}

function selectWho(db: Executor, whose: SQL | undefined, seen: SQL) {
  return db
    .select({ user: KNOWN, company: COMPANY, seen: sql<Date>`${seen}`.mapWith(sessionVisits.seenAt) })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .where(and(whose, users.active))
}

function contextOf(db: Executor, { user, company }: Row, now: Date): Context {
  return { db, actor: actorOf(user, company), company: companyOf(company), now }
}

function actorOf(user: Row['user'], company: Row['company']): Actor {
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
    customerColumns: user.customerColumns,
    timeZone: user.timeZone ?? company.timeZone,
    portfolioOnly: user.portfolioOnly,
    mayChangeMany: user.mayChangeMany,
    mayImport: user.mayImport,
    mayExport: user.mayExport,
  })
}
