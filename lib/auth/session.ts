import { and, eq } from 'drizzle-orm'
import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { settings, users } from '@/db/schema'
import type { Language, Role, Theme } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { database } from '@/lib/db'
import { companyOf } from '@/lib/system'
import { type Actor, provenActor } from './actor'
import { auth } from './options'
import { can, type Right } from './permissions'
import { safeReturn } from './return-address'

/**
 * Who is there, asked once a request. The cookie only claims; the row decides: inactive, another session version
 * (password changed, signed out everywhere) or gone means nobody.
 */
export const currentContext = cache(async (): Promise<Context | undefined> => {
  const session = await auth()
  const id = Number(session?.user?.id)
  const version = Number(session?.user?.name)
  return Number.isSafeInteger(id) && Number.isSafeInteger(version) && id > 0 ? findContext(id, version) : undefined
})

async function findContext(id: number, sessionVersion: number): Promise<Context | undefined> {
  const db = database()
  const [row] = await db
    .select({ user: users, company: settings })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .where(and(eq(users.id, id), eq(users.sessionVersion, sessionVersion), users.active))
  return row && { db, actor: actorOf(row.user, row.company), company: companyOf(row.company), now: new Date() }
}

function actorOf(user: typeof users.$inferSelect, company: typeof settings.$inferSelect): Actor {
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
