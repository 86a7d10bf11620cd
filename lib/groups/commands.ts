import { and, desc, eq, isNotNull, ne, sql } from 'drizzle-orm'
import { customerGroups, groupSlugs, groups, withheldGroups } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { holds, NAMED_BY_VIEW } from './queries/uses'
import { groupSlug } from './rules'

const LOCK = 7_302_022
/** No group has this id. */
const NOBODY = 0

/**
 * Held until the transaction ends by whoever looks which names and slugs are free, and writes by it. Rows of groups
 * after it.
 */
export async function lockGroups(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
}

/**
 * Makes a group of each name that is not one yet, within the caller's transaction. A slug that somebody has or had gets
 * the first number that is free; the lock, held until the transaction ends, keeps two who ask at once from the same
 * one.
 */
export async function createGroups(ctx: Context, names: readonly string[]): Promise<{ id: number; name: string }[]> {
  if (names.length === 0) return []
  await lockGroups(ctx)
  const present = await ctx.db.select({ name: groups.name }).from(groups)
  const taken = await slugsOfOthers(ctx)
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
 * The group that is spelled so, else one that differs by case or accents only; of those but one, where that is named.
 */
export async function findNamed(ctx: Context, name: string, but = NOBODY): Promise<number | undefined> {
  const [found] = await ctx.db
    .select({ id: groups.id })
    .from(groups)
    .where(and(sql`norm(${groups.name}) = norm(${name})`, ne(groups.id, but)))
    .orderBy(desc(eq(groups.name, name)), groups.id)
    .limit(1)
  return found?.id
}

/** The group somebody means by a name, which is made where there is none, within the caller's transaction. */
export async function groupNamed(ctx: Context, name: string): Promise<number> {
  const id = (await findNamed(ctx, name)) ?? (await createGroups(ctx, [name]))[0]?.id ?? (await findNamed(ctx, name))
  if (id === undefined) throw new Error('the group was not written')
  return id
}

/** Refuses unless each of these groups is there, and keeps them there until the transaction ends. */
export async function holdGroups(ctx: Context, groupIds: readonly number[]): Promise<void> {
  const held = await ctx.db
    .select({ id: groups.id })
    .from(groups)
    .where(anyOf(groups.id, groupIds))
    .orderBy(groups.id)
    .for('key share')
  if (held.length !== new Set(groupIds).size) throw new Refusal('not-found', 'groupGone')
}

/**
 * Deletes those of the named groups that nothing uses, and answers their names. Held against whoever is about to use
 * one; a table of the future that refers to groups refuses by its foreign key.
 */
export async function deleteGroups(ctx: Context, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  await lockGroups(ctx)
  await ctx.db.execute(sql`select from ${groups} where ${anyOf(groups.name, names)} order by id for update`)
  const rows = await ctx.db.execute<{ name: string; slug: string }>(sql`
    delete from ${groups} g
    where ${anyOf(sql`g.name`, names)}
      and not exists (select from ${customerGroups} where ${customerGroups.groupId} = g.id)
      and not exists (select from ${withheldGroups} where ${withheldGroups.groupId} = g.id)
      and not exists (select from views v where ${NAMED_BY_VIEW})
      and not exists (select from rules r where ${holds(sql`r.gives`)})
      and not exists (select from changes c where ${holds(sql`c.input`)})
      and not exists (select from change_effects e where e.fact = 'group' and e.subject = g.id)
    returning g.name, g.slug`)
  await record(ctx, ...rows.map(({ name, slug }) => ({ action: 'group.deleted', old: { name, slug } })))
  return rows.map(({ name }) => name)
}

/** Every slug that groups but one have or had. */
export async function slugsOfOthers(ctx: Context, groupId = NOBODY): Promise<Set<string>> {
  const [present, former] = await Promise.all([
    ctx.db.select({ slug: groups.slug }).from(groups).where(ne(groups.id, groupId)),
    ctx.db.select({ slug: groupSlugs.slug }).from(groupSlugs).where(ne(groupSlugs.groupId, groupId)),
  ])
  return new Set([...present, ...former].map(({ slug }) => slug))
}

/** The slug itself or, where it is taken, the same with the first number that is free. */
export function freeSlug(wanted: string, taken: Set<string>): string {
  let slug = wanted
  for (let number = 2; taken.has(slug); number++) slug = `${wanted}${number}`
  taken.add(slug)
  return slug
}

/**
 * Puts a customer, whom the caller has locked, into groups, and answers the names of those it was not in. One that a
 * rule gave meanwhile is a person's choice from now on.
 */
export async function giveGroups(ctx: Context, customerId: number, groupIds: readonly number[]): Promise<string[]> {
  if (groupIds.length === 0) return []
  await holdGroups(ctx, groupIds)
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

/**
 * Takes a customer, whom the caller has locked, out of groups and withholds them: neither a rule nor an import gives
 * them again until a person does.
 */
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
