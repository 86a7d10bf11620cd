import { and, eq } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { settings, users } from '@/db/schema'
import type { Language, Role, Theme } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { companyOf } from '@/lib/system'
import { type Actor, provenActor } from './actor'

type UserRow = typeof users.$inferSelect
type SettingsRow = typeof settings.$inferSelect

/**
 * The context of an active user; undefined for everyone else. With a session version, only while that session stands;
 * without, for the worker that carries on what the person started.
 */
export async function contextFor(db: Executor, userId: number, sessionVersion?: number): Promise<Context | undefined> {
  const session = sessionVersion === undefined ? undefined : eq(users.sessionVersion, sessionVersion)
  const [row] = await db
    .select({ user: users, company: settings })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .where(and(eq(users.id, userId), users.active, session))
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
    timeZone: user.timeZone ?? company.timeZone,
    portfolioOnly: user.portfolioOnly,
    mayChangeMany: user.mayChangeMany,
    mayImport: user.mayImport,
    mayExport: user.mayExport,
  })
}
