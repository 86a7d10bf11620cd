import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { changeExceptions, changes, customers, users } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { pageOf } from '@/lib/list'
import { isChangeKey } from './input'
import type { Change } from './kinds/kind'
import { kindOf } from './kinds/registry'
import { changeTarget } from './selection'
import { markOf, type SetMark, targeted } from './where'

/** Everyone sees their own changes; who may undo any sees all. */
function visibleChanges(ctx: Context): SQL | undefined {
  return can(ctx.actor, 'changes.undoAny') ? undefined : eq(changes.createdBy, ctx.actor.id)
}

const undoing = alias(changes, 'undoing')
const undone = alias(changes, 'undone')
const authorName = sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`

const shape = {
  change: changes,
  author: authorName,
  /** Key of the change that undoes this one, planned or done. */
  undoneBy: undoing.key,
  undoneState: undoing.state,
  /** Key of the change that this one undoes. */
  undoes: undone.key,
}

export type ChangeView = Change & {
  author: string
  undoneBy: string | null
  undoneState: string | null
  undoes: string | null
}

/** One change by its key; what the actor may not see does not exist. With `lock`, held until the transaction ends. */
export async function getChange(ctx: Context, key: string, options: { lock?: boolean } = {}): Promise<ChangeView> {
  if (!isChangeKey(key)) throw new Refusal('not-found', 'gone')
  if (options.lock) await ctx.db.execute(sql`select from changes where key = ${key} for update`)
  const [row] = await select(ctx, eq(changes.key, key))
  if (!row) throw new Refusal('not-found', 'gone')
  return row
}

export async function listChanges(ctx: Context, page: number, size = 50) {
  const [count] = await ctx.db.select({ total: sql<number>`count(*)::integer` }).from(changes).where(listed(ctx))
  const total = count?.total ?? 0
  const cut = pageOf(total, page, size)
  const rows = await select(ctx, listed(ctx), size, cut.offset)
  return { rows, total, page: cut.page, pages: cut.pages, size }
}

/** A plan that nobody started is not a change yet. */
const listed = (ctx: Context) => and(visibleChanges(ctx), sql`${changes.state} <> 'planned'`)

async function select(ctx: Context, where: SQL | undefined, limit = 1, offset = 0): Promise<ChangeView[]> {
  const rows = await ctx.db
    .select(shape)
    .from(changes)
    .innerJoin(users, eq(users.id, changes.createdBy))
    .leftJoin(undoing, eq(undoing.undoOf, changes.id))
    .leftJoin(undone, eq(undone.id, changes.undoOf))
    .where(and(visibleChanges(ctx), where))
    .orderBy(desc(changes.createdAt), desc(changes.id))
    .limit(limit)
    .offset(offset)
  return rows.map(({ change, ...rest }) => ({ ...change, ...rest }))
}

export type Preview = SetMark & { will: number; already: number }

/** What a planned change would do if it were started now: counted afresh each time it is looked at. */
export async function previewChange(ctx: Context, change: Change): Promise<Preview> {
  const target = await targeted(ctx, changeTarget.parse(change.target))
  const [mark, will] = await Promise.all([
    markOf(ctx, target),
    kindOf(change.kind).preview(ctx, change.input, target, change),
  ])
  return { ...mark, will, already: mark.total - will }
}

/** The colleagues a change gives or takes, in the order of their names. */
export async function pickChangeColleagues(
  ctx: Context,
  input: unknown,
): Promise<{ handle: string; name: string; active: boolean }[]> {
  const ids = (input as { colleagues?: number[] }).colleagues ?? []
  if (ids.length === 0) return []
  return ctx.db
    .select({ handle: users.handle, name: authorName, active: users.active })
    .from(users)
    .where(anyOf(users.id, ids))
    .orderBy(users.lastName, users.id)
}

/** Customers that ended as neither changed nor already so, as far as the reader may know of them. */
export async function listExceptions(ctx: Context, changeId: number, most = 200) {
  return ctx.db
    .select({ code: customers.code, name: customers.name, reason: changeExceptions.reason })
    .from(changeExceptions)
    .innerJoin(customers, and(eq(customers.id, changeExceptions.customerId), visibleTo(ctx.actor)))
    .where(eq(changeExceptions.changeId, changeId))
    .orderBy(customers.code)
    .limit(most)
}
