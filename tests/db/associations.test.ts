import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { associations, history, settings, withheld } from '@/db/schema'
import { associate, disassociate, updateAssociation } from '@/lib/associations/commands'
import { listColleagues } from '@/lib/associations/queries'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { carryOut } from '../support/changes'
import { testDatabase } from '../support/database'
import { actingAs, makeAssociation, makeCustomer, makeSettings, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
beforeAll(async () => makeSettings(db))

const rowOf = async (customerId: number, userId: number) => {
  const [row] = await db
    .select()
    .from(associations)
    .where(and(eq(associations.customerId, customerId), eq(associations.userId, userId)))
  return row
}
const withheldAt = (customerId: number) => db.select().from(withheld).where(eq(withheld.customerId, customerId))
const said = async (customerId: number) =>
  (await db.select().from(history).where(eq(history.customerId, customerId)).orderBy(history.id)).map(
    ({ action }) => action,
  )

describe('associating one colleague', () => {
  test('takes the kind that is usual for them, and a second time changes nothing', async () => {
    const ctx = await actingAs(db, { role: 'sales_manager' })
    const user = await makeUser(db, { usualKind: 'dispute_resolver', active: false })
    const { id, code } = await makeCustomer(db)
    expect(await associate(ctx, code, { userId: user.id })).toEqual({ added: true })
    expect(await rowOf(id, user.id)).toMatchObject({
      kind: 'dispute_resolver',
      source: 'person',
      createdBy: ctx.actor.id,
      since: ctx.now,
    })
    expect(await associate(ctx, id, { userId: user.id, kind: 'sales' })).toEqual({ added: false })
    expect(await rowOf(id, user.id)).toMatchObject({ kind: 'dispute_resolver' })
    expect(await said(id)).toEqual(['association.given'])
  })

  test('by two people at once gives one row and one entry', async () => {
    const other = connect(url)
    try {
      const here = await actingAs(db, { role: 'collector' })
      const there = { ...(await actingAs(db, { role: 'collector' })), db: other.db }
      const user = await makeUser(db)
      for (let race = 0; race < 10; race++) {
        const { id } = await makeCustomer(db)
        const outcomes = await Promise.all([here, there].map((ctx) => associate(ctx, id, { userId: user.id })))
        expect(outcomes.filter(({ added }) => added)).toHaveLength(1)
        expect(await said(id)).toEqual(['association.given'])
      }
    } finally {
      await other.close()
    }
  })

  test('who does not exist is refused beside the field', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const { id } = await makeCustomer(db)
    await expect(associate(ctx, id, { userId: 2 ** 40 })).rejects.toMatchObject({
      message: 'colleagueGone',
      fields: { userId: 'colleagueGone' },
    })
  })
})

describe('taking a colleague off', () => {
  test('keeps the row as it stood, and keeps files and rules from giving it again until a person does', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const user = await makeUser(db)
    const { id } = await makeCustomer(db)
    const since = new Date('2024-02-03T04:05:06Z')
    await makeAssociation(db, id, user.id, { kind: 'customer_service', source: 'import', since, pinned: true })
    expect(await disassociate(ctx, id, user.id)).toEqual({ removed: true, kind: 'customer_service' })
    expect(await rowOf(id, user.id)).toBeUndefined()
    expect(await withheldAt(id)).toEqual([{ userId: user.id, customerId: id, by: ctx.actor.id, at: ctx.now }])
    expect(await disassociate(ctx, id, user.id)).toEqual({ removed: false })
    await associate(ctx, id, { userId: user.id })
    expect(await withheldAt(id)).toEqual([])
    expect(await said(id)).toEqual(['association.taken', 'association.given'])
  })
})

