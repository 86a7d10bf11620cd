import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { customerGroups, groups, history, users } from '@/db/schema'
import { wellFormed } from '@/lib/action'
import { contextFor } from '@/lib/auth/identity'
import type { Context } from '@/lib/context'
import { chooseColumns } from '@/lib/customers/commands/columns'
import { EVERYONE, FIRST_PAGE, SORTS } from '@/lib/customers/filter'
import { columnsInput } from '@/lib/customers/input'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { COLUMNS, type CustomerColumn, columnsToShow, USUAL_COLUMNS } from '@/lib/customers/rules/columns'
import { testDatabase } from '../support/database'
import { actingAs, contextOf, makeAssociation, makeContact, makeCustomer, makeItem, makeUser } from '../support/make'
import { refusalOf } from '../support/refusal'

const { db, url } = testDatabase()
let ctx: Context
beforeEach(async () => {
  ctx = await actingAs(db, { role: 'collector' })
})

/** What the form sends. */
function form(columns: readonly string[], more: Record<string, string> = {}): FormData {
  const sent = new FormData()
  for (const column of columns) sent.append('columns', column)
  for (const [name, value] of Object.entries({ density: 'compact', ...more })) sent.append(name, value)
  return sent
}
const choose = (as: Context, columns: readonly string[], more: Record<string, string> = {}) =>
  chooseColumns(as, wellFormed(columnsInput, form(columns, more)))
