import { stringify } from 'csv-stringify/sync'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { changes, customers, groups, withheld, withheldGroups } from '@/db/schema'
import { planChange, planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import type { KindName } from '@/lib/changes/kinds/registry'
import type { Context } from '@/lib/context'
import { beginSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { take } from '../support/import'
import { actingAs, makeAssociation, makeSettings, makeUser } from '../support/make'
import { standingOf } from '../support/standing'

// A file that speaks of the customers that a change is about. One chunk is one transaction, as the import is: all of them end
// in the same one of the two orders. In many chunks each customer does.

const { db, url } = testDatabase()
const other = connect(url, { max: 2 })
const COUNT = 30

type Cast = { one: number; two: number; group: number }
type Given = (cast: Cast) => unknown

let ctx: Context
let cast: Cast
let people: { one: string; two: string; group: string }

beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'administrator' })
  const [one, two] = [await makeUser(db, { usualKind: 'sales' }), await makeUser(db, { usualKind: 'other' })]
  const [group] = await db.insert(groups).values({ slug: 'export', name: 'Export' }).returning()
  cast = { one: one.id, two: two.id, group: group!.id }
  people = { one: one.email!, two: two.email!, group: 'Export' }
})
afterAll(() => other.close())

const KINDS: [KindName | 'undo', Given][] = [
  ['associate', ({ one, two }) => ({ colleagues: [one, two] })],
  ['disassociate', ({ one, two }) => ({ colleagues: [one, two] })],
  ['replace', ({ one, two }) => ({ from: one, to: two, asCollector: true, asColleague: true })],
  ['collector', ({ one }) => ({ collector: one })],
  ['group', ({ group }) => ({ groups: [group] })],
  ['ungroup', ({ group }) => ({ groups: [group] })],
  ['state', () => ({ state: 'blocked' })],
  ['undo', ({ one }) => ({ colleagues: [one] })],
]

let serial = 0

/** Customers known from a first file and changed by people since, in the same order each time; and the file that comes next. */
async function scene(): Promise<{ ids: number[]; file: string }> {
  const prefix = `R${++serial}-`
  const codes = Array.from({ length: COUNT }, (_, at) => `${prefix}${String(at).padStart(2, '0')}`)
  const headings = ['code', 'name', 'city', 'collector', 'colleagues', 'groups', 'blocked']
  const file = (row: (at: number) => string[]) =>
    stringify([headings, ...codes.map((code, at) => [code, code, ...row(at)])])
  const cell = (holds: boolean, text: string) => (holds ? text : '')
  const first = file((at) => [
    'Lyon',
    cell(at % 3 === 0, people.one),
    cell(at % 2 === 0, people.one),
    cell(at % 5 === 0, people.group),
    cell(at % 7 === 0, 'yes'),
  ])
  await take(db, 'customers', first)
  const rows = await db
    .select({ id: customers.id })
    .from(customers)
    .where(sql`starts_with(code, ${prefix})`)
    .orderBy(customers.code)
  const ids = rows.map(({ id }) => id)
  for (const [at, id] of ids.entries()) {
    if (at % 4 === 1) await makeAssociation(db, id, cast.two)
    if (at % 4 === 3) await db.insert(withheld).values({ customerId: id, userId: cast.two })
    if (at % 6 === 4) await db.insert(withheldGroups).values({ customerId: id, groupId: cast.group })
    if (at % 9 === 1) await db.update(customers).set({ collectorWithheld: true }).where(eq(customers.id, id))
  }
  const next = file((at) => [
    at % 2 === 0 ? 'Paris' : 'Lyon',
    cell(at % 3 !== 1, people.two),
    cell(at % 3 !== 0, `${people.one}, ${people.two}`),
    cell(at % 2 === 0, people.group),
    at % 5 === 0 ? 'yes' : 'no',
  ])
  return { ids, file: next }
}

