import { eq } from 'drizzle-orm'
import { rules, views, viewVisits } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import { type Context, mustBeAllowed, mustBeCurrent, transact } from '@/lib/context'
import { EVERYONE, FIRST_PAGE, readCustomerAddress } from '@/lib/customers/filter'
import { type Aimed, aimAt, withPresentSlugs } from '@/lib/customers/queries/aim'
import { postgresError, Refusal, refusing } from '@/lib/errors'
import { holdGroups } from '@/lib/groups/commands'
import { difference, record } from '@/lib/history'
import { freezeCustomers } from '@/lib/lists/commands'
import type { NewView } from '../input'
import { findView, type View } from '../queries'
import { MOST_VIEWS, searchOf } from '../rules'
import { freeSlug, keepSlug } from './slug'

const REFUSALS = {
  views_owner_id_name_key: () => new Refusal('conflict', 'viewNameTaken', { fields: { name: 'viewNameTaken' } }),
  views_list_id_code_lists_id_fk: () => new Refusal('conflict', 'brokenView'),
}

type Saved = { slug: string; search: string }
type Named = { view: string; version: number }

/** Keeps a search under a name: for oneself, or for everyone. */
export async function createView(ctx: Context, input: NewView): Promise<Saved> {
  const { name, shared } = input
  if (shared) mustBeAllowed(ctx, 'views.share')
  return writing(ctx, async (ctx) => {
    const frozen = input.kind === 'frozen'
    const kept = await searchToKeep(ctx, input.search, frozen)
    // The lock that the free slug is found under also keeps two from being the last that there is room for.
    const slug = await freeSlug(ctx, name)
    const own = await ctx.db.$count(views, eq(views.ownerId, ctx.actor.id))
    if (own >= MOST_VIEWS) throw new Refusal('conflict', 'tooManyViews', { values: { most: MOST_VIEWS } })
    const [view] = await ctx.db
      .insert(views)
      .values({ slug, name, shared, frozen, ...kept, ownerId: ctx.actor.id, createdAt: ctx.now })
      .returning({ id: views.id })
    if (!view) throw new Error('the view was not written')
    await keepSlug(ctx, slug, view.id)
    await record(ctx, { action: 'view.created', new: { slug, name, shared, frozen, search: kept.search } })
    return { slug, search: kept.search }
  })
}

/**
 * Puts the search that is open in the place of the one kept. Numbers counted for the former say nothing of this one. A
 * rule reaches further than whoever is kept to a portfolio: they do not decide whom it gives customers to.
 */
export async function changeSearch(ctx: Context, { search, ...named }: Named & { search: string }): Promise<Saved> {
  return writing(ctx, async (ctx) => {
    const view = await lockView(ctx, named)
    if (ctx.actor.portfolioOnly && !can(ctx.actor, 'rules.write')) await mustBeUnruled(ctx, view.id, 'viewSteersRules')
    const kept = await searchToKeep(ctx, search, view.frozen)
    await ctx.db
      .update(views)
      .set({ ...kept, version: view.version + 1 })
      .where(eq(views.id, view.id))
    const forgotten = { openedAt: null, openedCount: null, beforeAt: null, beforeCount: null }
    await ctx.db
      .update(viewVisits)
      .set({ ...forgotten, countedAt: null, counted: null })
      .where(eq(viewVisits.viewId, view.id))
    await recordUpdate(ctx, view, { search: kept.search })
    return { slug: view.slug, search: kept.search }
  })
}

/**
 * Names a view anew, shows it to everyone or to its owner alone: the sidebars that it leaves by that refuse it until it
 * is confirmed. Addresses with its former slug go on leading to it.
 */
export async function changeFacts(
  ctx: Context,
  { name, shared, confirmed, ...named }: Named & { name: string; shared: boolean; confirmed: boolean },
): Promise<void> {
  await writing(ctx, async (ctx) => {
    const view = await lockView(ctx, named)
    if (shared && !view.shared) mustBeAllowed(ctx, 'views.share')
    if (!shared && view.shared && !confirmed) mustLeaveNoSidebar(view.pinnedByReaders)
    const slug = name === view.name ? view.slug : await freeSlug(ctx, name, view.id)
    const facts = { slug, name, shared }
    if (!difference(view, facts)) return
    await ctx.db
      .update(views)
      .set({ ...facts, version: view.version + 1 })
      .where(eq(views.id, view.id))
    await keepSlug(ctx, slug, view.id)
    await recordUpdate(ctx, view, facts)
  })
}

