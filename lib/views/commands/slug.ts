import { eq, sql } from 'drizzle-orm'
import { viewSlugs } from '@/db/schema'
import type { Context } from '@/lib/context'
import { shortId } from '@/lib/short-id'
import { MOST_FORMER_SLUGS, SUFFIX_LETTERS, viewSlug } from '../rules'

const LOCK = 7_302_024
/** No view has this id. */
const NOBODY = 0
const TRIES = 8

/**
 * Held until the transaction ends by whoever looks what is free, or how many there are, and writes by it. View rows
 * before it.
 */
export async function lockViews(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
}

/**
 * The slug that a name asks for or, where another view has or had it, the same with letters by chance: numbers in a row
 * would tell how many private views of that name there are. Takes the lock, so that two views of one name that are
 * saved at once get two slugs.
 */
export async function freeSlug(ctx: Context, name: string, viewId = NOBODY): Promise<string> {
  await lockViews(ctx)
  const plain = viewSlug(name)
  const wanted = [plain, ...Array.from({ length: TRIES }, () => `${plain}-${shortId(SUFFIX_LETTERS)}`)]
  const [row] = await ctx.db.execute<{ slug: string }>(sql`
    select wanted.slug
    from jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb) with ordinality as wanted (slug, turn)
    where not exists (select from ${viewSlugs} where ${viewSlugs.slug} = wanted.slug and ${viewSlugs.viewId} <> ${viewId})
    order by wanted.turn
    limit 1`)
  if (!row) throw new Error('no slug is free')
  return row.slug
}

/**
 * Keeps the slug as this view's: addresses that carry it go on leading to it, until it has had so many since that this
 * one is free again. Which were written first is told by the transactions that wrote them.
 */
export async function keepSlug(ctx: Context, slug: string, viewId: number): Promise<void> {
  await ctx.db
    .insert(viewSlugs)
    .values({ slug, viewId })
    .onConflictDoUpdate({ target: viewSlugs.slug, set: { viewId }, setWhere: eq(viewSlugs.viewId, viewId) })
  await ctx.db.execute(sql`
    delete from view_slugs
    where slug in (
      select slug from view_slugs
      where view_id = ${viewId} and slug <> ${slug}
      order by age(xmin), slug
      offset ${MOST_FORMER_SLUGS})`)
}
