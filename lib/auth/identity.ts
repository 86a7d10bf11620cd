import { and, eq, not, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { endedSessions, settings, users } from '@/db/schema'
import type { Density, Language, Role, Theme } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { companyOf } from '@/lib/system'
import { type Actor, provenActor } from './actor'
import type { Pending } from './short-lived'

type UserRow = typeof users.$inferSelect
type SettingsRow = typeof settings.$inferSelect

/** What a session cookie says of itself. */
export type Claim = { userId: number; sessionVersion: number; sessionId: string }

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
 * factor where there is none means nobody.
 */
export async function contextOfSession(db: Executor, claim: Claim): Promise<Context | undefined> {
  const { userId, sessionVersion, sessionId } = claim
  if (!Number.isSafeInteger(userId) || !Number.isSafeInteger(sessionVersion) || sessionId === '') return undefined
  const ended = notExists(sql`(select from ${endedSessions} where ${endedSessions.id} = ${sessionId})`)
  const complete = or(HAS_SECOND_FACTOR, not(NEEDS_SECOND_FACTOR))
  return findContext(db, and(eq(users.id, userId), eq(users.sessionVersion, sessionVersion), ended, complete))
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
  const [row] = await db
    .select({ user: users, company: settings })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .where(and(whose, users.active))
  return row && { db, actor: actorOf(row.user, row.company), company: companyOf(row.company), now: new Date() }
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
