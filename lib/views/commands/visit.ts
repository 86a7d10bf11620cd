import { and, eq, isNull, lte, or, sql } from 'drizzle-orm'
import { views, viewVisits } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { record } from '@/lib/history'
import { countView, findView, type PinnedView, type View } from '../queries'
import { MOST_PINNED } from '../rules'
import { lockViews } from './slug'

const MINUTE_MS = 60_000
/** Sorting, paging and coming back belong to the same opening. */
const OPENING_MS = 30 * MINUTE_MS
/** How old a number in the sidebar may be. */
const FRESH_MS = 5 * MINUTE_MS
/** How many of them a page counts anew: the sidebar stands beside what the person asked for. */
const MOST_RECOUNTED = 2

/** What a view finds now, and what it found when it was opened before, if ever. */
export type Opening = { count: number | undefined; before: { at: Date; count: number } | undefined }

type Visit = typeof viewVisits.$inferSelect

/**
 * Notes that this person opened a view and what it finds, and answers with what it found the time before. `known`
 * is the number where the caller has counted already.
 */
export async function openView(
  ctx: Context,
  view: { id: number; search: string },
  known: number | undefined,
): Promise<Opening> {
  const [visit] = await ctx.db.select().from(viewVisits).where(isOwn(ctx, view.id))
  const isOpen = visit?.openedAt && ctx.now.getTime() - visit.openedAt.getTime() < OPENING_MS
  const count = known ?? (isOpen ? (visit.openedCount ?? undefined) : await countView(ctx, view))
  if (count === undefined) return { count, before: undefined }
  const former = isOpen
    ? { beforeAt: visit.beforeAt, beforeCount: visit.beforeCount }
    : { beforeAt: visit?.openedAt ?? null, beforeCount: visit?.openedCount ?? null }
  const values = { openedAt: ctx.now, openedCount: count, countedAt: ctx.now, counted: count, ...former }
  await note(ctx, view.id, values)
  const { beforeAt: at, beforeCount } = former
  return { count, before: at && beforeCount !== null ? { at, count: beforeCount } : undefined }
}

/**
 * The numbers beside the pinned views: those counted last. Of what is older than some minutes the oldest two are
 * counted anew, one after the other.
 */
export function countPinned(ctx: Context, pinned: PinnedView[]): Promise<number | undefined>[] {
  const age = ({ countedAt }: PinnedView) => ctx.now.getTime() - (countedAt?.getTime() ?? 0)
  const stale = pinned.filter((view) => age(view) >= FRESH_MS).sort((one, other) => age(other) - age(one))
  const due = new Set(stale.slice(0, MOST_RECOUNTED))
  let last: Promise<unknown> = Promise.resolve()
  return pinned.map((view) => {
    if (!due.has(view)) return Promise.resolve(view.counted ?? undefined)
    const number = last.then(() => recount(ctx, view))
    last = number.catch(() => undefined)
    return number
  })
}

/**
 * Claims the number before it counts, so that of many requests at once one counts and the others show what was counted
 * last. What was noted meanwhile is newer, or belongs to another search.
 */
async function recount(ctx: Context, view: PinnedView): Promise<number | undefined> {
  const { countedAt } = viewVisits
  const stale = or(isNull(countedAt), lte(countedAt, new Date(ctx.now.getTime() - FRESH_MS)))
  const claimed = await ctx.db
    .update(viewVisits)
    .set({ countedAt: ctx.now })
    .where(and(isOwn(ctx, view.id), stale))
    .returning({ viewId: viewVisits.viewId })
  if (claimed.length === 0) return view.counted ?? undefined
  const counted = (await countView(ctx, view)) ?? null
  await ctx.db
    .update(viewVisits)
    .set({ counted })
    .where(and(isOwn(ctx, view.id), eq(countedAt, ctx.now)))
  return counted ?? undefined
}

/** Puts a view at the end of this person's sidebar, or takes it out. */
export async function pinView(ctx: Context, { view: slug, pinned }: { view: string; pinned: boolean }): Promise<void> {
  await transact(ctx, async (ctx) => {
    const view = await lockToPin(ctx, slug)
    if (view.pinned === pinned) return
    await keep(ctx, view.id, { pinPosition: pinned ? await nextPosition(ctx) : null })
    await record(ctx, {
      action: pinned ? 'view.pinned' : 'view.unpinned',
      userId: ctx.actor.id,
      new: { slug: view.slug, name: view.name },
    })
  })
}

/**
 * The view, with the lock under which pins are counted. First its row, as whoever changes it does before the lock: the
 * other way round the two could wait for each other.
 */
async function lockToPin(ctx: Context, slug: string): Promise<View> {
  const found = await findView(ctx, slug)
  if (!found) throw new Refusal('not-found', 'gone')
  await ctx.db.select({ id: views.id }).from(views).where(eq(views.id, found.id)).for('key share')
  await lockViews(ctx)
  const view = await findView(ctx, slug)
  if (!view) throw new Refusal('not-found', 'gone')
  return view
}

async function nextPosition(ctx: Context): Promise<number> {
  const [row] = await ctx.db
    .select({
      pinned: sql<number>`count(${viewVisits.pinPosition})::integer`,
      last: sql<number>`coalesce(max(${viewVisits.pinPosition}), 0)`,
    })
    .from(viewVisits)
    .where(eq(viewVisits.userId, ctx.actor.id))
  if ((row?.pinned ?? 0) >= MOST_PINNED)
    throw new Refusal('conflict', 'tooManyPinned', { values: { most: MOST_PINNED } })
  return (row?.last ?? 0) + 1
}

async function keep(ctx: Context, viewId: number, values: Partial<Visit>): Promise<void> {
  await refusing({ view_visits_view_id_views_id_fk: () => new Refusal('not-found', 'gone') }, () =>
    ctx.db
      .insert(viewVisits)
      .values({ ...values, userId: ctx.actor.id, viewId })
      .onConflictDoUpdate({ target: [viewVisits.userId, viewVisits.viewId], set: values }),
  )
}

/** Whoever only looks is not told that somebody deleted the view at that very moment. */
async function note(ctx: Context, viewId: number, values: Partial<Visit>): Promise<void> {
  try {
    await keep(ctx, viewId, values)
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'not-found')) throw error
  }
}

const isOwn = (ctx: Context, viewId: number) => and(eq(viewVisits.userId, ctx.actor.id), eq(viewVisits.viewId, viewId))
