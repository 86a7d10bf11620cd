import { sql } from 'drizzle-orm'
import { groups } from '@/db/schema'
import type { Context } from '@/lib/context'
import { record } from '@/lib/history'
import { groupSlug } from './rules'

const LOCK = 7_302_022

/**
 * Makes a group of each name that is not one yet, within the caller's transaction. A slug that somebody has gets the
 * first number that is free; the lock, held until the transaction ends, keeps two who ask at once from the same one.
 */
export async function createGroups(ctx: Context, names: readonly string[]): Promise<{ id: number; name: string }[]> {
  if (names.length === 0) return []
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  const present = await ctx.db.select({ slug: groups.slug, name: groups.name }).from(groups)
  const taken = new Set(present.map(({ slug }) => slug))
  const known = new Set(present.map(({ name }) => name))
  const wanted = [...new Set(names)].filter((name) => !known.has(name))
  if (wanted.length === 0) return []
  const made = await ctx.db
    .insert(groups)
    .values(wanted.map((name) => ({ name, slug: freeSlug(groupSlug(name), taken) })))
    .returning()
  await record(ctx, ...made.map(({ name, slug }) => ({ action: 'group.created', new: { name, slug } })))
  return made.map(({ id, name }) => ({ id, name }))
}

function freeSlug(wanted: string, taken: Set<string>): string {
  let slug = wanted
  for (let number = 2; taken.has(slug); number++) slug = `${wanted}${number}`
  taken.add(slug)
  return slug
}
