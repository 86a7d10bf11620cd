import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { associations, changeChunks, changes, users, withheld } from '@/db/schema'
import { updateAssociation } from '@/lib/associations/commands'
import { continueUndo } from '@/lib/changes/commands/continue'
import { forgetPlans } from '@/lib/changes/commands/forget'
import { draftChange, planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import { countExceptions, getChange, listExceptions } from '@/lib/changes/queries/changes'
import { listJournal } from '@/lib/changes/queries/journal'
import { markUndo, previewChange } from '@/lib/changes/queries/preview'
import { listTouched } from '@/lib/changes/queries/touched'
import { MOST_PLANS } from '@/lib/changes/rules'
import type { Context } from '@/lib/context'
import type { CustomerSelection } from '@/lib/customers/selection'
import { carryOut } from '../support/changes'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeCustomer, makeCustomers, makeSettings, makeUser } from '../support/make'

const { db, sql: pool, url } = testDatabase()
beforeAll(async () => makeSettings(db))

const idsOf = (ids: number[]): CustomerSelection => ({ kind: 'ids', ids })

async function associateNow(ctx: Context, userIds: number[], selection: CustomerSelection): Promise<string> {
  const { key } = await planChange(ctx, 'associate', { colleagues: userIds }, selection)
  await carryOut(db, ctx, key)
  return key
}

const pairs = async (userId: number) => db.$count(associations, eq(associations.userId, userId))

describe('associating', () => {
  test('gives every colleague to every customer once, and says who had them already', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeUser(db, { usualKind: 'sales' }), await makeUser(db)]
    const customers = await makeCustomers(db, 5)
    await makeAssociation(db, customers[0]!, one.id, { kind: 'other' })
    await makeAssociation(db, customers[0]!, two.id)
    await makeAssociation(db, customers[1]!, one.id)
    const { key } = await planChange(ctx, 'associate', { colleagues: [one.id, two.id] }, idsOf(customers))
    expect(await previewChange(ctx, await getChange(ctx, key))).toMatchObject({ total: 5, will: 4, already: 1 })
    await carryOut(db, ctx, key)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'done', total: 5, changed: 4, already: 1, notAllowed: 0 })
    expect([await pairs(one.id), await pairs(two.id)]).toEqual([5, 5])
    const [kept] = await db
      .select()
      .from(associations)
      .where(and(eq(associations.customerId, customers[0]!), eq(associations.userId, one.id)))
    expect(kept).toMatchObject({ kind: 'other', changeId: null })
  })

  test('all that match means all, whatever page was shown, except the unticked', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const customers = await makeCustomers(db, 60, { country: 'PT' })
    const key = await associateNow(ctx, [someone.id], { kind: 'search', search: 'country=PT', except: [customers[7]!] })
    expect(await getChange(ctx, key)).toMatchObject({ total: 59, changed: 59 })
    expect(await pairs(someone.id)).toBe(59)
  })

  test('of a broken search changes nothing', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    await makeCustomers(db, 2)
    for (const search of ['country=France', 'colleague=nobody.here', 'foo=1', 'list=aaaaaaaaaa']) {
      await expect(
        planChange(ctx, 'associate', { colleagues: [someone.id] }, { kind: 'search', search, except: [] }),
      ).rejects.toMatchObject({ message: 'brokenSearch' })
    }
    expect(await pairs(someone.id)).toBe(0)
  })

  test('a set that moved between preview and start is asked about again', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    await makeCustomers(db, 3, { country: 'IS' })
    const { key } = await planChange(
      ctx,
      'associate',
      { colleagues: [someone.id] },
      { kind: 'search', search: 'country=IS', except: [] },
    )
    const seen = await previewChange(ctx, await getChange(ctx, key))
    const newcomer = await makeCustomer(db, { country: 'IS' })
    await expect(startChange(ctx, key, seen)).rejects.toMatchObject({
      message: 'setMoved',
      values: { before: 3, now: 4 },
    })
    await db.execute(
      sql`update customers set country = 'NO' where id = (select min(id) from customers where country = 'IS')`,
    )
    await expect(startChange(ctx, key, seen)).rejects.toMatchObject({ message: 'setMoved' })
    expect(newcomer.id).toBeGreaterThan(0)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'planned' })
    expect(await db.$count(changeChunks, eq(changeChunks.changeId, (await getChange(ctx, key)).id))).toBe(0)
    expect(await pairs(someone.id)).toBe(0)
  })

  test('started twice at once it is done once', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const customers = await makeCustomers(db, 20)
    const { key } = await planChange(ctx, 'associate', { colleagues: [someone.id] }, idsOf(customers))
    const seen = await previewChange(ctx, await getChange(ctx, key))
    await Promise.all([startChange(ctx, key, seen), startChange(ctx, key, seen), startChange(ctx, key, seen)])
    expect(await getChange(ctx, key)).toMatchObject({ state: 'done', changed: 20, already: 0 })
  })
})