/** Begins the change and answers its work. An undo is that of an associating change, done before. */
async function begun(kind: KindName | 'undo', given: unknown, ids: number[], chunks: number) {
  const { key } = await planChange(ctx, kind === 'undo' ? 'associate' : kind, given, { kind: 'ids', ids })
  let id = await beginSmall(db, key, chunks)
  if (kind === 'undo') {
    await runChange(db, id)
    id = await beginSmall(db, (await planUndo(ctx, key)).key, chunks)
  }
  return { id, run: () => runChange(other.db, id) }
}

describe('an import and a change of the same customers at once', () => {
  test.each(KINDS)('%s: ends in one of the two orders', async (kind, given) => {
    const ways = await waysOf(kind, given)
    expect(ways[0]).not.toEqual(ways[1])
    for (const chunks of [1, 10]) {
      const { ids, file } = await scene()
      const { id, run } = await begun(kind, given(cast), ids, chunks)
      await Promise.all([run(), take(db, 'customers', file)])
      const found = await foundAfter(id, ids)
      if (chunks === 1) expect(ways).toContainEqual(found)
      else mustBeOrdered(found, ways)
    }
  })

  test.each(KINDS)('%s: whoever comes second waits for the first', async (kind, given) => {
    const ways = await waysOf(kind, given)
    for (const first of [0, 1]) {
      const { ids, file } = await scene()
      const { id, run } = await begun(kind, given(cast), ids, 1)
      const work = [run, () => take(db, 'customers', file)]
      await linedUp(ids[COUNT / 2]!, first === 0 ? work : work.reverse())
      expect(await foundAfter(id, ids)).toEqual(ways[first])
    }
  })

  test.each(KINDS)('%s: in many chunks, each customer ends in one of the two orders', async (kind, given) => {
    const ways = await waysOf(kind, given)
    for (const first of [0, 1]) {
      const { ids, file } = await scene()
      const { id, run } = await begun(kind, given(cast), ids, 10)
      const work = [run, () => take(db, 'customers', file)]
      await linedUp(ids[COUNT / 2]!, first === 0 ? work : work.reverse())
      mustBeOrdered(await foundAfter(id, ids), ways)
    }
  })

  const known = new Map<string, string[][]>()

  /** How they end when the change comes first, and when the import does. */
  async function waysOf(kind: KindName | 'undo', given: Given): Promise<string[][]> {
    const ways = known.get(kind) ?? [await inOrder(kind, given, 0), await inOrder(kind, given, 1)]
    known.set(kind, ways)
    return ways
  }

  async function inOrder(kind: KindName | 'undo', given: Given, first: number): Promise<string[]> {
    const { ids, file } = await scene()
    const { id, run } = await begun(kind, given(cast), ids, 4)
    if (first === 0) await run()
    await take(db, 'customers', file)
    if (first === 1) await run()
    return foundAfter(id, ids)
  }

  /** How each customer stands, and at last what the change says of itself. */
  async function foundAfter(id: number, ids: number[]): Promise<string[]> {
    const [ended] = await db.select().from(changes).where(eq(changes.id, id))
    expect(ended).toMatchObject({ state: 'done', total: COUNT })
    return [...(await standingOf(db, ids)), `${ended?.changed} ${ended?.already} ${ended?.notAllowed}`]
  }

  function mustBeOrdered(found: string[], ways: string[][]): void {
    for (const [at, line] of found.slice(0, COUNT).entries()) expect(ways.map((way) => way[at])).toContain(line)
  }
})

/** Each begins, and comes as far as it can while somebody holds one customer in the middle; then that one is let go. */
async function linedUp(middle: number, work: (() => Promise<unknown>)[]): Promise<void> {
  const { db: holder, close } = connect(url, { max: 1 })
  const begun: Promise<unknown>[] = []
  let living = 0
  await holder.transaction(async (tx) => {
    await tx.execute(sql`select from customers where id = ${middle} for no key update`)
    for (const one of work) {
      living += 1
      begun.push(one().finally(() => living--))
      await expect.poll(async () => (await waiting()) >= living, { interval: 5 }).toBe(true)
    }
  })
  await Promise.all(begun)
  await close()
}

async function waiting(): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
  return row?.count ?? 0
}
