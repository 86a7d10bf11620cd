import { and, desc, eq, getTableColumns, isNotNull, type SQL, sql } from 'drizzle-orm'
import { builtOnce } from '@/db/built'
import { users, viewSlugs, views, viewVisits } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { searching } from '@/lib/customers/queries/searching'
import { countCustomers } from '@/lib/customers/queries/size'
import { Refusal } from '@/lib/errors'
import { pageOf } from '@/lib/list'
import { openTo, openToReader, writableBy } from './where'

const PAGE_SIZE = 50

export type View = Awaited<ReturnType<typeof select>>[number]

/** The view that an address names, by its slug or a former one; what the actor may not open does not exist. */
export async function findView(ctx: Context, slug: string): Promise<View | undefined> {
  const [row] = await select(
    ctx,
    sql`${views.id} = (select ${viewSlugs.viewId} from ${viewSlugs} where ${viewSlugs.slug} = ${slug})`,
  )
  return row
}

/** The views there are for this actor, the own ones first. */
export async function listViews(ctx: Context, wanted: number) {
  const total = await ctx.db.$count(views, openTo(ctx.actor))
  const { page, pages, offset } = pageOf(total, wanted, PAGE_SIZE)
  return { rows: await select(ctx, undefined, offset), total, page, pages, size: PAGE_SIZE }
}

/**
 * The pinned views, in the order in which they were pinned. Asked for every page: the numbers are those counted last.
 */
export async function listPinned({ db, actor }: Context) {
  if (!can(actor, 'customers.read')) return []
  return pinnedBy(db).execute({ person: actor.id })
}
export type PinnedView = Awaited<ReturnType<typeof listPinned>>[number]

const pinnedBy = builtOnce((db) => {
  const { id, slug, name, search } = getTableColumns(views)
  const person = sql.placeholder('person')
  return db
    .select({ id, slug, name, search, counted: viewVisits.counted, countedAt: viewVisits.countedAt })
    .from(viewVisits)
    .innerJoin(views, eq(views.id, viewVisits.viewId))
    .where(and(eq(viewVisits.userId, person), isNotNull(viewVisits.pinPosition), openToReader(person)))
    .orderBy(viewVisits.pinPosition)
    .prepare('pinned')
})

/**
 * How many customers a view finds now, within what the actor may know of; nothing where its search can no longer be
 * applied, or takes longer than searches may.
 */
export async function countView(ctx: Context, view: { search: string }): Promise<number | undefined> {
  const { filter, problems } = readCustomerAddress(view.search)
  const aimed = await aimAt(ctx, filter)
  if (problems.length + aimed.problems.length > 0) return undefined
  try {
    return await searching(ctx, () => countCustomers(ctx, aimed.aim))
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function select(ctx: Context, condition?: SQL, offset = 0) {
  const { id, slug, name, shared, frozen, search, version } = getTableColumns(views)
  return ctx.db
    .select({
      ...{ id, slug, name, shared, frozen, search, version },
      owner: sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
      mine: sql<boolean>`${views.ownerId} = ${ctx.actor.id}`,
      writable: sql<boolean>`${writableBy(ctx.actor)}`,
      pinned: sql<boolean>`${viewVisits.pinPosition} is not null`,
      pinnedBy: pinnedByOthers(ctx),
      pinnedByReaders: pinnedByOthers(ctx, sql`v.user_id <> ${views.ownerId}`),
      openedAt: viewVisits.openedAt,
      openedCount: viewVisits.openedCount,
    })
    .from(views)
    .innerJoin(users, eq(users.id, views.ownerId))
    .leftJoin(viewVisits, and(eq(viewVisits.viewId, views.id), eq(viewVisits.userId, ctx.actor.id)))
    .where(and(openTo(ctx.actor), condition))
    .orderBy(desc(eq(views.ownerId, ctx.actor.id)), views.name, views.id)
    .limit(PAGE_SIZE)
    .offset(offset)
}

/**
 * In whose sidebars a view stands besides the own: they lose it when it goes, and all but its owner when it is no
 * longer shared.
 */
function pinnedByOthers(ctx: Context, whose = sql`true`): SQL<string[]> {
  return sql<string[]>`(
    select coalesce(json_agg(concat_ws(' ', u.first_name, u.last_name) order by u.last_name, u.id), '[]')
    from view_visits v join users u on u.id = v.user_id
    where v.view_id = ${views.id} and v.pin_position is not null and v.user_id <> ${ctx.actor.id} and ${whose})`
}