test('a plan is started by whoever made it, not by somebody who may undo any', async () => {
  const ctx = await actingAs(db, { role: 'collector' })
  const manager = await actingAs(db, { role: 'credit_manager' })
  const someone = await makeUser(db)
  const { key } = await planChange(ctx, 'associate', { colleagues: [someone.id] }, idsOf(await makeCustomers(db, 1)))
  const seen = await previewChange(manager, await getChange(manager, key))
  await expect(startChange(manager, key, seen)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await pairs(someone.id)).toBe(0)
})

describe('a portfolio', () => {
  test('bounds a change to the customers in it', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const someone = await makeUser(db)
    const mine = await makeCustomers(db, 3, { country: 'LU', collectorId: ctx.actor.id })
    const foreign = await makeCustomers(db, 4, { country: 'LU' })
    const key = await associateNow(ctx, [someone.id], { kind: 'search', search: 'country=LU', except: [] })
    expect(await getChange(ctx, key)).toMatchObject({ total: 3, changed: 3 })
    const ticked = await associateNow(ctx, [(await makeUser(db)).id], idsOf([...mine, ...foreign]))
    expect(await getChange(ctx, ticked)).toMatchObject({ total: 3, changed: 3 })
    await expect(planChange(ctx, 'associate', { colleagues: [someone.id] }, idsOf(foreign))).rejects.toMatchObject({
      message: 'nothingSelected',
    })
    await makeAssociation(db, foreign[0]!, someone.id)
    const theirs = await draftChange(ctx, { kind: 'portfolio', userId: someone.id })
    expect(await getChange(ctx, theirs.key)).toMatchObject({ total: 3 })
  })

  test('that shrinks between start and work leaves the lost ones alone and lists them', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const manager = await actingAs(db, { role: 'credit_manager' })
    const someone = await makeUser(db)
    const mine = await makeCustomers(db, 3, { collectorId: ctx.actor.id })
    const { key } = await planChange(ctx, 'associate', { colleagues: [someone.id] }, idsOf(mine))
    const { id } = await freezeOnly(ctx, key)
    await db.execute(sql`update customers set collector_id = null where id = ${mine[1]}`)
    await runChange(db, id)
    const change = await getChange(ctx, key)
    expect(change).toMatchObject({ state: 'done', total: 3, changed: 2, already: 0, notAllowed: 1 })
    expect(await listExceptions(manager, id, 'out_of_reach', 9)).toHaveLength(1)
    expect(await listExceptions(manager, id, 'out_of_reach', 9, 1)).toEqual([])
    expect(await listExceptions(ctx, id, 'out_of_reach', 9)).toEqual([])
    expect(await pairs(someone.id)).toBe(2)
  })

  test('that shrinks after the change leaves of it, of its journal and of its undo what is still in it', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const [one, two] = [await makeUser(db), await makeUser(db)]
    const ids = await makeCustomers(db, 60, { collectorId: one.id })
    const { key } = await planChange(ctx, 'replace', { from: one.id, to: two.id, asCollector: true }, idsOf(ids))
    const { id } = await carryOut(db, ctx, key)
    for (const kept of [ids[0]!, ids[59]!]) await makeAssociation(db, kept, ctx.actor.id as number)
    const confined = { ...ctx, actor: { ...ctx.actor, portfolioOnly: true } } as Context
    await db
      .update(users)
      .set({ portfolioOnly: true })
      .where(eq(users.id, ctx.actor.id as number))
    const journal = await listJournal(confined, id, 1)
    expect([journal.total, journal.pages, journal.rows.length]).toEqual([2, 1, 2])
    const undo = await planUndo(confined, key)
    const { seen, ...done } = await carryOut(db, confined, undo.key)
    expect(seen).toMatchObject({ total: 60, will: 2, already: 0, refused: 58 })
    expect(done).toMatchObject({ state: 'done', total: 60, changed: 2, already: 0, notAllowed: 58 })
  })

  test('of somebody deactivated meanwhile is not touched any more', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const { key } = await planChange(ctx, 'associate', { colleagues: [someone.id] }, idsOf(await makeCustomers(db, 2)))
    const { id } = await freezeOnly(ctx, key)
    await db.update(users).set({ active: false }).where(eq(users.id, ctx.actor.id))
    await runChange(db, id)
    expect(await getChange(ctx, key)).toMatchObject({ state: 'failed', changed: 0, notAllowed: 2 })
    expect(await pairs(someone.id)).toBe(0)
  })

  /** Starts a change whose process dies before the first chunk. */
  async function freezeOnly(ctx: Context, key: string): Promise<{ id: number }> {
    const change = await getChange(ctx, key)
    const ids = (change.target as { ids: number[] }).ids
    await db.insert(changeChunks).values({ changeId: change.id, position: 0, customerIds: ids })
    await db.update(changes).set({ state: 'running', startedAt: ctx.now }).where(eq(changes.id, change.id))
    return change
  }
})

