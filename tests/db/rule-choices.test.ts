import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { associations, changes, customerGroups, customers, groups, rules, withheldGroups } from '@/db/schema'
import { associate, disassociate, pinAssociation } from '@/lib/associations/commands'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { startChange } from '@/lib/changes/commands/start'
import type { KindName } from '@/lib/changes/kinds/registry'
import type { Gift } from '@/lib/changes/kinds/rule-gift'
import { getChange } from '@/lib/changes/queries/changes'
import { listJournal } from '@/lib/changes/queries/journal'
import { previewChange } from '@/lib/changes/queries/preview'
import type { Context } from '@/lib/context'
import { setCollector, setGroups } from '@/lib/customers/commands'
import { listCustomerHistory } from '@/lib/customers/queries/history'
import { applyRules } from '@/lib/rules/commands/apply'
import { createRule } from '@/lib/rules/commands/keep'
import { createView } from '@/lib/views/commands/keep'
import { testDatabase } from '../support/database'
import { take } from '../support/import'
import { actingAs, makeCustomers, makeUser } from '../support/make'
import { standingOf } from '../support/standing'

// What a person chose stands, whatever rules and files say, until a person chooses otherwise.

const { db } = testDatabase()
const [IN, OUT] = ['FR', 'BE']
type Thing = 'colleague' | 'group' | 'collector'

let ctx: Context
let user: number
let other: number
let group: number
let row = ''

/** Three rules that take back, for the customers of one country; and what each line of a file says, which names the same but another collector. */
beforeAll(async () => {
  ctx = await actingAs(db, { role: 'administrator' })
  const [one, two] = [await makeUser(db), await makeUser(db)]
  user = one.id
  other = two.id
  const [made] = await db.insert(groups).values({ slug: 'export', name: 'Export' }).returning()
  group = made!.id
  row = `Export,${one.email},${two.email}`
  const { slug } = await createView(ctx, { name: 'France', search: `country=${IN}`, shared: true, kind: 'living' })
  const gifts: Gift[] = [
    { does: 'associate', colleagues: [user] },
    { does: 'group', groups: [group] },
    { does: 'collector', collector: user },
  ]
  for (const gives of gifts)
    await createRule(ctx, { name: gives.does, view: slug, gives, takesBack: true, active: true })
})

async function importFile(ids: readonly number[]): Promise<void> {
  const known = await db.select().from(customers).where(inArray(customers.id, ids)).orderBy(customers.id)
  const lines = known.map(({ code, name }) => `${code},${name},${row}`)
  await take(db, 'customers', ['code,name,groups,colleagues,collector', ...lines, ''].join('\n'))
}

const move = (id: number, country: string) => db.update(customers).set({ country }).where(eq(customers.id, id))

/** What a person does to many; answers the key of the change. */
async function bulk(kind: KindName, given: unknown, ids: number[]): Promise<string> {
  const { key } = await planChange(ctx, kind, given, { kind: 'ids', ids })
  await startChange(ctx, key, await previewChange(ctx, await getChange(ctx, key)))
  return key
}

async function undo(key: string): Promise<string> {
  const planned = await planUndo(ctx, key)
  await startChange(ctx, planned.key, await previewChange(ctx, await getChange(ctx, planned.key)))
  return planned.key
}

const BULK: Record<Thing, (gives: boolean) => [KindName, unknown]> = {
  colleague: (gives) => [gives ? 'associate' : 'disassociate', { colleagues: [user] }],
  group: (gives) => [gives ? 'group' : 'ungroup', { groups: [group] }],
  collector: (gives) => ['collector', { collector: gives ? user : null }],
}

const ONE: Record<Thing, (id: number, gives: boolean) => Promise<unknown>> = {
  colleague: (id, gives) => (gives ? associate(ctx, id, { userId: user }) : disassociate(ctx, id, user)),
  group: async (id, gives) => {
    const seen = (await db.select().from(customerGroups).where(eq(customerGroups.customerId, id))).map((m) => m.groupId)
    const wanted = gives ? [...new Set([...seen, group])] : seen.filter((one) => one !== group)
    return setGroups(ctx, { customerId: id, groups: wanted, seen, newGroup: '' })
  },
  collector: async (id, gives) => {
    const [customer] = await db.select().from(customers).where(eq(customers.id, id))
    return setCollector(ctx, { customerId: id, version: customer!.version, collectorId: gives ? user : null })
  },
}

const THINGS: Thing[] = ['colleague', 'group', 'collector']

/** Whether a customer has each of the things now; of the collector, whoever it is. */
async function present(id: number): Promise<Record<Thing, boolean>> {
  const [now] = await db.execute<Record<Thing, boolean>>(sql`
    select exists (select from associations where customer_id = ${id} and user_id = ${user}) as colleague,
      exists (select from customer_groups where customer_id = ${id} and group_id = ${group}) as group,
      collector_id is not null as collector
    from customers where id = ${id}`)
  return now!
}

