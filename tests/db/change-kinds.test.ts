import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { connect } from '@/db/client'
import {
  associations,
  changeChunks,
  changeEffects,
  changes,
  customerGroups,
  customers,
  groups,
  history,
  users,
  withheld,
  withheldGroups,
} from '@/db/schema'
import { updateAssociation } from '@/lib/associations/commands'
import { continueUndo } from '@/lib/changes/commands/continue'
import { keepDates } from '@/lib/changes/commands/due'
import { decideChange, draftChange, planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import { stopChange } from '@/lib/changes/commands/stop'
import { KINDS as KIND_OF, type KindName } from '@/lib/changes/kinds/registry'
import { countExceptions, getChange } from '@/lib/changes/queries/changes'
import { listJournal, sumJournal } from '@/lib/changes/queries/journal'
import { previewChange, sampleChange, weighChange } from '@/lib/changes/queries/preview'
import { warnOf } from '@/lib/changes/queries/preview-contacts'
import type { Load, Sample } from '@/lib/changes/queries/standing'
import { standsAgain } from '@/lib/changes/rules'
import type { Context } from '@/lib/context'
import { listCustomerHistory } from '@/lib/customers/queries/history'
import type { CustomerSelection } from '@/lib/customers/selection'
import { carryOut } from '../support/changes'
import { beginSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeCustomer, makeCustomers, makeSettings, makeUser } from '../support/make'
import { standingOf } from '../support/standing'

const { db, url } = testDatabase()
beforeAll(async () => makeSettings(db))

const idsOf = (ids: number[]): CustomerSelection => ({ kind: 'ids', ids })

async function finish(ctx: Context, key: string) {
  const done = await carryOut(db, ctx, key)
  expect(done.changed + done.already + done.notAllowed).toBe(done.seen.total)
  return done
}

async function doNow(ctx: Context, kind: KindName, given: unknown, ids: number[]) {
  return finish(ctx, (await planChange(ctx, kind, given, idsOf(ids))).key)
}

const undo = async (ctx: Context, key: string) => finish(ctx, (await planUndo(ctx, key)).key)

type Shown = { samples: Sample[]; loads: Load[] }

/** The customers and portfolios that the preview of an undo shows. */
async function shownOfUndo(ctx: Context, key: string): Promise<Shown> {
  const change = await getChange(ctx, (await planUndo(ctx, key)).key)
  const inOrder = ({ colleagues, ...rest }: Sample['before']) => ({
    ...rest,
    colleagues: colleagues.toSorted((one, other) => one.id - other.id),
  })
  const samples = (await sampleChange(ctx, change)).map(({ before, after, ...customer }) => ({
    ...{ ...customer, before: inOrder(before), after: inOrder(after) },
  }))
  return { samples, loads: (await weighChange(ctx, change)).loads }
}

/** What the undo of that undo must show, once it is done: what was said then is so now. */
function turnedRound({ samples, loads }: Shown): Shown {
  const turn = <T extends { before: unknown; after: unknown }>(list: T[]) =>
    list.map((one) => ({ ...one, before: one.after, after: one.before }))
  return { samples: turn(samples), loads: turn(loads) }
}

/** Everything a change can turn about customers, as text. */
async function standing(ids: number[]): Promise<string> {
  const rows = await db.execute<{ line: string }>(sql`
    select concat_ws('|', c.id, c.state, c.collector_id, c.collector_withheld, c.collector_rule_id,
      (select string_agg(concat_ws(' ', a.user_id, a.kind, a.since, a.source, a.rule_id, a.change_id, a.pinned), ',' order by a.user_id) from associations a where a.customer_id = c.id),
      (select string_agg(w.user_id::text, ',' order by w.user_id) from withheld w where w.customer_id = c.id),
      (select string_agg(concat_ws(' ', g.group_id, g.source, g.rule_id), ',' order by g.group_id) from customer_groups g where g.customer_id = c.id),
      (select 'out ' || string_agg(w.group_id::text, ',' order by w.group_id) from withheld_groups w where w.customer_id = c.id)) as line
    from customers c where c.id = any(${sql.param(ids)}::bigint[]) order by c.id`)
  return rows.map(({ line }) => line).join('\n')
}

async function makeGroup(name: string): Promise<number> {
  const [made] = await db.insert(groups).values({ name, slug: name.toLowerCase() }).returning()
  return made!.id
}

const RULE = 77

/** Five customers who differ in all that can be turned; the last has everything by a rule. */
async function mixed() {
  const [one, two] = [await makeUser(db, { usualKind: 'sales' }), await makeUser(db, { usualKind: 'customer_service' })]
  const group = await makeGroup(`G${one.id}`)
  const ids = await makeCustomers(db, 5)
  await makeAssociation(db, ids[0]!, one.id, { kind: 'dispute_resolver', source: 'import', pinned: true })
  await makeAssociation(db, ids[1]!, one.id)
  await makeAssociation(db, ids[1]!, two.id)
  await db.insert(withheld).values({ customerId: ids[2]!, userId: two.id })
  await db
    .update(customers)
    .set({ collectorId: one.id })
    .where(inArray(customers.id, ids.slice(0, 2)))
  await db.update(customers).set({ state: 'blocked' }).where(eq(customers.id, ids[3]!))
  await db.insert(customerGroups).values({ customerId: ids[0]!, groupId: group, source: 'import' })
  await db.insert(withheldGroups).values({ customerId: ids[2]!, groupId: group })
  await db.update(customers).set({ collectorWithheld: true }).where(eq(customers.id, ids[2]!))
  const ruled = ids[4]!
  for (const { id } of [one, two]) await makeAssociation(db, ruled, id, { source: 'rule', ruleId: RULE })
  await db.insert(customerGroups).values({ customerId: ruled, groupId: group, source: 'rule', ruleId: RULE })
  await db
    .update(customers)
    .set({ collectorId: two.id, collectorRuleId: RULE, collectorRuleUserId: two.id })
    .where(eq(customers.id, ruled))
  return { one, two, group, ids }
}

const KINDS: [KindName, (made: Awaited<ReturnType<typeof mixed>>) => unknown, { changed: number }][] = [
  ['associate', ({ one, two }) => ({ colleagues: [one.id, two.id] }), { changed: 4 }],
  ['disassociate', ({ one, two }) => ({ colleagues: [one.id, two.id] }), { changed: 3 }],
  ['replace', ({ one, two }) => ({ from: one.id, to: two.id, asCollector: true, asColleague: true }), { changed: 3 }],
  ['replace', ({ one, two }) => ({ from: one.id, to: two.id, asColleague: true }), { changed: 3 }],
  ['replace', ({ one, two }) => ({ from: one.id, to: two.id, asCollector: true }), { changed: 2 }],
  ['collector', ({ two }) => ({ collector: two.id }), { changed: 5 }],
  ['collector', () => ({ collector: 'none' }), { changed: 3 }],
  ['group', ({ group }) => ({ groups: [group] }), { changed: 4 }],
  ['ungroup', ({ group }) => ({ groups: [group] }), { changed: 2 }],
  ['state', () => ({ state: 'archived' }), { changed: 5 }],
]

describe('every kind of change', () => {
  test.each(KINDS)(
    '%s: does what its preview says, is undone to the very rows, and its undo is undone',
    async (kind, given, expected) => {
      const ctx = await actingAs(db, { role: 'administrator' })
      const made = await mixed()
      const before = await standing(made.ids)
      const { key } = await planChange(ctx, kind, given(made), idsOf(made.ids))
      const seen = await previewChange(ctx, await getChange(ctx, key))
      expect(seen).toMatchObject({ will: expected.changed, total: 5 })
      expect(await sampleChange(ctx, await getChange(ctx, key))).toHaveLength(expected.changed)
      expect(await finish(ctx, key)).toMatchObject({ state: 'done', changed: expected.changed, notAllowed: 0 })
      const after = await standing(made.ids)
      expect(after).not.toBe(before)
      const shown = await shownOfUndo(ctx, key)
      expect(shown.samples).toHaveLength(expected.changed)
      const first = await undo(ctx, key)
      expect(first).toMatchObject({ changed: expected.changed, seen: { will: expected.changed, partly: 0, moved: 0 } })
      expect(await standing(made.ids)).toBe(before)
      expect(await shownOfUndo(ctx, first.key)).toEqual(turnedRound(shown))
      expect(standsAgain(await getChange(ctx, key))).toBe(false)
      const second = await undo(ctx, first.key)
      expect(await standing(made.ids)).toBe(after)
      expect(standsAgain(await getChange(ctx, key))).toBe(true)
      await undo(ctx, second.key)
      expect(await standing(made.ids)).toBe(before)
      expect(standsAgain(await getChange(ctx, key))).toBe(false)
    },
  )

  test('stands in the history of each of its customers, and so does its undo', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const made = await mixed()
    const { key } = await doNow(
      ctx,
      'replace',
      { from: made.one.id, to: made.two.id, asCollector: 'on', asColleague: 'on' },
      made.ids,
    )
    await undo(ctx, key)
    const { rows } = await listCustomerHistory(ctx, made.ids[0]!, 1)
    expect(rows.map(({ action }) => action).sort()).toEqual(
      [
        'association.given',
        'association.given',
        'association.taken',
        'association.taken',
        'customer.updated',
        'customer.updated',
      ].sort(),
    )
    expect(await listCustomerHistory(ctx, made.ids[3]!, 1)).toMatchObject({ total: 0 })
  })

  test('previews the standing and the load of colleagues as they will be', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const made = await mixed()
    const given = { from: made.one.id, to: made.two.id, asCollector: true, asColleague: true }
    const change = await getChange(ctx, (await planChange(ctx, 'replace', given, idsOf(made.ids))).key)
    const [sample] = await sampleChange(ctx, change)
    expect(sample!.before).toMatchObject({ collector: { id: made.one.id }, colleagues: [{ id: made.one.id }] })
    expect(sample!.after).toMatchObject({ collector: { id: made.two.id }, colleagues: [{ id: made.two.id }] })
    const { loads } = await weighChange(ctx, change)
    expect(loads.find(({ id }) => id === made.one.id)).toMatchObject({ before: 3, after: 0 })
  })

  test('weighs those whom a new collector relieves too, unless they keep the customer as a colleague', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const [one, two, three] = [await makeUser(db), await makeUser(db), await makeUser(db)]
    const ofOne = await makeCustomers(db, 3, { collectorId: one.id })
    const ofThree = await makeCustomers(db, 1, { collectorId: three.id })
    await makeAssociation(db, ofOne[0]!, one.id)
    await makeCustomer(db, { collectorId: one.id })
    const weighed = async (collector: number | 'none') => {
      const { key } = await planChange(ctx, 'collector', { collector }, idsOf([...ofOne, ...ofThree]))
      const { loads } = await weighChange(ctx, await getChange(ctx, key))
      return loads.map(({ id, before, after }) => [id, before, after])
    }
    expect(await weighed(two.id)).toEqual([
      [two.id, 0, 4],
      [one.id, 4, 2],
      [three.id, 1, 0],
    ])
    expect(await weighed(one.id)).toEqual([
      [one.id, 4, 5],
      [three.id, 1, 0],
    ])
    expect(await weighed('none')).toEqual([
      [one.id, 4, 2],
      [three.id, 1, 0],
    ])
    // Of more than are shown the one who is named stays, though nothing moves for them, and of the others the most.
    const many = await Promise.all(Array.from({ length: 11 }, () => makeUser(db)))
    const theirs: number[] = []
    for (const [at, { id }] of many.entries())
      theirs.push(...(await makeCustomers(db, at === 0 ? 1 : 2, { collectorId: id })))
    for (const customer of theirs) await makeAssociation(db, customer, two.id)
    const { key } = await planChange(ctx, 'collector', { collector: two.id }, idsOf(theirs))
    const { loads, more } = await weighChange(ctx, await getChange(ctx, key))
    expect(more).toBe(true)
    expect(loads[0]).toMatchObject({ id: two.id, before: 21, after: 21 })
    expect(loads.slice(1)).toMatchObject(Array(9).fill({ before: 2, after: 0 }))
  })

  test('shows of many colleagues those who gain most, and that there are more', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const users = await Promise.all(Array.from({ length: 12 }, () => makeUser(db)))
    const customers = await makeCustomers(db, 3, {})
    const [first, second] = users
    await makeAssociation(db, customers[0]!, first!.id)
    for (const customer of customers) await makeAssociation(db, customer, second!.id)
    const weighed = async (colleagues: number[]) => {
      const { key } = await planChange(ctx, 'associate', { colleagues }, idsOf(customers))
      return weighChange(ctx, await getChange(ctx, key))
    }
    const all = await weighed(users.map(({ id }) => id))
    expect(all.more).toBe(true)
    expect(all.loads.map(({ id }) => id).sort()).toEqual(
      users
        .slice(2)
        .map(({ id }) => id)
        .sort(),
    )
    expect(all.loads).toMatchObject(Array(10).fill({ before: 0, after: 3 }))
    expect(await weighed(users.slice(0, 10).map(({ id }) => id))).toMatchObject({ more: false })
  })

  test('warns of what somebody decided otherwise, and of what still owes, among those that would change', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const { one, two, group, ids } = await mixed()
    const warned = async (kind: KindName, given: unknown) => {
      const { key } = await planChange(ctx, kind, given, idsOf(ids))
      return (await warnOf(ctx, await getChange(ctx, key))).map(({ what, count }) => `${what} ${count}`)
    }
    await db
      .update(customers)
      .set({ openItems: 2 })
      .where(inArray(customers.id, ids.slice(2)))
    expect(await warned('associate', { colleagues: [one.id, two.id] })).toEqual(['takenOff 1'])
    expect(await warned('associate', { colleagues: [one.id] })).toEqual([])
    expect(await warned('disassociate', { colleagues: [one.id, two.id] })).toEqual(['pinned 1'])
    expect(await warned('disassociate', { colleagues: [two.id] })).toEqual([])
    expect(await warned('group', { groups: [group] })).toEqual(['takenOut 1'])
    const handOver = { from: one.id, to: two.id, asColleague: true }
    expect(await warned('replace', handOver)).toEqual(['pinned 1'])
    await db.insert(withheld).values({ customerId: ids[0]!, userId: two.id })
    expect(await warned('replace', handOver)).toEqual(['pinned 1', 'takenOff 1'])
    expect(await warned('replace', { ...handOver, asColleague: false, asCollector: true })).toEqual([])
    expect(await warned('state', { state: 'archived' })).toEqual(['stillOpen 3'])
    expect(await warned('state', { state: 'blocked' })).toEqual([])
    await db.update(customers).set({ state: 'archived' }).where(eq(customers.id, ids[3]!))
    expect(await warned('state', { state: 'archived' })).toEqual(['stillOpen 2'])
  })

  test('weighs for somebody kept to a portfolio only what is in it', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const someone = await makeUser(db)
    const [mine, foreign] = [await makeCustomer(db, { collectorId: ctx.actor.id }), await makeCustomer(db)]
    await makeAssociation(db, mine.id, someone.id)
    await makeAssociation(db, foreign.id, someone.id)
    const { key } = await planChange(ctx, 'disassociate', { colleagues: [someone.id] }, idsOf([mine.id, foreign.id]))
    expect(await weighChange(ctx, await getChange(ctx, key))).toMatchObject({ loads: [{ before: 1, after: 0 }] })
  })

  test('that must not touch what the ERP says counts it as not allowed and lists it', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const ours = await makeCustomer(db)
    const theirs = await makeCustomer(db, { erpFields: ['state'] })
    const ended = await doNow(ctx, 'state', { state: 'blocked' }, [ours.id, theirs.id])
    expect(ended).toMatchObject({ changed: 1, already: 0, notAllowed: 1 })
    expect(await countExceptions(ctx, ended.id)).toEqual([{ reason: 'from_erp', count: 1 }])
    expect(await doNow(ctx, 'state', { state: 'archived' }, [theirs.id])).toMatchObject({ changed: 1, notAllowed: 0 })
  })

  test('is refused to whom the right for one customer is refused, and where it names what is gone', async () => {
    const sales = await actingAs(db, { role: 'sales_manager', mayChangeMany: true })
    const collector = await actingAs(db, { role: 'collector' })
    const [id] = await makeCustomers(db, 1)
    for (const [ctx, kind, given] of [
      [sales, 'collector', { collector: 'none' }],
      [sales, 'group', { groups: [1] }],
      [collector, 'state', { state: 'archived' }],
    ] as const)
      await expect(planChange(ctx, kind, given, idsOf([id!]))).rejects.toMatchObject({ code: 'forbidden' })
    for (const [kind, given, message] of [
      ['collector', { collector: 999_999 }, 'colleagueGone'],
      ['group', { groups: [999_999] }, 'groupGone'],
      ['replace', { from: 5, to: 5, asColleague: true }, 'sameColleague'],
      ['associate', { colleagues: [] }, 'chooseColleagues'],
    ] as const)
      await expect(planChange(collector, kind, given, idsOf([id!]))).rejects.toMatchObject({ message })
  })
})