describe('undoing', () => {
  test('an association restores what was, and leaves alone what somebody touched since', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const customers = await makeCustomers(db, 5)
    await makeAssociation(db, customers[0]!, someone.id)
    const key = await associateNow(ctx, [someone.id], idsOf(customers))
    await updateAssociation(ctx, customers[1]!, {
      userId: someone.id,
      kind: 'customer_service',
      seen: someone.usualKind as 'other',
    })
    const undo = await planUndo(ctx, key)
    await carryOut(db, ctx, undo.key)
    expect(await getChange(ctx, undo.key)).toMatchObject({
      kind: 'undo',
      state: 'done',
      total: 5,
      changed: 3,
      already: 2,
    })
    const left = await db.select().from(associations).where(eq(associations.userId, someone.id))
    expect(left.map((row) => row.customerId).sort()).toEqual([customers[0], customers[1]].sort())
    expect(await countExceptions(ctx, (await getChange(ctx, undo.key)).id)).toEqual([{ reason: 'moved', count: 1 }])
  })

  test('is not out of reach where it takes too long to count what would come of it', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const customers = await makeCustomers(db, 3)
    const key = await associateNow(ctx, [someone.id], idsOf(customers))
    await updateAssociation(ctx, customers[1]!, {
      ...{ userId: someone.id, kind: 'customer_service' },
      seen: someone.usualKind as 'other',
    })
    const undo = await getChange(ctx, (await planUndo(ctx, key)).key)
    const impatient = connect(url, { max: 2, statementTimeout: 300 })
    const hurried = { ...ctx, db: impatient.db }
    const mark = await pool.begin(async (tx) => {
      await tx`lock table associations in access exclusive mode`
      await expect(previewChange(hurried, undo)).rejects.toMatchObject({ message: 'searchTooLong' })
      return markUndo(hurried, undo)
    })
    await impatient.close()
    const seen = await previewChange(ctx, undo)
    expect(seen).toMatchObject({ ...mark, will: 2, partly: 0, moved: 1 })
    expect(seen.listed.moved.customerIds).toEqual([customers[1]])
    expect(await listTouched(ctx, seen.listed.moved, 50)).toMatchObject([{ contactId: null, contact: null }])
    await startChange(ctx, undo.key, mark)
    expect(await getChange(ctx, undo.key)).toMatchObject({ state: 'done', changed: 2, already: 1 })
  })

  test('a disassociation gives back every row as it stood', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const customers = await makeCustomers(db, 3)
    const since = new Date('2024-02-03T04:05:06Z')
    for (const id of customers)
      await makeAssociation(db, id, someone.id, { kind: 'dispute_resolver', source: 'import', since, pinned: true })
    const { key } = await planChange(ctx, 'disassociate', { colleagues: [someone.id] }, idsOf(customers))
    await carryOut(db, ctx, key)
    expect(await pairs(someone.id)).toBe(0)
    expect(await db.$count(withheld, eq(withheld.userId, someone.id))).toBe(3)
    const undo = await planUndo(ctx, key)
    await carryOut(db, ctx, undo.key)
    const rows = await db.select().from(associations).where(eq(associations.userId, someone.id))
    expect(rows).toHaveLength(3)
    for (const row of rows)
      expect(row).toMatchObject({ kind: 'dispute_resolver', source: 'import', since, pinned: true })
    expect(await db.$count(withheld, eq(withheld.userId, someone.id))).toBe(0)
  })

  test('an undo is doing it again', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const customers = await makeCustomers(db, 4)
    let key = await associateNow(ctx, [someone.id], idsOf(customers))
    for (const expected of [0, 4, 0, 4]) {
      key = (await planUndo(ctx, key)).key
      await carryOut(db, ctx, key)
      expect(await pairs(someone.id)).toBe(expected)
    }
  })

  test('a taken colleague is withheld again when the undo of the taking is undone', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const [customer] = await makeCustomers(db, 1)
    await makeAssociation(db, customer!, someone.id)
    let { key } = await planChange(ctx, 'disassociate', { colleagues: [someone.id] }, idsOf([customer!]))
    await carryOut(db, ctx, key)
    for (let round = 0; round < 2; round++) {
      key = (await planUndo(ctx, key)).key
      await carryOut(db, ctx, key)
    }
    expect(await pairs(someone.id)).toBe(0)
    expect(await db.$count(withheld, eq(withheld.userId, someone.id))).toBe(1)
  })

  test('of an undo waits while that is gone on with, which waits while it is being undone', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const someone = await makeUser(db)
    const key = await associateNow(ctx, [someone.id], idsOf(await makeCustomers(db, 2)))
    const undo = await planUndo(ctx, key)
    await carryOut(db, ctx, undo.key)
    const redo = await planUndo(ctx, undo.key)
    const seen = await previewChange(ctx, await getChange(ctx, redo.key))
    const become = (one: string, state: string) => db.update(changes).set({ state }).where(eq(changes.key, one))
    await become(undo.key, 'running')
    await expect(startChange(ctx, redo.key, seen)).rejects.toMatchObject({ message: 'changedMeanwhile' })
    await become(undo.key, 'stopped')
    await become(redo.key, 'running')
    await expect(continueUndo(ctx, undo.key)).rejects.toMatchObject({ message: 'changedMeanwhile' })
    expect(await pairs(someone.id)).toBe(0)
  })

  test('is for the one who did it and for those who may undo any; nobody else even sees it', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const other = await actingAs(db, { role: 'collector' })
    const manager = await actingAs(db, { role: 'credit_manager' })
    const key = await associateNow(ctx, [(await makeUser(db)).id], idsOf(await makeCustomers(db, 1)))
    await expect(planUndo(other, key)).rejects.toMatchObject({ code: 'not-found' })
    const first = await planUndo(manager, key)
    expect(await planUndo(ctx, key)).toEqual(first)
    await carryOut(db, ctx, first.key)
    expect(await planUndo(manager, key)).toEqual(first)
    expect(await getChange(manager, first.key)).toMatchObject({ state: 'done', changed: 1 })
  })

  test('ends after thirty days', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const key = await associateNow(ctx, [(await makeUser(db)).id], idsOf(await makeCustomers(db, 1)))
    await db
      .update(changes)
      .set({ finishedAt: new Date(ctx.now.getTime() - 31 * 24 * 3600_000) })
      .where(eq(changes.key, key))
    await expect(planUndo(ctx, key)).rejects.toMatchObject({ message: 'tooLateToUndo' })
    const still = new Date(ctx.now.getTime() - 29 * 24 * 3600_000)
    await db.update(changes).set({ finishedAt: still }).where(eq(changes.key, key))
    await expect(planUndo(ctx, key)).resolves.toBeDefined()
  })
})