describe.each(THINGS)('a %s', (thing) => {
  test.each(['by hand', 'in bulk'])(
    'taken off %s stays off, whatever rules and files say, until a person gives it',
    async (how) => {
      const [id] = await makeCustomers(db, 1, { country: IN })
      const act = (gives: boolean) => (how === 'in bulk' ? bulk(...BULK[thing](gives), [id!]) : ONE[thing](id!, gives))
      await applyRules(db)
      expect((await present(id!))[thing]).toBe(true)
      await act(false)
      for (const again of [() => applyRules(db), () => importFile([id!]), () => applyRules(db)]) {
        await again()
        expect((await present(id!))[thing]).toBe(false)
      }
      await act(true)
      expect((await present(id!))[thing]).toBe(true)
      await move(id!, OUT)
      await applyRules(db)
      expect((await present(id!))[thing]).toBe(true)
    },
  )

  test('that a rule gave and a person gives as well is theirs, also where many are changed, until that is undone', async () => {
    const ids = await makeCustomers(db, 2, { country: IN })
    await applyRules(db)
    const before = await standingOf(db, ids)
    const key = await bulk(...BULK[thing](true), ids)
    expect(await getChange(ctx, key)).toMatchObject({ changed: 2, already: 0 })
    const after = await standingOf(db, ids)
    expect(after).not.toEqual(before)
    const undone = await undo(key)
    expect(await standingOf(db, ids)).toEqual(before)
    await undo(undone)
    expect(await standingOf(db, ids)).toEqual(after)
    for (const id of ids) await move(id, OUT)
    await applyRules(db)
    for (const id of ids) expect((await present(id))[thing]).toBe(true)
  })

  test('taken off is given again by the undo of that, as the gift of its rule that it was', async () => {
    const ids = await makeCustomers(db, 2, { country: IN })
    await applyRules(db)
    const before = await standingOf(db, ids)
    const key = await bulk(...BULK[thing](false), ids)
    const undone = await undo(key)
    expect(await standingOf(db, ids)).toEqual(before)
    await undo(undone)
    await applyRules(db)
    for (const id of ids) expect((await present(id))[thing]).toBe(false)
  })

  test('that a rule gave goes with the undo of its run, and nothing of it is held against the next one', async () => {
    const [id] = await makeCustomers(db, 1, { country: IN })
    await applyRules(db)
    const runs = await db.select().from(changes).where(eq(changes.kind, 'rule_gives')).orderBy(changes.id)
    await db.update(rules).set({ active: false })
    for (const { key } of runs.slice(-3)) await undo(key)
    expect(Object.values(await present(id!))).not.toContain(true)
    await db.update(rules).set({ active: true })
    await applyRules(db)
    expect((await present(id!))[thing]).toBe(true)
  })
})

test('a hand-over to somebody who is there by a rule already makes them a choice of whoever handed over', async () => {
  const [id] = await makeCustomers(db, 1, { country: IN })
  await associate(ctx, id!, { userId: other })
  await applyRules(db)
  const key = await bulk('replace', { from: other, to: user, asColleague: true, asCollector: false }, [id!])
  await move(id!, OUT)
  await applyRules(db)
  expect((await present(id!)).colleague).toBe(true)
  await undo(key)
  await applyRules(db)
  expect((await present(id!)).colleague).toBe(false)
})

test('a pinned gift of a rule is not taken back, and is again once it is not pinned any more', async () => {
  const [id] = await makeCustomers(db, 1, { country: IN })
  await applyRules(db)
  await pinAssociation(ctx, id!, { userId: user, pinned: true })
  await move(id!, OUT)
  await applyRules(db)
  expect(await present(id!)).toEqual({ colleague: true, group: false, collector: false })
  await pinAssociation(ctx, id!, { userId: user, pinned: false })
  await applyRules(db)
  expect((await present(id!)).colleague).toBe(false)
})

test('of several things that a rule gives, only those come that nobody took off', async () => {
  const [id] = await makeCustomers(db, 1, { country: 'LU' })
  const [second] = await db.insert(groups).values({ slug: 'local', name: 'Local' }).returning()
  const { slug } = await createView(ctx, { name: 'L', search: 'country=LU', shared: true, kind: 'living' })
  const gifts: Gift[] = [
    { does: 'associate', colleagues: [user, other] },
    { does: 'group', groups: [group, second!.id] },
  ]
  for (const thing of ['colleague', 'group'] as const)
    for (const gives of [true, false]) await bulk(...BULK[thing](gives), [id!])
  for (const gives of gifts)
    await createRule(ctx, { name: `two ${gives.does}`, view: slug, gives, takesBack: true, active: true })
  await applyRules(db)
  expect(await present(id!)).toMatchObject({ colleague: false, group: false })
  const own = eq(customerGroups.customerId, id!)
  expect((await db.select().from(customerGroups).where(own)).map(({ groupId }) => groupId)).toEqual([second!.id])
  expect(await db.$count(associations, and(eq(associations.customerId, id!), eq(associations.userId, other)))).toBe(1)
})

