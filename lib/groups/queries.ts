import { sql } from 'drizzle-orm'
import { groups } from '@/db/schema'
import type { Context } from '@/lib/context'

/** The groups there are, for choosing, in the order of their names. */
export async function pickGroups(ctx: Context): Promise<{ id: number; slug: string; name: string }[]> {
  return ctx.db.select({ id: groups.id, slug: groups.slug, name: groups.name }).from(groups).orderBy(groups.name)
}

/** What groups are called, or were before they were deleted: `(id, name)`. */
export const GROUP_NAMES = sql`(select id, name from groups union all select id, name from former_groups)`
