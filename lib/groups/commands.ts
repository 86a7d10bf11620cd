import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { customerGroups, groups, withheldGroups } from '@/db/schema'
import { anyOf } from '@/db/sql'
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

/**
 * Deletes those of the named groups that nothing uses, and answers their names. Held against whoever is about to use one; a table of
 * the future that refers to groups refuses by its foreign key.
 */
export async function deleteGroups(ctx: Context, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  await ctx.db.execute(sql`select from ${groups} where ${anyOf(groups.name, names)} order by id for update`)
  const holds = (column: string) => sql`${sql.raw(column)} @> jsonb_build_object('groups', jsonb_build_array(g.id))`
  const rows = await ctx.db.execute<{ name: string; slug: string }>(sql`
    delete from ${groups} g
    where ${anyOf(sql`g.name`, names)}
      and not exists (select from ${customerGroups} where ${customerGroups.groupId} = g.id)
      and not exists (select from ${withheldGroups} where ${withheldGroups.groupId} = g.id)
      and not exists (
        select from views v where v.search ~ ('(^|&)group=([^&]*,)?!?' || replace(g.slug, '.', '\\.') || '(,|&|$)'))
      and not exists (select from rules r where ${holds('r.gives')})
      and not exists (select from changes c where ${holds('c.input')})
      and not exists (select from change_effects e where e.fact = 'group' and e.subject = g.id)
    returning g.name, g.slug`)
  await record(ctx, ...rows.map(({ name, slug }) => ({ action: 'group.deleted', old: { name, slug } })))
  return rows.map(({ name }) => name)
}

function freeSlug(wanted: string, taken: Set<string>): string {
  let slug = wanted
  for (let number = 2; taken.has(slug); number++) slug = `${wanted}${number}`
  taken.add(slug)
  return slug
}

/**
 * Puts a customer, whom the caller has locked, into groups, and answers the names of those it was not in. One that a rule gave
 * meanwhile is a person's choice from now on.
 */
export async function giveGroups(ctx: Context, customerId: number, groupIds: readonly number[]): Promise<string[]> {
  if (groupIds.length === 0) return []
  await ctx.db.delete(withheldGroups).where(of(withheldGroups, customerId, groupIds))
  await ctx.db
    .update(customerGroups)
    .set({ source: 'person', ruleId: null })
    .where(and(of(customerGroups, customerId, groupIds), isNotNull(customerGroups.ruleId)))
  const rows = await ctx.db.execute<{ name: string }>(sql`
    with given as (
      insert into ${customerGroups} (customer_id, group_id, source)
      select ${customerId}, ${groups.id}, 'person' from ${groups} where ${anyOf(groups.id, groupIds)}
      on conflict do nothing
      returning group_id
    ) select ${groups.name} as name from ${groups} join given on given.group_id = ${groups.id} order by ${groups.name}`)
  return rows.map(({ name }) => name)
}

/** Takes a customer, whom the caller has locked, out of groups and withholds them: neither a rule nor an import gives them again until a person does. */
export async function takeGroups(ctx: Context, customerId: number, groupIds: readonly number[]): Promise<string[]> {
  if (groupIds.length === 0) return []
  const taken = await ctx.db
    .delete(customerGroups)
    .where(of(customerGroups, customerId, groupIds))
    .returning({ groupId: customerGroups.groupId })
  if (taken.length === 0) return []
  const by = ctx.actor.kind === 'user' ? ctx.actor.id : null
  await ctx.db.insert(withheldGroups).values(taken.map(({ groupId }) => ({ groupId, customerId, by, at: ctx.now })))
  const rows = await ctx.db
    .select({ name: groups.name })
    .from(groups)
    .where(
      anyOf(
        groups.id,
        taken.map(({ groupId }) => groupId),
      ),
    )
    .orderBy(groups.name)
  return rows.map(({ name }) => name)
}

const of = (table: typeof customerGroups | typeof withheldGroups, customerId: number, groupIds: readonly number[]) =>
  and(eq(table.customerId, customerId), anyOf(table.groupId, groupIds))