test('what rules gave and people took or made theirs is told by name, of the change and of the customer', async () => {
  const [id] = await makeCustomers(db, 1, { country: IN })
  await applyRules(db)
  const [gift] = await db
    .select()
    .from(changes)
    .where(sql`${changes.kind} = 'rule_gives' and ${changes.input} ->> 'does' = 'collector'`)
    .orderBy(desc(changes.id))
    .limit(1)
  const someone = expect.stringMatching(/^User N/)
  expect((await listJournal(ctx, gift!.id, 1)).rows).toMatchObject([{ before: null, after: someone }])
  for (const thing of ['collector', 'group'] as const) {
    const { id: taking } = await getChange(ctx, await bulk(...BULK[thing](false), [id!]))
    expect((await listJournal(ctx, taking, 1)).rows).toMatchObject([{ before: expect.any(String), after: null }])
  }
  await bulk(...BULK.colleague(true), [id!])
  const { rows, names } = await listCustomerHistory(ctx, id!, 1)
  expect([...names.keys()]).toEqual([user])
  const told = rows.map(({ action, old, new: now }) => ({ action, old, new: now }))
  for (const entry of [
    { action: 'customer.updated', old: { collectorId: null }, new: { collectorId: user } },
    { action: 'customer.updated', old: { collectorId: user }, new: { collectorId: null } },
    { action: 'customer.grouped', old: null, new: { groups: ['Export'] } },
    { action: 'customer.ungrouped', old: { groups: ['Export'] }, new: null },
    { action: 'association.updated', old: { source: 'rule' }, new: { source: 'person' } },
  ])
    expect(told).toContainEqual(entry)
})

test('taking off a group that the customer is not in remembers nothing', async () => {
  const [id] = await makeCustomers(db, 1, { country: OUT })
  await bulk('ungroup', { groups: [group] }, [id!])
  await setGroups(ctx, { customerId: id!, groups: [], seen: [group], newGroup: '' })
  expect(await db.$count(withheldGroups, eq(withheldGroups.customerId, id!))).toBe(0)
})

type Step =
  | { does: 'person'; thing: Thing; gives: boolean; at: number; many: boolean }
  | { does: 'move'; at: number; into: boolean }
  | { does: 'file' | 'rules' | 'undo' }

const COUNT = 3
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('person' as const),
      thing: fc.constantFrom(...THINGS),
      gives: fc.boolean(),
      at: fc.nat(COUNT - 1),
      many: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('move' as const), at: fc.nat(COUNT - 1), into: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('file' as const, 'rules' as const, 'rules' as const, 'undo' as const),
    }),
  },
)

type Words = Partial<Record<Thing, boolean>>[]

test('in any history of people, files, rules and undos the last word of a person holds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const ids = await makeCustomers(db, COUNT, { country: IN })
      let said: Words = ids.map(() => ({}))
      let last: { key: string; standing: string[]; said: Words } | undefined
      for (const one of steps) {
        const before = { standing: await standingOf(db, ids), said }
        const there = await Promise.all(ids.map(present))
        const key = await go(one, ids, last?.key)
        if (one.does === 'undo' && key !== undefined && last) {
          expect(await standingOf(db, ids)).toEqual(last.standing)
          said = last.said
        }
        if (one.does === 'person')
          said = said.map((words, at) =>
            (one.many || one.at === at) && decides(one, there[at]!) ? { ...words, [one.thing]: one.gives } : words,
          )
        last = key === undefined ? undefined : { key, ...before }
        await mustHold(ids, said)
      }
      await db.delete(customers).where(inArray(customers.id, ids))
    }),
    { numRuns: process.env.ENCOURS_TEST_AGAIN ? 8 : 20 },
  )
}, 120_000)

/** Does one step. Answers the key of the change, where that is something the next step could undo. */
async function go(one: Step, ids: number[], last: string | undefined): Promise<string | undefined> {
  if (one.does === 'move') await move(ids[one.at]!, one.into ? IN : OUT)
  else if (one.does === 'file') await importFile(ids)
  else if (one.does === 'rules') await applyRules(db)
  else if (one.does === 'person' && !one.many) await ONE[one.thing](ids[one.at]!, one.gives)
  else if (one.does === 'person') return bulk(...BULK[one.thing](one.gives), ids)
  else if (last !== undefined && (await getChange(ctx, last)).changed > 0) return undo(last)
  return undefined
}

/** Taking off what is not there decides nothing, nor does leaving a group ticked that is. */
function decides({ thing, gives, many }: Extract<Step, { does: 'person' }>, there: Record<Thing, boolean>): boolean {
  return gives ? many || thing !== 'group' || !there.group : there[thing]
}

async function mustHold(ids: number[], said: Words): Promise<void> {
  for (const [at, id] of ids.entries()) expect(await present(id)).toMatchObject(said[at]!)
  const chosen = ids.filter((_, at) => said[at]!.collector)
  expect(await db.$count(customers, and(inArray(customers.id, chosen), eq(customers.collectorId, user)))).toBe(
    chosen.length,
  )
  const [both] = await db.execute<{ count: number }>(sql`
    select (select count(*) from withheld w join associations a using (customer_id, user_id))
      + (select count(*) from withheld_groups w join customer_groups g using (customer_id, group_id)) as count`)
  expect(Number(both!.count)).toBe(0)
}
