import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { users, views } from '@/db/schema'
import type { Role } from '@/db/schema/vocabulary'
import { anyOf, contains } from '@/db/sql'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { openTo } from '@/lib/views/where'
import { isNear } from '../rules'
import type { UserHit, ViewHit } from './hits'

/** Beside customers and callers colleagues and views are few, and so are those shown. */
const MOST = 5
const NAMED = sql`(norm(concat_ws(' ', ${users.firstName}, ${users.lastName}, ${users.firstName}, ${users.handle})) collate "C")`

/** All users by name and handle, and the words to compare them with, as they are looked up. */
type Roll = { typed: string[]; users: [id: number, named: string][] }
export type Colleagues = () => Promise<Roll>

/** They are so few that each is compared; read once, when somebody first asks. */
export function colleaguesOf(ctx: Context, words: readonly string[]): Colleagues {
  let roll: Promise<Roll> | undefined
  return () => {
    roll ??= readRoll(ctx, words)
    return roll
  }
}

async function readRoll({ db, actor }: Context, words: readonly string[]): Promise<Roll> {
  const typed = sql.join(
    words.map((word) => sql`norm(${word})`),
    sql`, `,
  )
  const [roll] = await db.execute<Roll>(sql`
    select array[${typed}] as typed, coalesce(json_agg(json_build_array(${users.id}, ${NAMED})), '[]') as users
    from ${users} where ${can(actor, 'customers.read')}`)
  return roll ?? { typed: [], users: [] }
}

/**
 * Users whose name or handle holds every word. They are named to everybody who reads customers: one of them may be a
 * colleague.
 */
export async function usersHolding(ctx: Context, colleagues: Colleagues): Promise<UserHit[]> {
  const { typed, users: all } = await colleagues()
  const holding = all.filter(([, named]) => typed.every((word) => named.includes(word)))
  return usersOf(
    ctx,
    holding.map(([id]) => id),
  )
}

/** Users of whose name and handle every word is a part, or a doubtful one near to one. */
export async function usersNear(
  ctx: Context,
  colleagues: Colleagues,
  words: readonly string[],
  doubtful: readonly string[],
): Promise<UserHit[]> {
  const { typed, users: all } = await colleagues()
  const isMeant = (named: string) => {
    const parts = named.split(/[\s.-]+/)
    return typed.every((word, place) => {
      const near = doubtful.includes(words[place] ?? '') && parts.some((part) => isNear(part, word))
      return near || named.includes(word)
    })
  }
  const near = all.filter(([, named]) => isMeant(named)).map(([id]) => id)
  const found = await usersOf(ctx, near)
  return found.map((hit) => ({ ...hit, why: 'near' }))
}

async function usersOf(ctx: Context, ids: readonly number[]): Promise<UserHit[]> {
  return ids.length === 0 ? [] : findUsers(ctx, anyOf(users.id, ids))
}

/** The user with exactly this address. */
export async function usersWithEmail(ctx: Context, email: string): Promise<UserHit[]> {
  const found = await findUsers(ctx, sql`norm(${users.email}) = norm(${email})`)
  return found.map((hit) => ({ ...hit, sure: true }))
}

async function findUsers(ctx: Context, where: SQL | undefined): Promise<UserHit[]> {
  if (!can(ctx.actor, 'customers.read')) return []
  const rows = await ctx.db
    .select({
      handle: users.handle,
      name: sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
      role: sql<Role>`${users.role}`,
      active: users.active,
    })
    .from(users)
    .where(where)
    .orderBy(desc(users.active), asc(users.lastName), asc(users.firstName), asc(users.id))
    .limit(MOST)
  return rows.map((row) => ({ ...row, kind: 'user', why: 'user', sure: false }))
}

/** Views whose name holds every word, among those that this actor may open; the own ones first. */
export async function viewsHolding(ctx: Context, words: readonly string[]): Promise<ViewHit[]> {
  const text = sql`(norm(${views.name}) collate "C")`
  const rows = await ctx.db
    .select({
      slug: views.slug,
      name: views.name,
      search: views.search,
      owner: sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
    })
    .from(views)
    .innerJoin(users, eq(users.id, views.ownerId))
    .where(and(openTo(ctx.actor), ...words.map((word) => contains(text, word))))
    .orderBy(desc(eq(views.ownerId, ctx.actor.id)), asc(views.name), asc(views.id))
    .limit(MOST)
  return rows.map((row) => ({ ...row, kind: 'view', why: 'view', sure: false }))
}
