import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import {
  associations,
  changes,
  customerGroups,
  customers,
  groups,
  history,
  withheld,
  withheldGroups,
} from '@/db/schema'
import { associate, disassociate } from '@/lib/associations/commands'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import type { KindName } from '@/lib/changes/kinds/registry'
import type { Context } from '@/lib/context'
import { setCollector } from '@/lib/customers/commands'
import { beginSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeCustomers, makeSettings, makeUser } from '../support/make'
import { standingOf } from '../support/standing'

// Whatever meets whatever: each customer ends as if one had waited for the other, and nobody is told of a deadlock.

const { db, url } = testDatabase()
const other = connect(url, { max: 4 })
let here: Context
let there: Context

beforeAll(async () => {
  await makeSettings(db)
  here = await actingAs(db, { role: 'administrator' })
  there = { ...(await actingAs(db, { role: 'administrator' })), db: other.db }
})
afterAll(() => other.close())

const COUNT = 24
const ROUNDS = 4

/** Plans a change in small chunks; answers the work itself, which a worker of that person's would do. */
async function prepared(ctx: Context, kind: KindName, given: unknown, ids: number[], chunks: number) {
  const { key } = await planChange(ctx, kind, given, { kind: 'ids', ids })
  const id = await beginSmall(db, key, chunks)
  return { key, id, run: () => runChange(ctx.db as typeof db, id) }
}

async function undoing(ctx: Context, key: string) {
  const id = await beginSmall(db, (await planUndo(ctx, key)).key, 0)
  return { id, run: () => runChange(ctx.db as typeof db, id) }
}

const endOf = async (id: number) => (await db.select().from(changes).where(eq(changes.id, id)))[0]!

describe('two changes of different kinds at once', () => {
  type Cast = { one: number; two: number; group: number }
  type Given = (cast: Cast) => unknown
  const PAIRS: [KindName, KindName, Given, Given][] = [
    ['associate', 'replace', ({ two }) => ({ colleagues: [two] }), replacing],
    ['disassociate', 'replace', ({ one }) => ({ colleagues: [one] }), replacing],
    ['collector', 'replace', ({ two }) => ({ collector: two }), replacing],
    ['group', 'ungroup', ({ group }) => ({ groups: [group] }), ({ group }) => ({ groups: [group] })],
    ['state', 'collector', () => ({ state: 'archived' }), () => ({ collector: 'none' })],
    ['associate', 'disassociate', ({ one, two }) => ({ colleagues: [one, two] }), ({ one }) => ({ colleagues: [one] })],
  ]
  function replacing({ one, two }: Cast) {
    return { from: one, to: two, asCollector: true, asColleague: true }
  }

  test.each(PAIRS)('%s and %s', async (first, second, givenFirst, givenSecond) => {
    const cast = await makeCast()
    const [a, b] = [givenFirst(cast), givenSecond(cast)]
    const serial: string[][] = []
    for (const turned of [false, true]) {
      const ids = await mixed(cast)
      const order = [() => prepared(here, first, a, ids, 3), () => prepared(there, second, b, ids, 3)]
      for (const one of turned ? order.reverse() : order) await (await one()).run()
      serial.push(await standingOf(db, ids))
    }
    for (let round = 0; round < ROUNDS; round++) {
      const ids = await mixed(cast)
      const both = [await prepared(here, first, a, ids, 12), await prepared(there, second, b, [...ids].reverse(), 8)]
      await Promise.all(both.map(({ run }) => run()))
      for (const { id } of both) expect(await endOf(id)).toMatchObject({ state: 'done', total: COUNT, notAllowed: 0 })
      const ended = await standingOf(db, ids)
      for (const [at, line] of ended.entries()) expect([serial[0]![at], serial[1]![at]]).toContain(line)
    }
  })

  async function makeCast(): Promise<Cast> {
    const [one, two] = [await makeUser(db, { usualKind: 'sales' }), await makeUser(db, { usualKind: 'other' })]
    const [group] = await db
      .insert(groups)
      .values({ slug: `g${one.id}`, name: `G${one.id}` })
      .returning()
    return { one: one.id, two: two.id, group: group!.id }
  }

  /** Customers who differ in all that these changes turn, in the same order each time. */
  async function mixed({ one, two, group }: Cast): Promise<number[]> {
    const ids = await makeCustomers(db, COUNT)
    for (const [at, id] of ids.entries()) {
      if (at % 2 === 0) await makeAssociation(db, id, one, { kind: 'customer_service', source: 'import' })
      if (at % 3 === 0) await makeAssociation(db, id, two)
      if (at % 3 === 1) await db.insert(withheld).values({ customerId: id, userId: two })
      if (at % 4 === 0) await db.update(customers).set({ collectorId: one }).where(eq(customers.id, id))
      if (at % 5 === 0) await db.insert(customerGroups).values({ customerId: id, groupId: group, source: 'import' })
      if (at % 5 === 1) await db.insert(withheldGroups).values({ customerId: id, groupId: group })
      if (at % 7 === 3)
        await db.update(customers).set({ collectorWithheld: true, collectorId: null }).where(eq(customers.id, id))
    }
    return ids
  }
})

