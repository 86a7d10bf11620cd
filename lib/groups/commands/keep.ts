import { eq, sql } from 'drizzle-orm'
import { customerGroups, formerGroups, groupSlugs, groups } from '@/db/schema'
import { type Context, mustBeCurrent, transact } from '@/lib/context'
import { Refusal, refusing } from '@/lib/errors'
import { record } from '@/lib/history'
import { createGroups, findNamed, freeSlug, lockGroups, slugsOfOthers } from '../commands'
import { isUsed, usesOfOne } from '../queries/uses'
import { groupSlug } from '../rules'

const nameTaken = () => new Refusal('conflict', 'groupNameTaken', { fields: { name: 'groupNameTaken' } })
const REFUSALS = {
  groups_name_key: nameTaken,
  customer_groups_group_id_groups_id_fk: () => new Refusal('conflict', 'groupInUse'),
}

type Group = typeof groups.$inferSelect
type Named = { group: string; version: number }
type Kept = { id: number; name: string }

/** Makes a group; with `orChosen` one that has the name already, but for case and accents, is the one that is meant. */
export async function createGroup(
  ctx: Context,
  { name, orChosen }: { name: string; orChosen: boolean },
): Promise<Kept> {
  return writing(ctx, async (ctx) => {
    await lockGroups(ctx)
    const present = await findNamed(ctx, name)
    if (present !== undefined) {
      if (!orChosen) throw nameTaken()
      return { id: present, name: (await lockGroup(ctx, eq(groups.id, present))).name }
    }
    const [made] = await createGroups(ctx, [name])
    if (!made) throw new Error('the group was not written')
    return made
  })
}

/**
 * Names a group anew. Addresses with its former slug go on leading to it: that is nobody else's while there is the
 * group.
 */
export async function renameGroup(ctx: Context, { name, ...named }: Named & { name: string }): Promise<void> {
  await writing(ctx, async (ctx) => {
    const group = await lockNamed(ctx, named)
    if (name === group.name) return
    if ((await findNamed(ctx, name, group.id)) !== undefined) throw nameTaken()
    const slug = freeSlug(groupSlug(name), await slugsOfOthers(ctx, group.id))
    await ctx.db
      .update(groups)
      .set({ name, slug, version: group.version + 1 })
      .where(eq(groups.id, group.id))
    await ctx.db.delete(groupSlugs).where(eq(groupSlugs.slug, slug))
    if (slug !== group.slug) await ctx.db.insert(groupSlugs).values({ slug: group.slug, groupId: group.id })
    const old = { name: group.name, slug: group.slug }
    await record(ctx, { action: 'group.updated', old, new: { name, slug } })
  })
}

/**
 * Deletes a group in which no customer is and with which nothing works; else says what does. Customers are taken out by
 * a mass change before, which can be undone. Its name stays for the journals, that persons had taken it off somebody is
 * forgotten.
 */
export async function deleteGroup(ctx: Context, named: Named): Promise<void> {
  await writing(ctx, async (ctx) => {
    const group = await lockNamed(ctx, named)
    const count = await ctx.db.$count(customerGroups, eq(customerGroups.groupId, group.id))
    if (count > 0) throw new Refusal('conflict', 'groupHasCustomers', { values: { count } })
    await mustBeUnused(ctx, group.id)
    const { id, name, slug } = group
    await ctx.db.insert(formerGroups).values({ id, name })
    await ctx.db.delete(groups).where(eq(groups.id, id))
    await record(ctx, { action: 'group.deleted', old: { name, slug } })
  })
}

async function mustBeUnused(ctx: Context, groupId: number): Promise<void> {
  const uses = await usesOfOne(ctx, groupId)
  if (!isUsed(uses)) return
  const { views, hidden, rules, changes } = uses
  const values = { views: views.join(', '), someViews: views.length, hidden, rules: rules.join(', ') }
  throw new Refusal('conflict', 'groupUsedBy', { values: { ...values, someRules: rules.length, changes } })
}

/** The group as it was read, held until the transaction ends; by its slug or a former one. */
async function lockNamed(ctx: Context, { group: slug, version }: Named): Promise<Group> {
  await lockGroups(ctx)
  const group = await lockGroup(
    ctx,
    sql`(${groups.slug} = ${slug} or ${groups.id} = (select ${groupSlugs.groupId} from ${groupSlugs} where ${groupSlugs.slug} = ${slug}))`,
  )
  mustBeCurrent(group.version === version ? [group] : [])
  return group
}

async function lockGroup(ctx: Context, which: ReturnType<typeof sql>): Promise<Group> {
  const [group] = await ctx.db.select().from(groups).where(which).for('update')
  if (!group) throw new Refusal('not-found', 'gone')
  return group
}

const writing = <T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> =>
  refusing(REFUSALS, () => transact(ctx, work))
