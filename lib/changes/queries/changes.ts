import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { changeExceptions, changes, contacts, customers, people, removedContacts, users } from '@/db/schema'
import type { AssociationKind } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { GROUP_NAMES } from '@/lib/groups/queries'
import { pageOf } from '@/lib/list'
import { isChangeKey } from '../input'
import type { Change } from '../kinds/kind'

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
  undoneByWhom: undoing.createdBy,
  undoneState: undoing.state,
  /** It ended without having turned anything back. */
  undoneInVain: sql<boolean>`coalesce(${undoing.state} in ('done', 'stopped', 'failed') and ${undoing.changed} = 0, false)`,
  /** How often, one after the other, it was undone to the end and that undone in turn. */
  turns: sql<number>`(
    with recursive down as (
      select ${changes.id} as id, 0 as turns
      union all
      select c.id, down.turns + 1 from changes c join down on c.undo_of = down.id where c.state = 'done' and c.changed > 0
    ) select max(turns) from down)::integer`,
  /** Key of the change that this one undoes. */
  undoes: undone.key,
  undoesWhose: undone.createdBy,
}

export type ChangeView = Change & {
  author: string
  undoneBy: string | null
  undoneByWhom: number | null
  undoneState: string | null
  undoneInVain: boolean
  turns: number
  undoes: string | null
  undoesWhose: number | null
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

/** The last ones, of the same. */
export async function latestChanges(ctx: Context, size: number): Promise<ChangeView[]> {
  return select(ctx, listed(ctx), size)
}

/** A plan that nobody started is not a change yet. */
const listed = (ctx: Context) => and(visibleChanges(ctx), sql`${changes.state} not in ('draft', 'planned')`)

async function select(ctx: Context, where: SQL | undefined, limit = 1, offset = 0): Promise<ChangeView[]> {
  const rows = await ctx.db
    .select(shape)
    .from(changes)
    .innerJoin(users, eq(users.id, changes.createdBy))
    .leftJoin(undoing, eq(undoing.undoOf, changes.id))
    .leftJoin(undone, eq(undone.id, changes.undoOf))
    .where(and(visibleChanges(ctx), where))
    .orderBy(desc(sql`coalesce(${changes.startedAt}, ${changes.createdAt})`), desc(changes.id))
    .limit(limit)
    .offset(offset)
  return rows.map(({ change, ...rest }) => ({ ...change, ...rest }))
}

/** The names of what the input of a change means by id: users in the order of their names, groups likewise. */
export async function nameInput(
  ctx: Context,
  { input }: Pick<Change, 'input'>,
): Promise<{ users: (Name & { usualKind: AssociationKind })[]; groups: Name[] }> {
  const { colleagues = [], from, to, collector, groups: labels = [] } = input as Input
  const wanted = [...colleagues, from, to, collector].filter((id) => typeof id === 'number')
  const [people, names] = await Promise.all([
    wanted.length === 0
      ? []
      : ctx.db
          .select({ id: users.id, name: authorName, usualKind: sql<AssociationKind>`${users.usualKind}` })
          .from(users)
          .where(anyOf(users.id, wanted))
          .orderBy(users.lastName, users.id),
    labels.length === 0
      ? []
      : ctx.db.execute<Name>(sql`
          select g.id::float8 as id, g.name from ${GROUP_NAMES} g where ${anyOf(sql`g.id`, labels)} order by g.name`),
  ])
  return { users: people, groups: names }
}

type Name = { id: number; name: string }
type Input = { colleagues?: number[]; from?: number; to?: number; collector?: number | null; groups?: number[] }

const contactName = sql<string | null>`nullif(coalesce(
  case when ${people.id} is not null then concat_ws(' ', ${people.firstName}, ${people.lastName}) end,
  concat_ws(' ', ${removedContacts.person} ->> 'first_name', ${removedContacts.person} ->> 'last_name')), '')`

/** How many customers, or contacts, of a change are listed for each reason, as far as the reader may know of them. */
export async function countExceptions(ctx: Context, changeId: number): Promise<{ reason: string; count: number }[]> {
  return ctx.db
    .select({ reason: changeExceptions.reason, count: sql<number>`count(*)::integer` })
    .from(changeExceptions)
    .innerJoin(customers, and(eq(customers.id, changeExceptions.customerId), visibleTo(ctx.actor)))
    .where(eq(changeExceptions.changeId, changeId))
    .groupBy(changeExceptions.reason)
    .orderBy(changeExceptions.reason)
}

/** So many of those by the code of the customer; of a contact the name too, null where nobody knows it any more. */
export async function listExceptions(ctx: Context, changeId: number, reason: string, most: number, from = 0) {
  return ctx.db
    .select({ code: customers.code, name: customers.name, contactId: changeExceptions.contactId, contact: contactName })
    .from(changeExceptions)
    .innerJoin(customers, and(eq(customers.id, changeExceptions.customerId), visibleTo(ctx.actor)))
    .leftJoin(contacts, eq(contacts.id, changeExceptions.contactId))
    .leftJoin(people, eq(people.id, contacts.personId))
    .leftJoin(removedContacts, eq(removedContacts.contactId, changeExceptions.contactId))
    .where(and(eq(changeExceptions.changeId, changeId), eq(changeExceptions.reason, reason)))
    .orderBy(customers.code, changeExceptions.contactId)
    .limit(most)
    .offset(from)
}