describe('beside people who change one customer at a time', () => {
  const associated = async (customerId: number, userId: number) =>
    (await db.$count(associations, and(eq(associations.customerId, customerId), eq(associations.userId, userId)))) === 1

  test('a colleague whom a change gives and a person takes off is taken exactly where the person was told so', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const user = await makeUser(db)
      const ids = await makeCustomers(db, COUNT)
      const change = await prepared(here, 'associate', { colleagues: [user.id] }, ids, 12)
      const taking = inTurn(ids, round, (id) => disassociate(there, id, user.id))
      const [told] = await Promise.all([taking, change.run()])
      expect(await endOf(change.id)).toMatchObject({ state: 'done', changed: COUNT })
      for (const [id, { removed }] of told) {
        expect(await associated(id, user.id)).toBe(!removed)
        expect(await db.$count(withheld, eq(withheld.customerId, id))).toBe(Number(removed))
      }
    }
  })

  test('a colleague whom a change takes and a person gives stays where the change came first', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const user = await makeUser(db)
      const ids = await makeCustomers(db, COUNT)
      const change = await prepared(here, 'disassociate', { colleagues: [user.id] }, ids, 12)
      const [told] = await Promise.all([
        inTurn(ids, round, (id) => associate(there, id, { userId: user.id })),
        change.run(),
      ])
      let taken = 0
      for (const [id, { added }] of told) {
        expect(added).toBe(true)
        const gone = !(await associated(id, user.id))
        expect(await db.$count(withheld, eq(withheld.customerId, id))).toBe(Number(gone))
        taken += Number(gone)
      }
      expect(await endOf(change.id)).toMatchObject({ state: 'done', changed: taken, already: COUNT - taken })
    }
  })

  test('a collector whom a change and a person put is the one of whoever came last, by the history of both', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [ours, theirs] = [await makeUser(db), await makeUser(db)]
      const ids = await makeCustomers(db, COUNT)
      const change = await prepared(here, 'collector', { collector: ours.id }, ids, 12)
      await Promise.all([inTurn(ids, round, (id) => putCollector(id, theirs.id)), change.run()])
      expect(await endOf(change.id)).toMatchObject({ state: 'done', changed: COUNT })
      for (const id of ids) {
        const [row] = await db.select().from(customers).where(eq(customers.id, id))
        const [entry] = await db.select().from(history).where(eq(history.customerId, id))
        const before = (entry!.old as { collectorId: number | null }).collectorId
        expect(row!.collectorId).toBe(before === ours.id ? theirs.id : ours.id)
      }
    }
  })

  /** Whoever read a version that is gone reads again, as a person would. */
  async function putCollector(id: number, collectorId: number): Promise<void> {
    for (;;) {
      const [row] = await other.db.select().from(customers).where(eq(customers.id, id))
      try {
        return await setCollector(there, { customerId: id, version: row!.version, collectorId })
      } catch (error) {
        expect(error).toMatchObject({ message: 'changedMeanwhile' })
      }
    }
  }

  test('a colleague given again while the giving is undone the short way stays exactly where it was given', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const user = await makeUser(db)
      const ids = await makeCustomers(db, COUNT)
      const given = await prepared(here, 'associate', { colleagues: [user.id] }, ids, 8)
      await given.run()
      const undo = await undoing(here, given.key)
      const [told] = await Promise.all([
        inTurn(ids, round, (id) => associate(there, id, { userId: user.id })),
        undo.run(),
      ])
      expect(await endOf(undo.id)).toMatchObject({ state: 'done', changed: COUNT })
      for (const [id, { added }] of told) expect(await associated(id, user.id)).toBe(added)
    }
  })

  test('a change that gives again what another is being undone of gives it exactly where its journal says so', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const user = await makeUser(db)
      const ids = await makeCustomers(db, COUNT)
      const given = await prepared(here, 'associate', { colleagues: [user.id] }, ids, 8)
      await given.run()
      const undo = await undoing(here, given.key)
      const again = await prepared(there, 'associate', { colleagues: [user.id] }, ids, 12)
      await Promise.all(round % 2 === 0 ? [undo.run(), again.run()] : [again.run(), undo.run()])
      expect(await endOf(undo.id)).toMatchObject({ state: 'done', changed: COUNT })
      const left = await db.select().from(associations).where(eq(associations.userId, user.id))
      expect(left.every(({ changeId }) => changeId === again.id)).toBe(true)
      expect(await endOf(again.id)).toMatchObject({ changed: left.length, already: COUNT - left.length })
    }
  })

  /** One after another, from the front, from the back, or from the middle on. */
  async function inTurn<T>(ids: number[], round: number, work: (id: number) => Promise<T>): Promise<[number, T][]> {
    const middle = [...ids.slice(COUNT / 2), ...ids.slice(0, COUNT / 2)]
    const told: [number, T][] = []
    for (const id of [ids, [...ids].reverse(), middle][round % 3]!) told.push([id, await work(id)])
    return told
  }
})