describe('giving to customers of whom nobody has any of it', () => {
  test('ends the same whether it goes the short way or the careful one, and so does its undo', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const colleagues = [(await makeUser(db, { usualKind: 'sales' })).id, (await makeUser(db)).id]
    const careful = vi.spyOn(KIND_OF.associate, 'apply')
    const results: unknown[] = []
    for (const [way, amidst] of [
      ['short', 'anybody'],
      ['careful', 'given'],
      ['careful', 'taken off'],
    ] as const) {
      const [first, between, ...rest] = await makeCustomers(db, 5)
      const ids = [first!, ...rest]
      if (amidst === 'given') await makeAssociation(db, between!, colleagues[1]!)
      if (amidst === 'taken off') await db.insert(withheld).values({ customerId: between!, userId: colleagues[0]! })
      const before = await standing([...ids, between!])
      careful.mockClear()
      const { id, key } = await doNow(ctx, 'associate', { colleagues }, ids)
      expect(careful).toHaveBeenCalledTimes(way === 'careful' ? 1 : 0)
      const effects = await db.select().from(changeEffects).where(eq(changeEffects.changeId, id))
      results.push([
        await standingOf(db, ids),
        effects
          .map(({ fact, subject, before, after, customerIds }) => ({
            ...{ fact, subject, before, after: { ...(after as object), since: '', changeId: '' } },
            places: customerIds.map((one) => ids.indexOf(one)),
          }))
          .sort((a, b) => a.subject! - b.subject!),
      ])
      await undo(ctx, key)
      expect(await standing([...ids, between!])).toBe(before)
    }
    careful.mockRestore()
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  })
})

