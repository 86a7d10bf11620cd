import { groups } from '@/db/schema'
import type { Context } from '@/lib/context'

/** The groups there are, for choosing, in the order of their names. */
export async function pickGroups(ctx: Context): Promise<{ id: number; slug: string; name: string }[]> {
  return ctx.db.select({ id: groups.id, slug: groups.slug, name: groups.name }).from(groups).orderBy(groups.name)
}