test('what nobody started is forgotten after thirty days, and nothing else is', async () => {
  const ctx = await actingAs(db, { role: 'collector' })
  const [customers, someone] = [idsOf(await makeCustomers(db, 1)), await makeUser(db)]
  const done = await associateNow(ctx, [someone.id], customers)
  const draft = await draftChange(ctx, customers)
  const plan = await planChange(ctx, 'disassociate', { colleagues: [someone.id] }, customers)
  const undo = await planUndo(ctx, done)
  const keys = async () =>
    (await db.select().from(changes).where(eq(changes.createdBy, ctx.actor.id))).map((one) => one.key)
  const later = (days: number) => new Date(ctx.now.getTime() + days * 24 * 3600_000)
  await forgetPlans(db, later(29))
  expect((await keys()).sort()).toEqual([done, draft.key, plan.key, undo.key].sort())
  await forgetPlans(db, later(31))
  expect(await keys()).toEqual([done])
})

test('what nobody started gives way to what the same person chose later, and to nothing else', async () => {
  const ctx = await actingAs(db, { role: 'collector' })
  const other = await actingAs(db, { role: 'collector' })
  const [customers, someone] = [idsOf(await makeCustomers(db, 1)), await makeUser(db)]
  const done = await associateNow(ctx, [someone.id], customers)
  const undo = await planUndo(ctx, done)
  const theirs = await draftChange(other, customers)
  const plan = await planChange(ctx, 'disassociate', { colleagues: [someone.id] }, customers)
  const drafts = Array.from({ length: MOST_PLANS - 1 }, (_, place) => `draft${place}x`)
  const draft = { state: 'draft', input: {}, target: customers, total: 1, fingerprint: '', createdBy: ctx.actor.id }
  await db.insert(changes).values(drafts.map((key) => ({ ...draft, key })))
  const newer = await draftChange(ctx, customers)
  const keys = async () => (await db.select().from(changes).orderBy(changes.id)).map(({ key }) => key)
  const kept = await keys()
  expect(kept).toEqual(expect.arrayContaining([done, undo.key, theirs.key, ...drafts, newer.key]))
  expect(kept).not.toContain(plan.key)
  await planChange(ctx, 'disassociate', { colleagues: [someone.id] }, customers)
  expect(kept.filter((key) => key !== drafts[0])).toEqual((await keys()).slice(0, -1))
})

describe('two people at once', () => {
  test('associating and disassociating the same colleague ends in one of the two orders', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const other = connect(url, { max: 2 })
    const again = { ...(await actingAs(db, { role: 'collector' })), db: other.db }
    for (let round = 0; round < 10; round++) {
      const someone = await makeUser(db)
      const customers = await makeCustomers(db, 12)
      await makeAssociation(db, customers[3]!, someone.id)
      const give = await planChange(ctx, 'associate', { colleagues: [someone.id] }, idsOf(customers))
      const take = await planChange(
        again,
        'disassociate',
        { colleagues: [someone.id] },
        idsOf([...customers].reverse()),
      )
      await Promise.all([carryOut(db, ctx, give.key), carryOut(db, again, take.key)])
      expect([0, 12]).toContain(await pairs(someone.id))
    }
    await other.close()
  })
})