type Opened = ReturnType<typeof connect>
const waiting = async () => {
  const rows = await db.execute(
    sql`select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
  )
  return rows.length
}
/** At the next visit of that person. */
const chosenColumns = async ({ actor }: Context) =>
  columnsToShow((await contextFor(db, actor.id))!.actor.customerColumns)
const rowOf = async (id: number) => (await db.select().from(users).where(eq(users.id, id)))[0]!

describe('the columns that somebody chose', () => {
  test('are theirs, in their order, at their next visit and not at anybody else’s', async () => {
    const other = await actingAs(db, { role: 'collector' })
    await choose(ctx, ['late', 'name', 'code', 'contactPhone'])
    expect(await chosenColumns(ctx)).toEqual([...['late', 'name', 'code', 'contactPhone']])
    expect(await chosenColumns(other)).toEqual(USUAL_COLUMNS)
    expect(await rowOf(other.actor.id)).toMatchObject({ customerColumns: null, density: 'compact' })
  })

  test('always have the code, once each, whatever was ticked', async () => {
    await choose(ctx, [])
    expect(await chosenColumns(ctx)).toEqual(['code'])
    await choose(ctx, ['name', 'late', 'name'])
    expect(await chosenColumns(ctx)).toEqual(['code', 'name', 'late'])
    await choose(ctx, ['name'])
    expect(await chosenColumns(ctx)).toEqual(['code', 'name'])
  })

  test('change places by a button of the form, and stay where there is no further place', async () => {
    const order = async (columns: readonly string[], more: Record<string, string>) => {
      await choose(ctx, columns, more)
      return (await chosenColumns(ctx)).join(' ')
    }
    expect(await order(['code', 'name', 'late'], { up: 'late' })).toBe('code late name')
    expect(await order(['code', 'late', 'name'], { down: 'code' })).toBe('late code name')
    expect(await order(['late', 'code', 'name'], { up: 'late' })).toBe('late code name')
    expect(await order(['late', 'code', 'name'], { down: 'name' })).toBe('late code name')
    expect(await order(['late', 'code', 'name'], { up: 'city' })).toBe('late code name')
    expect(await order(['late', 'code', 'name'], { down: 'city' })).toBe('late code name')
  })

  test('are the usual ones again when asked for, and follow them from then on', async () => {
    await choose(ctx, ['code', 'late'], { density: 'comfortable' })
    await choose(ctx, ['code', 'late'], { density: 'comfortable', usual: 'true' })
    expect(await rowOf(ctx.actor.id)).toMatchObject({ customerColumns: null, density: 'comfortable' })
    await choose(ctx, USUAL_COLUMNS)
    expect((await rowOf(ctx.actor.id)).customerColumns).toBeNull()
    await choose(ctx, [...USUAL_COLUMNS].reverse())
    expect((await rowOf(ctx.actor.id)).customerColumns).toEqual([...USUAL_COLUMNS].reverse())
  })

  test('leave out what a release has no column for any more', async () => {
    const keep = (customerColumns: string[]) =>
      db.update(users).set({ customerColumns }).where(eq(users.id, ctx.actor.id))
    await keep(['formerly', 'late', '__proto__', 'code', 'late'])
    expect(await chosenColumns(ctx)).toEqual(['late', 'code'])
    await keep(['formerly'])
    expect(await chosenColumns(ctx)).toEqual(USUAL_COLUMNS)
    await keep([])
    expect(await chosenColumns(ctx)).toEqual(USUAL_COLUMNS)
  })

  test('are refused with a sentence where one does not exist, and nothing is kept of the rest', async () => {
    const before = await rowOf(ctx.actor.id)
    for (const junk of ['formerly', '', '__proto__', "code'; drop table users; --", 'Code']) {
      expect(await refusalOf(choose(ctx, ['code', junk], { density: 'comfortable' }))).toBe('columnUnknown')
      expect(await refusalOf(choose(ctx, ['code'], { up: junk }))).toBe('columnUnknown')
    }
    for (const malformed of [
      form(['code'], { density: 'tiny' }),
      form(['x'.repeat(50)]),
      form(Array(101).fill('code')),
      form(['a\u0000b']),
    ])
      expect(() => wellFormed(columnsInput, malformed)).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(await rowOf(ctx.actor.id)).toEqual(before)
  })

  test('are in the history once for each time that they became others, and make no administrator’s form stale', async () => {
    const before = await rowOf(ctx.actor.id)
    await choose(ctx, ['code', 'late'], { density: 'comfortable' })
    await choose(ctx, ['code', 'late'], { density: 'comfortable' })
    const entries = await db.select().from(history).where(eq(history.userId, ctx.actor.id))
    expect(entries.map(({ action, actorId, old, new: now }) => ({ action, actorId, old, now }))).toEqual([
      {
        action: 'user.profileUpdated',
        actorId: ctx.actor.id,
        old: { customerColumns: null, density: 'compact' },
        now: { customerColumns: ['code', 'late'], density: 'comfortable' },
      },
    ])
    expect((await rowOf(ctx.actor.id)).version).toBe(before.version)
  })

  test('are one choice whole where two windows choose at the same moment, and the history tells one after the other', async () => {
    const [left, right, holder] = [1, 2, 3].map(() => connect(url, { max: 1 })) as [Opened, Opened, Opened]
    const user = await rowOf(ctx.actor.id)
    const [one, other] = [await contextOf(left.db, user), await contextOf(right.db, user)]
    let both: Promise<unknown> = Promise.resolve()
    await holder.sql.begin(async (sql) => {
      await sql`select from users where id = ${user.id} for update`
      both = Promise.all([
        choose(one, ['code', 'late'], { density: 'comfortable' }),
        choose(other, ['code', 'city'], { density: 'comfortable' }),
      ])
      await expect.poll(waiting).toBe(2)
    })
    await both
    const entries = await db.select().from(history).where(eq(history.userId, user.id)).orderBy(history.id)
    const [first, second] = entries.map((entry) => ({
      old: entry.old as Record<string, unknown>,
      now: entry.new as Record<string, unknown>,
    }))
    expect(first?.now).toMatchObject({ density: 'comfortable' })
    expect(second?.old).toEqual({ customerColumns: first?.now.customerColumns })
    expect(await rowOf(user.id)).toMatchObject({ density: 'comfortable', ...second?.now })
    await Promise.all([left, right, holder].map((opened) => opened.close()))
  })
})

describe('what the list knows of a customer', () => {
  beforeAll(async () => {
    const collector = await makeUser(db, { firstName: 'Tom', lastName: 'Berg' })
    const customer = await makeCustomer(db, {
      ...{ code: 'WIDE', name: 'Wide SA', city: 'Lyon', zip: '69001', region: 'Rhône', language: 'fr' },
      ...{
        tradingName: 'Wide',
        legalId: '123 456 789',
        vatNumber: 'FR1',
        paymentTerm: '30 days',
        paymentMeans: 'SEPA',
      },
      ...{ creditLimit: '12345678901234.560', collectorId: collector.id },
    })
    const { id } = customer
    await makeAssociation(db, id, collector.id)
    await makeItem(db, id)
    await makeItem(db, id)
    await db.execute(sql`select recount_customers(array[${id}]::bigint[], '2026-11-22')`)
    await makeContact(db, id, { firstName: 'No', lastName: 'Body' })
    await makeContact(
      db,
      id,
      { ...{ firstName: 'Ana', lastName: 'Novak', email: 'ana@x.example' }, mobile: '06 12', mobileE164: '+33612' },
      { forCollection: true },
    )
    const made = await db
      .insert(groups)
      .values([
        { slug: 'vip', name: 'VIP' },
        { slug: 'export', name: 'Export' },
      ])
      .returning()
    await db.insert(customerGroups).values(made.map((group) => ({ customerId: id, groupId: group.id })))
    await makeCustomer(db, { code: 'BARE', name: 'Bare', country: null })
  })

  const list = async (columns: readonly CustomerColumn[], view: Partial<typeof FIRST_PAGE> = {}) => {
    const { aim } = await aimAt(ctx, EVERYONE)
    const { rows } = await listCustomers(ctx, aim, { ...FIRST_PAGE, ...view }, columns)
    return new Map(rows.map((row) => [row.code, row]))
  }

  test('is everything that has a column, amounts to the last cent', async () => {
    const rows = await list(COLUMNS)
    expect(rows.get('WIDE')).toMatchObject({ collector: 'Tom Berg', colleagues: ['Tom Berg'], colleagueCount: 1 })
    expect(rows.get('WIDE')?.facts).toEqual({
      ...{ zip: '69001', region: 'Rhône', language: 'fr', tradingName: 'Wide', legalId: '123 456 789' },
      ...{ vatNumber: 'FR1', paymentTerm: '30 days', paymentMeans: 'SEPA', creditLimit: '12345678901234.560' },
      ...{ openItems: 2, groups: ['Export', 'VIP'], contact: 'Ana Novak', contactEmail: 'ana@x.example' },
      contactPhone: { typed: '06 12', dialled: '+33612' },
    })
    expect(rows.get('BARE')?.facts).toMatchObject({ groups: [], contact: null, contactPhone: null, openItems: 0 })
  })

  test('is looked up only where a column shows it', async () => {
    expect((await list(USUAL_COLUMNS)).get('WIDE')).toMatchObject({
      collector: 'Tom Berg',
      colleagueCount: 1,
      facts: {},
    })
    const bare = (await list(['code', 'zip'])).get('WIDE')
    expect(bare).toMatchObject({ collector: null, colleagues: [], colleagueCount: 0, facts: { zip: '69001' } })
    expect(bare?.facts).toEqual({ zip: '69001' })
  })

  test('is the same whichever way the list is sorted', async () => {
    const plain = (await list(COLUMNS)).get('WIDE')
    for (const sort of SORTS.filter((one) => one !== 'pasted'))
      for (const descending of [false, true])
        expect((await list(COLUMNS, { sort, descending })).get('WIDE')).toEqual(plain)
  })
})