describe('changing what a colleague is', () => {
  test('makes the row a person’s, so that undoing the mass change that gave it leaves it', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const user = await makeUser(db, { usualKind: 'sales' })
    const { id } = await makeCustomer(db)
    const { key } = await planChange(ctx, 'associate', { colleagues: [user.id] }, { kind: 'ids', ids: [id] })
    const { id: changeId } = await carryOut(db, ctx, key)
    expect(await listColleagues(ctx, id)).toMatchObject([{ userId: user.id, inChange: true, changeKey: key }])
    const other = await actingAs(db, { role: 'collector' })
    expect(await listColleagues(other, id)).toMatchObject([{ userId: user.id, inChange: true, changeKey: null }])
    await updateAssociation(ctx, id, { userId: user.id, kind: 'customer_service', seen: 'sales' })
    expect(await rowOf(id, user.id)).toMatchObject({ kind: 'customer_service', source: 'person', changeId: null })
    const [entry] = await db.select().from(history).where(eq(history.customerId, id))
    expect(entry).toMatchObject({
      action: 'association.updated',
      old: { kind: 'sales', changeId },
      new: { kind: 'customer_service', changeId: null },
    })
    await carryOut(db, ctx, (await planUndo(ctx, key)).key)
    expect(await rowOf(id, user.id)).toMatchObject({ kind: 'customer_service' })
  })

  test('to what it is already writes nothing; from what it is no longer is refused', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const user = await makeUser(db)
    const { id } = await makeCustomer(db)
    await makeAssociation(db, id, user.id, { kind: 'sales', source: 'import' })
    await updateAssociation(ctx, id, { userId: user.id, kind: 'sales', seen: 'other' })
    expect(await rowOf(id, user.id)).toMatchObject({ kind: 'sales', source: 'import' })
    const late = updateAssociation(ctx, id, { userId: user.id, kind: 'customer_service', seen: 'other' })
    expect(await refusalOf(late)).toBe('changedMeanwhile')
    await disassociate(ctx, id, user.id)
    const gone = updateAssociation(ctx, id, { userId: user.id, kind: 'other', seen: 'sales' })
    expect(await refusalOf(gone)).toBe('colleagueTaken')
  })
})

describe('within a portfolio', () => {
  test('other customers cannot be given colleagues, nor oneself to them', async () => {
    const ctx = await actingAs(db, { role: 'collector', portfolioOnly: true })
    const user = await makeUser(db)
    const foreign = await makeCustomer(db)
    await makeAssociation(db, foreign.id, user.id, { kind: 'sales' })
    expect(await refusalOf(associate(ctx, foreign.id, { userId: ctx.actor.id }))).toBe('gone')
    expect(await refusalOf(associate(ctx, foreign.code, { userId: ctx.actor.id }))).toBe('gone')
    expect(await refusalOf(disassociate(ctx, foreign.id, user.id))).toBe('gone')
    expect(await refusalOf(updateAssociation(ctx, foreign.id, { userId: user.id, kind: 'other', seen: 'sales' }))).toBe(
      'gone',
    )
    expect(await listColleagues(ctx, foreign.id)).toEqual([])
    expect(await rowOf(foreign.id, user.id)).toMatchObject({ kind: 'sales' })
    expect(await withheldAt(foreign.id)).toEqual([])
  })
})

describe('in copy of what is sent to a customer', () => {
  test('are colleagues of the kinds that the company says, as far as they can be written to', async () => {
    const ctx = await actingAs(db, { role: 'collector' })
    const customer = await makeCustomer(db)
    const people = [
      { user: await makeUser(db, { lastName: 'A' }), kind: 'sales' },
      { user: await makeUser(db, { lastName: 'B' }), kind: 'other' },
      { user: await makeUser(db, { lastName: 'C', active: false, email: null }), kind: 'sales' },
      { user: await makeUser(db, { lastName: 'D', active: false }), kind: 'sales' },
    ] as const
    for (const { user, kind } of people) await makeAssociation(db, customer.id, user.id, { kind })
    const inCopy = async () => (await listColleagues(ctx, customer.id)).map((colleague) => colleague.inCopy)
    expect(await inCopy()).toEqual([false, false, false, false])
    await db.update(settings).set({ copyKinds: ['sales', 'dispute_resolver'] })
    expect(await inCopy()).toEqual([true, false, false, true])
    await db.update(settings).set({ copyKinds: [] })
  })
})
