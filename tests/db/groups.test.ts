import { desc, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { customerGroups, customers, groups, history, rules, views } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { startChange } from '@/lib/changes/commands/start'
import { getChange, nameInput } from '@/lib/changes/queries/changes'
import { sumJournal } from '@/lib/changes/queries/journal'
import { previewChange } from '@/lib/changes/queries/preview'
import type { Context } from '@/lib/context'
import { setGroups } from '@/lib/customers/commands'
import { readCustomerAddress, writeCustomerAddress } from '@/lib/customers/filter'
import { aimAt, renewedSearch, withPresentSlugs } from '@/lib/customers/queries/aim'
import { listGroups } from '@/lib/customers/queries/groups'
import { listCustomerHistory } from '@/lib/customers/queries/history'
import { countCustomers } from '@/lib/customers/queries/size'
import { createGroup, deleteGroup, renameGroup } from '@/lib/groups/commands/keep'
import { usesOf } from '@/lib/groups/queries/uses'
import { createView } from '@/lib/views/commands/keep'
import { countView, findView } from '@/lib/views/queries'
import { testDatabase } from '../support/database'
import { actingAs, makeCustomers } from '../support/make'

const { db } = testDatabase()
const EVERY = { q: '', sort: 'name', descending: false } as const
let marie: Context
let tom: Context
let kept: Context
let serial = 0

beforeAll(async () => {
  marie = await actingAs(db, { role: 'collector', handle: 'marie' })
  tom = await actingAs(db, { role: 'credit_manager', handle: 'tom' })
  kept = await actingAs(db, { role: 'collector', handle: 'kim', portfolioOnly: true })
})

const named = async (id: number) => (await db.select().from(groups).where(eq(groups.id, id)))[0]!
const which = async (id: number) => {
  const { slug, version } = await named(id)
  return { group: slug, version }
}

/** A group of its own with so many customers in it. */
async function standing(size = 0) {
  const { id, name } = await createGroup(marie, { name: `Group ${++serial}`, orChosen: false })
  const customerIds = size > 0 ? await makeCustomers(db, size) : []
  for (const customerId of customerIds) await setGroups(marie, { customerId, groups: [id], seen: [], newGroup: null })
  return { id, name, customerIds, slug: (await named(id)).slug }
}

const aimed = async (ctx: Context, search: string) => aimAt(ctx, readCustomerAddress(search).filter)
const found = async (ctx: Context, search: string) => countCustomers(ctx, (await aimed(ctx, search)).aim)
const refusal = (work: Promise<unknown>) => work.catch((error) => error)

/** Plans a change of everybody in the group, and starts it as it was previewed. */
async function takeOut(ctx: Context, { id, slug }: { id: number; slug: string }) {
  const selection = { kind: 'search' as const, search: `group=${slug}&state=all`, except: [] }
  const { key } = await planChange(ctx, 'ungroup', { groups: [id] }, selection)
  await startChange(ctx, key, await previewOf(ctx, key))
  return key
}

const previewOf = async (ctx: Context, key: string) => previewChange(ctx, await getChange(ctx, key))

describe('a group under a new name', () => {
  test('is found by addresses and views that have the former slug, and written with the new one', async () => {
    const { id, slug } = await standing(2)
    const { slug: view } = await createView(marie, {
      ...{ name: 'Named', search: `group=!none,${slug}`, shared: true, kind: 'living' },
    })
    await renameGroup(marie, { ...(await which(id)), name: 'Zebra Été' })
    await renameGroup(marie, { ...(await which(id)), name: 'Aardvark' })
    for (const former of [slug, 'zebra-ete', 'aardvark']) {
      const { filter, view: shown } = readCustomerAddress(`group=${former},none`)
      const it = await aimAt(marie, filter)
      expect(it.problems).toEqual([])
      expect(writeCustomerAddress(withPresentSlugs(filter, it), shown)).toBe('group=aardvark,none')
      expect(await found(marie, `group=${former}`)).toBe(2)
    }
    const saved = (await findView(marie, view))!
    expect(await countView(marie, saved)).toBe(2)
    expect(await renewedSearch(marie, saved.search)).toBe('group=aardvark,!none')
    const [told] = await db.select().from(history).orderBy(desc(history.id)).limit(1)
    expect(told).toMatchObject({
      ...{ action: 'group.updated', old: { name: 'Zebra Été', slug: 'zebra-ete' }, new: { name: 'Aardvark' } },
    })
  })

  test('keeps its former slugs from others, and has them again itself', async () => {
    const { id, name, slug } = await standing()
    await renameGroup(marie, { ...(await which(id)), name: `${name} once` })
    const other = await createGroup(marie, { name, orChosen: false })
    expect((await named(other.id)).slug).toBe(`${slug}2`)
    await renameGroup(marie, { ...(await which(other.id)), name: `${name} twice` })
    for (const again of [name, `${name} once`, name]) await renameGroup(marie, { ...(await which(id)), name: again })
    expect((await named(id)).slug).toBe(slug)
    expect((await aimed(marie, `group=${slug}2`)).groups.get(`${slug}2`)?.id).toBe(other.id)
  })

  test('may not be called like another, but for case and accents: of two at once one is told', async () => {
    const { id } = await standing()
    const twice = await Promise.all([
      refusal(createGroup(marie, { name: 'Côte', orChosen: false })),
      refusal(createGroup(tom, { name: 'COTE', orChosen: false })),
    ])
    const taken = { code: 'conflict', fields: { name: 'groupNameTaken' } }
    expect(twice.filter((one) => one instanceof Error)).toMatchObject([taken])
    await expect(renameGroup(marie, { ...(await which(id)), name: 'cote' })).rejects.toMatchObject(taken)
    const made = await createGroup(marie, { name: 'cote', orChosen: true })
    expect(twice).toContainEqual(made)
    await expect(renameGroup(marie, { ...(await which(id)), version: 9, name: 'Else' })).rejects.toMatchObject({
      message: 'changedMeanwhile',
    })
  })
})

describe('a group that is to go', () => {
  test('stays while a customer is in it, while a view, a rule or a change works with it, and says so', async () => {
    const { id, slug, customerIds } = await standing(1)
    const { slug: view } = await createView(marie, {
      ...{ name: 'Own', search: `group=!${slug}`, shared: false, kind: 'living' },
    })
    await renameGroup(marie, { ...(await which(id)), name: 'Renamed' })
    const [{ id: viewId } = { id: 0 }] = await db.select().from(views).where(eq(views.slug, view))
    await db.insert(rules).values({
      ...{ key: 'giver1', name: 'Giver', viewId, gives: { does: 'group', groups: [id] }, createdBy: tom.actor.id },
    })
    const all = await which(id)
    await expect(deleteGroup(tom, all)).rejects.toMatchObject({ message: 'groupHasCustomers', values: { count: 1 } })
    await setGroups(tom, { customerId: customerIds[0]!, groups: [], seen: [id], newGroup: null })
    await expect(deleteGroup(tom, all)).rejects.toMatchObject({
      ...{ message: 'groupUsedBy', values: { someViews: 0, hidden: 1, rules: 'Giver', changes: 0 } },
    })
    expect((await usesOf(marie, [id])).get(id)).toEqual({ views: ['Own'], hidden: 0, rules: ['Giver'], changes: 0 })
    await db.delete(rules)
    await db.delete(views).where(eq(views.id, viewId))
    await deleteGroup(tom, all)
    expect(await db.select().from(groups).where(eq(groups.id, id))).toEqual([])
    expect((await aimed(marie, `group=${slug}`)).problems).toMatchObject([{ reason: 'gone' }])
  })

  test('waits for a view that is being saved with it, and stays', async () => {
    const { id, slug } = await standing()
    const all = await which(id)
    let deleting: Promise<unknown> | undefined
    await db.transaction(async (tx) => {
      await createView(
        { ...marie, db: tx },
        { name: 'Just now', search: `group=${slug}`, shared: true, kind: 'living' },
      )
      deleting = refusal(deleteGroup(tom, all))
      const waits = async () =>
        (
          await db.execute(
            sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).length
      let settled = false
      void deleting.then(() => {
        settled = true
      })
      while (!settled && (await waits()) === 0) await new Promise((done) => setTimeout(done, 5))
    })
    expect(await deleting).toMatchObject({ message: 'groupUsedBy', values: { views: 'Just now' } })
    expect(await named(id)).toMatchObject({ slug })
  })

  test('keeps its name in the journal and in the files of its customers; undoing gives nobody what is gone', async () => {
    const group = await standing(3)
    const key = await takeOut(marie, group)
    const undo = await planUndo(marie, key)
    const seen = await previewOf(marie, undo.key)
    await deleteGroup(tom, await which(group.id))
    const change = await getChange(marie, key)
    expect((await nameInput(marie, change)).groups).toEqual([{ id: group.id, name: group.name }])
    expect(await sumJournal(marie, change.id)).toMatchObject([{ about: group.name, count: 3 }])
    const told = await listCustomerHistory(marie, group.customerIds[0]!, 1)
    expect(told.rows.find(({ action }) => action === 'customer.ungrouped')?.old).toEqual({ groups: [group.name] })
    await startChange(marie, undo.key, seen)
    expect((await getChange(marie, undo.key)).state).toBe('done')
    expect(await db.select().from(customerGroups).where(eq(customerGroups.groupId, group.id))).toEqual([])
  })

  test('is not given by a change that was planned before it went', async () => {
    const group = await standing()
    const [customerId] = await makeCustomers(db, 1)
    const selection = { kind: 'ids' as const, ids: [customerId!] }
    const { key } = await planChange(marie, 'group', { groups: [group.id] }, selection)
    const seen = await previewOf(marie, key)
    await deleteGroup(tom, await which(group.id))
    await expect(startChange(marie, key, seen)).rejects.toMatchObject({ message: 'groupGone' })
    await expect(
      setGroups(marie, { customerId: customerId!, groups: [group.id], seen: [], newGroup: null }),
    ).rejects.toMatchObject({ message: 'groupGone' })
  })
})

test('whoever is kept to a portfolio counts its customers alone, and deletes no group', async () => {
  const { id, customerIds } = await standing(3)
  await db.update(customers).set({ collectorId: kept.actor.id }).where(eq(customers.id, customerIds[0]!))
  const sizeOf = async (ctx: Context) => {
    const { rows } = await listGroups(ctx, { ...EVERY, q: `group ${serial}` }, 1)
    return rows.find((row) => row.id === id)?.customers
  }
  expect([await sizeOf(marie), await sizeOf(kept)]).toEqual([3, 1])
  expect([can(kept.actor, 'groups.write'), can(kept.actor, 'groups.delete')]).toEqual([true, false])
  const { rows } = await listGroups(marie, { ...EVERY, sort: 'customers', descending: true }, 1)
  expect(rows.map((row) => row.customers)).toEqual(rows.map((row) => row.customers).sort((a, b) => b - a))
})