describe('an undo', () => {
  test('of customers touched since goes back in part, and says so before and after', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const [one, two] = [await makeUser(db), await makeUser(db)]
    const ids = await makeCustomers(db, 3)
    const { key } = await doNow(ctx, 'associate', { colleagues: [one.id, two.id] }, ids)
    for (const [customer, user] of [
      [0, one],
      [1, one],
      [1, two],
    ] as const)
      await updateAssociation(ctx, ids[customer]!, {
        userId: user.id,
        kind: 'dispute_resolver',
        seen: user.usualKind as 'other',
      })
    const planned = await planUndo(ctx, key)
    expect(await previewChange(ctx, await getChange(ctx, planned.key))).toMatchObject({
      will: 2,
      partly: 1,
      already: 1,
    })
    const ended = await finish(ctx, planned.key)
    expect(ended).toMatchObject({ changed: 2, already: 1 })
    expect(await countExceptions(ctx, ended.id)).toEqual([
      { reason: 'moved', count: 1 },
      { reason: 'partly', count: 1 },
    ])
    expect(await db.$count(associations, inArray(associations.customerId, ids))).toBe(3)
  })

  test('ends the same whether it goes the short way or the careful one', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const other = connect(url, { max: 1 })
    const someone = await makeUser(db)
    const ids = await makeCustomers(db, 5)
    const before = await standing(ids)
    const results: string[] = []
    for (const way of ['short', 'careful']) {
      const { key } = await doNow(ctx, 'associate', { colleagues: [someone.id] }, ids)
      if (way === 'careful') await other.sql`select pg_advisory_lock_shared(7302023)`
      const ended = await undo(ctx, key)
      expect(await standing(ids)).toBe(before)
      const effects = await db.select().from(changeEffects).where(eq(changeEffects.changeId, ended.id))
      results.push(
        JSON.stringify(effects.map(({ fact, subject, after, customerIds }) => [fact, subject, after, customerIds])),
      )
    }
    await other.close()
    expect(results[0]).toBe(results[1])
  })

  test('planned in time and started after thirty days is refused', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { key } = await doNow(ctx, 'associate', { colleagues: [(await makeUser(db)).id] }, await makeCustomers(db, 1))
    const planned = await planUndo(ctx, key)
    const seen = await previewChange(ctx, await getChange(ctx, planned.key))
    await db
      .update(changes)
      .set({ finishedAt: new Date(ctx.now.getTime() - 31 * 24 * 3600_000) })
      .where(eq(changes.key, key))
    await expect(startChange(ctx, planned.key, seen)).rejects.toMatchObject({ message: 'tooLateToUndo' })
  })
})

