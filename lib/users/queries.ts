import { and, asc, desc, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { cache } from 'react'
import { builtOnce } from '@/db/built'
import { history, recoveryCodes, secondFactors, settings, tokens, userHandles, users } from '@/db/schema'
import type { AssociationKind, Language, Role, TokenPurpose } from '@/db/schema/vocabulary'
import { contains } from '@/db/sql'
import { HAS_SECOND_FACTOR, NEEDS_SECOND_FACTOR } from '@/lib/auth/identity'
import type { Context } from '@/lib/context'
import { type Page, pageOf } from '@/lib/list'
import type { UserFilter } from './filter'
import { fullName, isHandle } from './rules'
import { openedBy } from './where'

const PAGE_SIZE = 100
const RECENT = 50

const NAME = sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`

const columns = {
  id: users.id,
  handle: users.handle,
  email: users.email,
  firstName: users.firstName,
  lastName: users.lastName,
  role: sql<Role>`${users.role}`,
  active: users.active,
  portfolioOnly: users.portfolioOnly,
  hasPassword: sql<boolean>`${users.passwordHash} is not null`,
  hasSecondFactor: HAS_SECOND_FACTOR,
  lastSignInAt: users.lastSignInAt,
}

/** Users by name, those who may sign in and those who are only colleagues. */
export async function listUsers(ctx: Context, filter: UserFilter, page: number) {
  const where = matchingUsers(filter)
  const [counted] = await ctx.db.select({ total: sql<number>`count(*)::integer` }).from(users).where(where)
  const total = counted?.total ?? 0
  const cut = pageOf(total, page, PAGE_SIZE)
  const rows = await ctx.db
    .select(columns)
    .from(users)
    .where(where)
    .orderBy(asc(users.lastName), asc(users.firstName), asc(users.id))
    .limit(PAGE_SIZE)
    .offset(cut.offset)
  return { rows, total, page: cut.page, size: PAGE_SIZE, pages: cut.pages } satisfies Page<unknown>
}

export type UserRow = Awaited<ReturnType<typeof listUsers>>['rows'][number]

/** The users that an address asks for. */
export function matchingUsers({ q, role, state }: UserFilter): SQL | undefined {
  const text = sql`(norm(concat_ws(' ', ${users.firstName}, ${users.lastName}, ${users.firstName}, ${users.handle}, ${users.email})) collate "C")`
  return and(
    ...q
      .split(' ')
      .filter(Boolean)
      .map((word) => contains(text, word)),
    role === '' ? undefined : eq(users.role, role),
    state === 'all' ? undefined : eq(users.active, state === 'active'),
  )
}

/** One user by any handle they ever had; the present one is in the row. */
export async function findUser(ctx: Context, handle: string) {
  if (!isHandle(handle)) return undefined
  const [user] = await ctx.db
    .select({
      ...columns,
      usualKind: sql<AssociationKind>`${users.usualKind}`,
      language: sql<Language>`${users.language}`,
      timeZone: users.timeZone,
      mayChangeMany: users.mayChangeMany,
      mayImport: users.mayImport,
      mayExport: users.mayExport,
      createdAt: users.createdAt,
      version: users.version,
    })
    .from(users)
    .where(called(handle))
  return user
}

/** The user who has this handle, or once had it. */
export function called(handle: string): SQL {
  return sql`${users.id} = (select ${userHandles.userId} from ${userHandles} where ${userHandles.handle} = ${handle})`
}

export type User = NonNullable<Awaited<ReturnType<typeof findUser>>>

/** Everybody who can be a colleague, for pickers: those who may sign in first, then by name. A page asks once. */
export const pickColleagues = cache(async (ctx: Context) => everybody(ctx.db).execute())

const everybody = builtOnce((db) =>
  db
    .select({
      id: users.id,
      handle: users.handle,
      name: NAME,
      active: users.active,
      usualKind: sql<AssociationKind>`${users.usualKind}`,
    })
    .from(users)
    .orderBy(desc(users.active), asc(users.lastName), asc(users.firstName), asc(users.id))
    .prepare('colleagues'),
)

/** The second factor of a user: since when, how many recovery codes are left, and whether the role must have one. */
export async function findSecondFactor(ctx: Context, userId: number) {
  const [row] = await ctx.db
    .select({
      since: secondFactors.since,
      needed: NEEDS_SECOND_FACTOR,
      left: sql<number>`(select count(*)::integer from ${recoveryCodes} c where c.user_id = ${users.id} and c.used_at is null)`,
    })
    .from(users)
    .innerJoin(settings, eq(settings.id, 1))
    .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
    .where(eq(users.id, userId))
  return { since: row?.since ?? null, needed: row?.needed ?? false, left: row?.left ?? 0 }
}

/** The links of a user that still open something, without what opens them. */
export async function listLinks(ctx: Context, userId: number) {
  return ctx.db
    .select({ purpose: sql<TokenPurpose>`${tokens.purpose}`, expiresAt: tokens.expiresAt, createdAt: tokens.createdAt })
    .from(tokens)
    .where(and(eq(tokens.userId, userId), isNull(tokens.usedAt), gt(tokens.expiresAt, ctx.now)))
    .orderBy(desc(tokens.id))
}

/** Whom a link is for, while it opens something. */
export async function findLink(ctx: Context, purpose: TokenPurpose, token: string) {
  const [found] = await ctx.db
    .select({
      userId: users.id,
      email: users.email,
      firstName: users.firstName,
      lastName: users.lastName,
      language: sql<Language>`${users.language}`,
    })
    .from(tokens)
    .innerJoin(users, eq(users.id, tokens.userId))
    .where(and(openedBy(token, purpose, ctx.now), users.active, isNotNull(users.email)))
  return found && { ...found, name: fullName(found) }
}

/** What was done to a user, newest first. */
export async function listUserHistory(ctx: Context, userId: number) {
  return ctx.db
    .select({
      id: history.id,
      at: history.at,
      action: history.action,
      actor: sql<string | null>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
      old: sql<Record<string, unknown> | null>`${history.old}`,
      new: sql<Record<string, unknown> | null>`${history.new}`,
    })
    .from(history)
    .leftJoin(users, eq(users.id, history.actorId))
    .where(eq(history.userId, userId))
    .orderBy(desc(history.at), desc(history.id))
    .limit(RECENT)
}

export async function lacksAdministrator(ctx: Context): Promise<boolean> {
  const [present] = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'administrator'), users.active))
    .limit(1)
  return present === undefined
}
