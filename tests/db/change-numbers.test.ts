import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { changeChunks, changes } from '@/db/schema'
import { planChange } from '@/lib/changes/commands/plan'
import type { KindName } from '@/lib/changes/kinds/registry'
import type { Context } from '@/lib/context'
import type { CustomerSelection } from '@/lib/customers/selection'
import { testDatabase } from '../support/database'
import { actingAs, makeSettings, makeUser } from '../support/make'
import { numbersOf, sumOf } from '../support/numbers'

const { db, url } = testDatabase()
beforeAll(async () => makeSettings(db))
beforeEach(async () => {
  await db.execute(sql`truncate customers, changes cascade`)
})

/** Around what is done at once, what fits on a page, and what the worker does. */
const SIZES = [1, 49, 50, 51, 999]
const FOREIGN = 20

/**
 * So many customers of this collector, and others of nobody: of the first, every third is blocked and has the colleague
 * already, every fifth is the ERP's to block.
 */
async function makeCustomersOf(collectorId: number, count: number, colleague: number): Promise<void> {
  await db.execute(sql`
    insert into customers (code, code_key, name, collector_id, state, erp_fields)
    select 'N' || n, 'N' || n, 'Customer ' || n, case when n <= ${count} then ${collectorId}::bigint end,
      case when n % 3 = 0 then 'blocked' else 'active' end, case when n % 5 = 0 then '{state}'::text[] else '{}' end
    from generate_series(1, ${count + FOREIGN}::integer) n order by n`)
  await db.execute(sql`
    insert into associations (customer_id, user_id, kind)
    select id, ${colleague}, 'sales' from customers where substr(code, 2)::integer % 3 = 0`)
}

/** All of them, as a search finds them and as somebody ticks them. */
async function selections(): Promise<CustomerSelection[]> {
  const rows = await db.execute<{ id: string }>(sql`select id from customers order by hashint8extended(id, 3)`)
  return [
    { kind: 'search', search: 'state=all', except: [] },
    { kind: 'ids', ids: rows.map(({ id }) => Number(id)) },
  ]
}

const upTo = (count: number, holds: (n: number) => boolean) =>
  Array.from({ length: count }, (_, index) => index + 1).filter(holds).length

/** What becomes of `count` customers numbered from one. */
function expected(kind: KindName, count: number) {
  const already = upTo(count, (n) => n % 3 === 0)
  const notAllowed = kind === 'state' ? upTo(count, (n) => n % 3 !== 0 && n % 5 === 0) : 0
  return { button: count, changed: count - already - notAllowed, already, notAllowed }
}

const kinds = (colleague: number): [KindName, Record<string, unknown>][] => [
  ['associate', { colleagues: [colleague] }],
  ['state', { state: 'blocked' }],
]

describe.each([
  { who: 'somebody who sees all', portfolioOnly: false },
  { who: 'somebody kept to a portfolio', portfolioOnly: true },
])('to $who, the number on the button', ({ portfolioOnly }) => {
  const seen = (count: number) => (portfolioOnly ? count : count + FOREIGN)

  test.each(SIZES)('is what was changed, already so and not allowed: %i', async (count) => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly })
    for (const which of [0, 1]) {
      const colleague = await makeUser(db)
      for (const [kind, given] of kinds(colleague.id)) {
        await db.execute(sql`truncate customers cascade`)
        await makeCustomersOf(ctx.actor.id, count, colleague.id)
        const selection = (await selections())[which]!
        const { promised, done } = await numbersOf(ctx, db, { kind, given, selection })
        expect(promised).toEqual(expected(kind, seen(count)))
        expect(done).toEqual(promised)
        expect(sumOf(done)).toBe(seen(count))
      }
    }
  })

  test('is never 0: there is nothing to press, and nothing is written', async () => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly })
    const colleague = await makeUser(db)
    await makeCustomersOf(colleague.id, 5, colleague.id)
    const foreign = (await selections())[1] as { ids: number[] }
    const none: CustomerSelection[] = [
      { kind: 'search', search: 'country=PT', except: [] },
      { kind: 'ids', ids: portfolioOnly ? foreign.ids : [999_999_999] },
    ]
    for (const selection of none)
      for (const [kind, given] of kinds(colleague.id))
        await expect(planChange(ctx, kind, given, selection)).rejects.toMatchObject({ message: 'nothingSelected' })
    expect(await db.$count(changes)).toBe(0)
  })
})

describe('a portfolio that shrinks', () => {
  const lost = (n: number) => n % 7 === 1

  const shrink = () => db.execute(sql`update customers set collector_id = null where substr(code, 2)::integer % 7 = 1`)

  test.each(SIZES)('between preview and start is asked about again, and nothing was done: %i', async (count) => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    const colleague = await makeUser(db)
    for (const which of [0, 1]) {
      await db.execute(sql`truncate customers cascade`)
      await makeCustomersOf(ctx.actor.id, count, colleague.id)
      const wish = blocking((await selections())[which]!)
      const pressed = numbersOf(ctx, db, wish, async (start) => {
        await shrink()
        await start()
      })
      const now = count - upTo(count, lost)
      await expect(pressed).rejects.toMatchObject({ message: 'setMoved', values: { before: count, now } })
    }
    expect(await db.$count(changeChunks)).toBe(0)
  })

  test.each(SIZES)('between start and work leaves the lost ones alone, and the sum is the same: %i', async (count) => {
    const ctx = await actingAs(db, { role: 'credit_manager', portfolioOnly: true })
    const colleague = await makeUser(db)
    for (const which of [0, 1]) {
      await db.execute(sql`truncate customers cascade`)
      await makeCustomersOf(ctx.actor.id, count, colleague.id)
      const wish = blocking((await selections())[which]!)
      const { promised, done } = await numbersOf(ctx, db, wish, (start) => shrinkingOnceFrozen(ctx, start))
      expect(promised).toEqual(expected('state', count))
      expect(sumOf(done)).toBe(promised.button)
      expect(done).toEqual({
        button: count,
        changed: upTo(count, (n) => !lost(n) && n % 3 !== 0 && n % 5 !== 0),
        already: upTo(count, (n) => !lost(n) && n % 3 === 0),
        notAllowed: upTo(count, (n) => lost(n) || (n % 3 !== 0 && n % 5 === 0)),
      })
    }
  })

  const blocking = (selection: CustomerSelection) =>
    ({ kind: 'state', given: { state: 'blocked' }, selection }) as const

  /** The customers leave while the first chunk waits for them. */
  async function shrinkingOnceFrozen(ctx: Context, start: () => Promise<void>): Promise<void> {
    const { db: other, close } = connect(url, { max: 1 })
    let started: Promise<void> | undefined
    await other.transaction(async (tx) => {
      await tx.execute(sql`select from customers order by id for no key update`)
      started = start()
      const frozen = () => ctx.db.$count(changes, sql`state = 'running'`)
      await expect.poll(frozen, { interval: 5 }).toBe(1)
      await tx.execute(sql`update customers set collector_id = null where substr(code, 2)::integer % 7 = 1`)
    })
    await started
    await close()
  }
})