describe('while it runs', () => {
  /** Starts a change of `ids` cut into chunks of one, and leaves it to whoever runs it. */
  async function cut(ctx: Context, ids: number[]) {
    const someone = await makeUser(db)
    const { key } = await planChange(ctx, 'associate', { colleagues: [someone.id] }, idsOf(ids))
    const change = await getChange(ctx, key)
    await db
      .insert(changeChunks)
      .values(ids.map((id, position) => ({ changeId: change.id, position, customerIds: [id] })))
    await db.update(changes).set({ state: 'running', startedAt: ctx.now }).where(eq(changes.id, change.id))
    return { key, id: change.id, someone }
  }

  async function waitingForLocks(): Promise<number> {
    const [row] = await db.execute<{ count: number }>(
      sql`select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return row?.count ?? 0
  }

  test('two workers at once do every chunk once, and nobody calls it done too early', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const others = [connect(url, { max: 2 }), connect(url, { max: 2 })]
    for (let round = 0; round < 5; round++) {
      const { key, id, someone } = await cut(ctx, await makeCustomers(db, 8))
      await Promise.all(others.map(({ db }) => runChange(db, id)))
      expect(await getChange(ctx, key)).toMatchObject({ state: 'done', changed: 8, already: 0, notAllowed: 0 })
      expect(await db.$count(associations, eq(associations.userId, someone.id))).toBe(8)
    }
    await Promise.all(others.map(({ close }) => close()))
  })

  test('it can be stopped; what was done stays and can be undone, and no worker goes on', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const ids = await makeCustomers(db, 4)
    const { key, id, someone } = await cut(ctx, ids)
    const other = connect(url, { max: 1 })
    const running = other.sql.begin(async (held) => {
      await held`select from customers where id = ${ids[1]!} for update`
      const worker = runChange(db, id)
      await expect.poll(async () => (await getChange(ctx, key)).changed).toBe(1)
      await expect.poll(waitingForLocks).toBe(1)
      const stopping = stopChange(ctx, key)
      await expect.poll(waitingForLocks).toBe(2)
      return { ended: Promise.all([worker, stopping]) }
    })
    await (await running).ended
    await other.close()
    await runChange(db, id)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'stopped', changed: 2, already: 0, notAllowed: 0 })
    const back = await undo(ctx, key)
    expect(back).toMatchObject({ total: 2, changed: 2 })
    expect(await db.$count(associations, eq(associations.userId, someone.id))).toBe(0)
  })

  test.each(['stopped', 'failed'])(
    'an undo that %s half-way is gone on with to its end, and then undone as a whole',
    async (how) => {
      const ctx = await actingAs(db, { role: 'collector' })
      const manager = await actingAs(db, { role: 'credit_manager' })
      const { key, id, someone } = await cut(ctx, await makeCustomers(db, 4))
      await runChange(db, id)
      const undo = await planUndo(ctx, key)
      const undoId = await beginSmall(db, undo.key, 2)
      const secondHalf = and(eq(changeChunks.changeId, undoId), gt(changeChunks.position, 1))
      await db.update(changeChunks).set({ doneAt: ctx.now }).where(secondHalf)
      await runChange(db, undoId)
      await db.update(changeChunks).set({ doneAt: null }).where(secondHalf)
      const notAllowed = how === 'failed' ? 2 : 0
      await db.update(changes).set({ state: how, notAllowed }).where(eq(changes.id, undoId))
      expect(await db.$count(associations, eq(associations.userId, someone.id))).toBe(2)
      expect(await planUndo(ctx, key)).toEqual(undo)
      await expect(continueUndo(ctx, key)).rejects.toMatchObject({ code: 'forbidden' })
      await continueUndo(manager, undo.key)
      expect(await getChange(manager, undo.key)).toMatchObject({ state: 'running', notAllowed: 0, finishedAt: null })
      await runChange(db, undoId)
      const ended = { state: 'done', changed: 4, already: 0, notAllowed: 0, createdBy: manager.actor.id }
      expect(await getChange(manager, undo.key)).toMatchObject(ended)
      await continueUndo(manager, undo.key)
      expect(await getChange(manager, undo.key)).toMatchObject(ended)
      const continued = and(eq(history.changeId, undoId), eq(history.action, 'change.continued'))
      expect(await db.select().from(history).where(continued)).toMatchObject([{ actorId: manager.actor.id }])
      const again = await planUndo(manager, undo.key)
      await startChange(manager, again.key, await previewChange(manager, await getChange(manager, again.key)))
      expect(await db.$count(associations, eq(associations.userId, someone.id))).toBe(4)
    },
  )

  test('stopping is for the one who did it and for those who may undo any', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const other = await actingAs(db, { role: 'collector' })
    const manager = await actingAs(db, { role: 'credit_manager' })
    const { key, id } = await cut(ctx, await makeCustomers(db, 2))
    await expect(stopChange(other, key)).rejects.toMatchObject({ code: 'not-found' })
    await stopChange(manager, key)
    await runChange(db, id)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'stopped', changed: 0 })
    expect(await db.select().from(history).where(eq(history.changeId, id))).toMatchObject([
      { action: 'change.stopped', actorId: manager.actor.id, new: { key } },
    ])
  })
})

describe('a draft', () => {
  test('keeps the selection until it is decided what to do, which can be decided anew', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const other = await actingAs(db, { role: 'credit_manager' })
    const someone = await makeUser(db)
    const { key } = await draftChange(ctx, idsOf(await makeCustomers(db, 3)))
    const days = { startsOn: null, endsOn: null }
    await expect(
      decideChange(other, key, { kind: 'state', given: { state: 'blocked' }, ...days }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await decideChange(ctx, key, { kind: 'state', given: { state: 'blocked' }, ...days })
    await decideChange(ctx, key, { kind: 'collector', given: { collector: String(someone.id) }, ...days })
    expect(await finish(ctx, key)).toMatchObject({ kind: 'collector', state: 'done', changed: 3 })
    await expect(decideChange(ctx, key, { kind: 'state', given: { state: 'active' }, ...days })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('a hand-over', () => {
  test('of a portfolio begins on its day and goes back by itself when it ends', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const [absent, standIn] = [await makeUser(db), await makeUser(db)]
    const ids = await makeCustomers(db, 2, { collectorId: absent.id })
    await makeAssociation(db, (await makeCustomer(db)).id, absent.id)
    const { key } = await draftChange(ctx, { kind: 'portfolio', userId: absent.id })
    await decideChange(ctx, key, {
      kind: 'replace',
      given: { from: absent.id, to: standIn.id, asColleague: 'on', asCollector: 'on' },
      startsOn: '2999-01-10',
      endsOn: '2999-01-20',
    })
    const change = await getChange(ctx, key)
    await startChange(ctx, key, await previewChange(ctx, change))
    expect(await getChange(ctx, key)).toMatchObject({ state: 'scheduled' })
    await keepDates(db, new AbortController().signal)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'scheduled' })
    const late = await makeCustomer(db, { collectorId: absent.id })
    await db.update(changes).set({ startsOn: '2020-01-10' }).where(eq(changes.key, key))
    await keepDates(db, new AbortController().signal)
    await runChange(db, change.id)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'done', total: 4, changed: 4 })
    const held = and(inArray(customers.id, [...ids, late.id]), eq(customers.collectorId, standIn.id))
    expect(await db.$count(customers, held)).toBe(3)
    await db.update(changes).set({ endsOn: '2020-01-20' }).where(eq(changes.key, key))
    await keepDates(db, new AbortController().signal)
    expect(await db.$count(customers, eq(customers.collectorId, absent.id))).toBe(3)
    expect(await db.$count(associations, eq(associations.userId, absent.id))).toBe(1)
    expect(await db.$count(withheld, eq(withheld.userId, absent.id))).toBe(0)
    await keepDates(db, new AbortController().signal)
    expect(await db.$count(changes, eq(changes.undoOf, change.id))).toBe(1)
  })

  test('must end after it begins', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const [one, two] = [await makeUser(db), await makeUser(db)]
    const { key } = await draftChange(ctx, idsOf(await makeCustomers(db, 1)))
    const given = { from: one.id, to: two.id, asColleague: 'on' }
    await expect(
      decideChange(ctx, key, { kind: 'replace', given, startsOn: '2999-02-01', endsOn: '2999-01-01' }),
    ).rejects.toMatchObject({ message: 'endsBeforeItStarts' })
  })

  test('that should have ended by now, or could not come back any more, is not started', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeUser(db), await makeUser(db)]
    const { key } = await draftChange(ctx, idsOf(await makeCustomers(db, 1, { collectorId: one.id })))
    const given = { from: one.id, to: two.id, asCollector: 'on' }
    await decideChange(ctx, key, { kind: 'replace', given, startsOn: null, endsOn: '2026-11-25' })
    const seen = await previewChange(ctx, await getChange(ctx, key))
    const later = { ...ctx, now: new Date('2026-11-25T10:00:00Z') }
    await expect(startChange(later, key, seen)).rejects.toMatchObject({ message: 'endsBeforeItStarts' })
    const confined = { ...ctx, actor: { ...ctx.actor, portfolioOnly: true } } as Context
    await expect(startChange(confined, key, seen)).rejects.toMatchObject({ message: 'cannotComeBack' })
    await startChange(ctx, key, seen)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'done', changed: 1 })
  })
})

describe('the journal', () => {
  test('sums up what was done and shows every row of it, page by page, within the reader’s portfolio', async () => {
    const ctx = await actingAs(db, { role: 'administrator' })
    const [one, boss] = [await makeUser(db), await makeUser(db)]
    const ids = [...(await makeCustomers(db, 40, { collectorId: one.id })), ...(await makeCustomers(db, 23))]
    const { id } = await doNow(ctx, 'collector', { collector: boss.id }, ids)
    expect(await sumJournal(ctx, id)).toEqual([
      { fact: 'collector', about: null, before: `User ${one.lastName}`, after: `User ${boss.lastName}`, count: 40 },
      { fact: 'collector', about: null, before: null, after: `User ${boss.lastName}`, count: 23 },
    ])
    const pages = [await listJournal(ctx, id, 1), await listJournal(ctx, id, 2)]
    expect(pages.map(({ rows, total }) => [rows.length, total])).toEqual([
      [50, 63],
      [13, 63],
    ])
    expect(new Set(pages.flatMap(({ rows }) => rows.map(({ code }) => code))).size).toBe(63)
    const confined = await actingAs(db, { role: 'collector', portfolioOnly: true })
    expect((await listJournal(confined, id, 1)).rows).toEqual([])
  })
})

describe('at the edges of a change', () => {
  const now = new AbortController().signal
  const days = { startsOn: null, endsOn: null }

  async function scheduled(ctx: Context, target: CustomerSelection, from: number, to: number) {
    const { key } = await draftChange(ctx, target)
    const given = { from, to, asCollector: 'on' }
    await decideChange(ctx, key, { kind: 'replace', given, startsOn: '2999-01-01', endsOn: null })
    await startChange(ctx, key, await previewChange(ctx, await getChange(ctx, key)))
    await db.update(changes).set({ startsOn: '2020-01-01' }).where(eq(changes.key, key))
    return key
  }

  test('a hand-over that cannot be started or given back holds up no other', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const [absent, standIn] = [await makeUser(db), await makeUser(db)]
    const gone = await makeGroup(`Gone${absent.id}`)
    const [customer] = await makeCustomers(db, 1, { collectorId: absent.id })
    await db.insert(customerGroups).values({ customerId: customer!, groupId: gone })
    const search = { kind: 'search' as const, search: `group=gone${absent.id}`, except: [] }
    const broken = await scheduled(ctx, search, absent.id, standIn.id)
    await db.delete(customerGroups).where(eq(customerGroups.groupId, gone))
    await db.delete(groups).where(eq(groups.id, gone))
    const defective = await scheduled(ctx, idsOf([customer!]), absent.id, standIn.id)
    await db.update(changes).set({ target: {} }).where(eq(changes.key, defective))
    const good = await scheduled(ctx, idsOf([customer!]), absent.id, standIn.id)
    const calledOff = await scheduled(ctx, idsOf([customer!]), absent.id, standIn.id)
    await stopChange(ctx, calledOff)
    await db.update(changes).set({ endsOn: '2020-02-01' }).where(eq(changes.key, calledOff))
    await keepDates(db, now)
    expect(await getChange(ctx, broken)).toMatchObject({ state: 'failed', changed: 0 })
    expect(await getChange(ctx, defective)).toMatchObject({ state: 'scheduled', changed: 0 })
    expect(await getChange(ctx, good)).toMatchObject({ state: 'running' })
    await runChange(db, (await getChange(ctx, good)).id)
    await db.update(changes).set({ endsOn: '2020-02-01' }).where(eq(changes.key, good))
    await keepDates(db, now)
    expect(await db.$count(customers, and(eq(customers.id, customer!), eq(customers.collectorId, absent.id)))).toBe(1)
    expect(await getChange(ctx, calledOff)).toMatchObject({ state: 'stopped', undoneBy: null })
  })

  test('an undo that reaches nobody is refused, and one that ended in vain makes room for another', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const boss = await actingAs(db, { role: 'administrator' })
    const other = await makeUser(db)
    const ids = await makeCustomers(db, 3, { collectorId: ctx.actor.id! })
    const { key, id } = await doNow(ctx, 'collector', { collector: other.id }, ids)
    const planned = await planUndo(ctx, key)
    const seen = await previewChange(ctx, await getChange(ctx, planned.key))
    await expect(startChange(ctx, planned.key, seen)).rejects.toMatchObject({ message: 'nothingToUndo' })
    await db
      .update(changes)
      .set({ state: 'done', finishedAt: ctx.now, notAllowed: 3 })
      .where(eq(changes.key, planned.key))
    expect(await undo(boss, key)).toMatchObject({ changed: 3 })
    expect(await db.$count(changes, eq(changes.undoOf, id))).toBe(1)
    expect(await db.$count(customers, and(inArray(customers.id, ids), eq(customers.collectorId, ctx.actor.id!)))).toBe(
      3,
    )
  })

  test('what comes back by itself is not promised to somebody who would not see it any more', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const other = await makeUser(db)
    const { key } = await draftChange(ctx, idsOf(await makeCustomers(db, 1, { collectorId: ctx.actor.id! })))
    const given = { from: ctx.actor.id!, to: other.id, asCollector: 'on' }
    await expect(
      decideChange(ctx, key, { kind: 'replace', given, startsOn: null, endsOn: '2026-12-24' }),
    ).rejects.toMatchObject({ message: 'cannotComeBack' })
  })

  test('the start of what was decided anew since the preview is refused', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager' })
    const ids = await makeCustomers(db, 2)
    const { key } = await planChange(ctx, 'associate', { colleagues: [(await makeUser(db)).id] }, idsOf(ids))
    const seen = await previewChange(ctx, await getChange(ctx, key))
    await decideChange(ctx, key, { kind: 'state', given: { state: 'archived' }, ...days })
    await expect(startChange(ctx, key, seen)).rejects.toMatchObject({ message: 'decidedAnew' })
    expect(await db.$count(customers, and(inArray(customers.id, ids), eq(customers.state, 'archived')))).toBe(0)
  })

  test('an undo is asked for the rights that the change asked, and for those over others’, also while it runs', async () => {
    const manager = await actingAs(db, { role: 'credit_manager' })
    const ids = await makeCustomers(db, 2)
    const { key } = await doNow(manager, 'state', { state: 'archived' }, ids)
    const other = await actingAs(db, { role: 'administrator' })
    const { key: foreign } = await doNow(other, 'associate', { colleagues: [(await makeUser(db)).id] }, ids)
    const planned = await planUndo(manager, foreign)
    const back = await undo(manager, key)
    await db.update(users).set({ role: 'collector' }).where(eq(users.id, manager.actor.id!))
    const demoted = { ...manager, actor: { ...manager.actor, role: 'collector' as const } } as Context
    for (const own of [key, back.key]) await expect(planUndo(demoted, own)).rejects.toMatchObject({ code: 'forbidden' })
    const { id } = await getChange(other, planned.key)
    await db.insert(changeChunks).values({ changeId: id, position: 0, customerIds: ids })
    await db.update(changes).set({ state: 'running' }).where(eq(changes.id, id))
    await runChange(db, id)
    expect(await getChange(other, planned.key)).toMatchObject({ state: 'failed', changed: 0 })
  })

  test('the journal counts for somebody kept to a portfolio what is in it', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const ids = await makeCustomers(db, 3)
    const { id } = await doNow(ctx, 'associate', { colleagues: [(await makeUser(db)).id] }, ids)
    const confined = { ...ctx, actor: { ...ctx.actor, portfolioOnly: true } } as Context
    expect(await sumJournal(confined, id)).toEqual([])
    expect(await listJournal(confined, id, 1)).toMatchObject({ total: 0, rows: [] })
  })
})
