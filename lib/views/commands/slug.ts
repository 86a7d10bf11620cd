import { sql } from 'drizzle-orm'
import { viewSlugs } from '@/db/schema'
import type { Context } from '@/lib/context'
import { viewSlug } from '../rules'

const LOCK = 7_302_024
/** No view has this id. */
const NOBODY = 0

/**
 * The slug that a name asks for or, where another view has or had it, the same with the first number that is free. Holds a
 * lock until the transaction ends, so that two views of one name that are saved at once get two slugs.
 */
export async function freeSlug(ctx: Context, name: string, viewId = NOBODY): Promise<string> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  const [row] = await ctx.db.execute<{ slug: string }>(sql`
    select wanted.slug
    from generate_series(1, 1000) as number
    cross join lateral (select ${viewSlug(name)}::text || case when number = 1 then '' else number::text end as slug) as wanted
    where not exists (select from ${viewSlugs} where ${viewSlugs.slug} = wanted.slug and ${viewSlugs.viewId} <> ${viewId})
    order by number
    limit 1`)
  if (!row) throw new Error('no slug is free')
  return row.slug
}

/** Keeps the slug as this view's for as long as there is the view: addresses that carry it go on leading to it. */
export async function keepSlug(ctx: Context, slug: string, viewId: number): Promise<void> {
  await ctx.db.insert(viewSlugs).values({ slug, viewId }).onConflictDoNothing()
}