/**
 * Deletes a view. What refers to it refuses that, and so do the sidebars of others until it is confirmed. A code list
 * that it held is let go, and forgotten like any other: favourites that name the list lead to it until then.
 */
export async function deleteView(ctx: Context, { confirmed, ...named }: Named & { confirmed: boolean }): Promise<void> {
  await writing(ctx, async (ctx) => {
    const view = await lockView(ctx, named)
    if (!confirmed) mustLeaveNoSidebar(view.pinnedBy)
    await mustBeUnruled(ctx, view.id, 'viewHasRules')
    await releasing(() => ctx.db.delete(views).where(eq(views.id, view.id)))
    const { slug, name, shared, frozen, search } = view
    await record(ctx, { action: 'view.deleted', old: { slug, name, shared, frozen, search } })
  })
}

/** The view as it was read, held until the transaction ends; refused unless the actor may change it. */
async function lockView(ctx: Context, { view: slug, version }: Named): Promise<View> {
  const found = await findView(ctx, slug)
  if (!found) throw new Refusal('not-found', 'gone')
  await ctx.db.select({ id: views.id }).from(views).where(eq(views.id, found.id)).for('update')
  const view = await findView(ctx, slug)
  if (!view) throw new Refusal('not-found', 'gone')
  if (!view.writable) throw new Refusal('forbidden', 'forbidden')
  mustBeCurrent(view.version === version ? [view] : [])
  return view
}

function mustLeaveNoSidebar(people: string[]): void {
  if (people.length > 0) throw new Refusal('conflict', 'viewPinned', { values: { people: people.join(', ') } })
}

/**
 * What is kept of the search of an address: of a living view its spelling, of a frozen one the customers it finds now.
 */
async function searchToKeep(
  ctx: Context,
  address: string,
  frozen: boolean,
): Promise<{ search: string; listId: string | null }> {
  const { filter, view, problems } = readCustomerAddress(address)
  const aimed = await aimAt(ctx, filter)
  if (problems.length + aimed.problems.length > 0) throw new Refusal('conflict', 'brokenView')
  if (!frozen) {
    await holdNamed(ctx, aimed)
    return { search: searchOf(withPresentSlugs(filter, aimed), view), listId: filter.list || null }
  }
  const { id } = await freezeCustomers(ctx, aimed.aim, view.sort === 'pasted')
  return { search: searchOf({ ...EVERYONE, list: id, state: 'all' }, { ...FIRST_PAGE, ...view }), listId: id }
}

/** Whoever deletes one of these groups at this moment waits, and then sees the view. */
async function holdNamed(ctx: Context, aimed: Pick<Aimed, 'groups'>): Promise<void> {
  const named = new Set([...aimed.groups.values()].map(({ id }) => id))
  if (named.size > 0) await holdGroups(ctx, [...named])
}

async function recordUpdate(ctx: Context, view: View, after: Partial<View>): Promise<void> {
  const changed = difference(view, after)
  if (changed) await record(ctx, { action: 'view.updated', ...named(view, changed) })
}

/** History names the view also where its name did not change. */
function named({ slug }: View, { old, new: now }: { old: Record<string, unknown>; new: Record<string, unknown> }) {
  return { old: { slug, ...old }, new: { slug, ...now } }
}

/** Names the rules that work with a view. One written at this moment is for the foreign key to stop. */
async function mustBeUnruled(ctx: Context, viewId: number, message: 'viewHasRules' | 'viewSteersRules'): Promise<void> {
  const using = await ctx.db
    .select({ name: rules.name })
    .from(rules)
    .where(eq(rules.viewId, viewId))
    .orderBy(rules.name)
  const names = using.map(({ name }) => name).join(', ')
  if (using.length > 0) throw new Refusal('conflict', message, { values: { rules: names } })
}

/** Which tables refer to a view is for the foreign keys to say, also for those yet to come. */
async function releasing(work: () => PromiseLike<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw postgresError(error)?.code === '23503' ? new Refusal('conflict', 'viewInUse') : error
  }
}

const writing = <T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> =>
  refusing(REFUSALS, () => transact(ctx, work))
