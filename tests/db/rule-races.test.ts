import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '@/db/client'
import { changes, customerGroups, customers, groups, rules, withheld, withheldGroups } from '@/db/schema'
import { planChange } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import type { KindName } from '@/lib/changes/kinds/registry'
import type { Gift } from '@/lib/changes/kinds/rule-gift'
import type { Context } from '@/lib/context'
import { applyRule } from '@/lib/rules/commands/apply'
import { createRule } from '@/lib/rules/commands/keep'
import { createView } from '@/lib/views/commands/keep'
import { beginSmall, cutSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { take } from '../support/import'
import { actingAs, makeAssociation, makeCustomers, makeSettings, makeUser } from '../support/make'
import { standingOf } from '../support/standing'

// A rule at work on the customers that somebody else is changing: each ends as if one had waited for the other.

const { db, url } = testDatabase()
const other = connect(url, { max: 4 })
const [COUNT, ROUNDS] = [24, 2]
let ctx: Context
let user: number
let next: number
let group: number
let emails = ''

beforeAll(async () => {
  await makeSettings(db)
  ctx = await actingAs(db, { role: 'administrator' })
  const [one, two] = [await makeUser(db, { usualKind: 'sales' }), await makeUser(db, { usualKind: 'other' })]
  const [made] = await db.insert(groups).values({ slug: 'export', name: 'Export' }).returning()
  ;[user, next, group] = [one.id, two.id, made!.id]
  emails = `${one.email},${two.email}`
})
afterAll(() => other.close())

let serial = 0

/** A rule of its own, and customers inside and outside its view who have what it gives in every way there is, or lack it. */
async function scene(gives: Gift): Promise<{ rule: number; ids: number[] }> {
  const country = String.fromCharCode(65 + Math.floor(++serial / 26), 65 + (serial % 26))
  const view = await createView(ctx, { name: `V${serial}`, search: `country=${country}`, shared: true, kind: 'living' })
  const { key } = await createRule(ctx, { name: `R${serial}`, view: view.slug, gives, takesBack: true, active: true })
  const [row] = await db.select({ id: rules.id }).from(rules).where(eq(rules.key, key))
  const rule = row!.id
  const ids = await makeCustomers(db, COUNT, { country })
  for (const [at, id] of ids.entries()) {
    if (at % 2 === 1) await db.update(customers).set({ country: 'ZZ' }).where(eq(customers.id, id))
    const way = Math.floor(at / 2) % 4
    if (way === 0) await givenBy('rule', rule, id)
    if (way === 1) await givenBy('person', null, id)
    if (way === 2) await takenOff(id)
    if (at % 5 === 0) await makeAssociation(db, id, next, { kind: 'customer_service' })
  }
  return { rule, ids }
}

async function givenBy(source: string, ruleId: number | null, customerId: number): Promise<void> {
  await makeAssociation(db, customerId, user, { kind: 'sales', source, ruleId })
  await db.insert(customerGroups).values({ customerId, groupId: group, source, ruleId })
  const marks = { collectorRuleId: ruleId, collectorRuleUserId: ruleId === null ? null : user }
  await db
    .update(customers)
    .set({ collectorId: user, ...marks })
    .where(eq(customers.id, customerId))
}

async function takenOff(customerId: number): Promise<void> {
  await db.insert(withheld).values({ customerId, userId: user })
  await db.insert(withheldGroups).values({ customerId, groupId: group })
  await db.update(customers).set({ collectorWithheld: true }).where(eq(customers.id, customerId))
}

/** Freezes a run of the rule, cut small; answers the work itself, which the worker would do. */
async function running(rule: number): Promise<() => Promise<void>> {
  await applyRule(db, rule, AbortSignal.abort()).catch(() => undefined)
  const begun = await db.select({ id: changes.id }).from(changes).where(eq(changes.ruleId, rule)).orderBy(changes.id)
  for (const { id } of begun) await cutSmall(db, id, 4)
  return async () => {
    for (const { id } of begun) await runChange(other.db, id)
  }
}

type Work = (ids: number[]) => Promise<() => Promise<unknown>>

const changing =
  (kind: KindName, given: () => unknown): Work =>
  async (ids) => {
    const { key } = await planChange(ctx, kind, given(), { kind: 'ids', ids })
    const id = await beginSmall(db, key, 8)
    return () => runChange(db, id)
  }

const importing: Work = async (ids) => {
  const rows = await db.execute<{ line: string }>(sql`
    select code || ',' || name || ',Export,"' || ${emails} || '",' || split_part(${emails}, ',', 1 + (id % 2)::integer) as line
    from customers where id = any(${sql.param(ids)}::bigint[]) order by code desc`)
  const file = ['code,name,groups,colleagues,collector', ...rows.map(({ line }) => line), ''].join('\n')
  return () => take(db, 'customers', file)
}

const REPLACES: [string, Work][] = [
  ['replace', changing('replace', () => ({ from: user, to: next, asCollector: true, asColleague: true }))],
  [
    'replace the other way',
    changing('replace', () => ({ from: next, to: user, asCollector: true, asColleague: true })),
  ],
]
const ALWAYS: [string, Work][] = [
  ['state', changing('state', () => ({ state: 'archived' }))],
  ['an import', importing],
]

const RACES: [string, () => Gift, [string, Work][]][] = [
  [
    'colleagues',
    () => ({ does: 'associate', colleagues: [user] }),
    [
      ['associate', changing('associate', () => ({ colleagues: [user, next] }))],
      ['disassociate', changing('disassociate', () => ({ colleagues: [user] }))],
      ...REPLACES,
      ...ALWAYS,
    ],
  ],
  [
    'a collector',
    () => ({ does: 'collector', collector: user }),
    [
      ['collector', changing('collector', () => ({ collector: user }))],
      ['nobody as collector', changing('collector', () => ({ collector: null }))],
      ...REPLACES,
      ...ALWAYS,
    ],
  ],
  [
    'groups',
    () => ({ does: 'group', groups: [group] }),
    [
      ['group', changing('group', () => ({ groups: [group] }))],
      ['ungroup', changing('ungroup', () => ({ groups: [group] }))],
      ...ALWAYS,
    ],
  ],
]

describe.each(RACES)('a rule that gives %s', (_what, gives, partners) => {
  test.each(partners)('and %s at once', async (_name, partner) => {
    const ways: string[][] = []
    for (const first of ['rule', 'partner']) {
      const { rule, ids } = await scene(gives())
      const other = await partner(ids)
      if (first === 'partner') await other()
      await (await running(rule))()
      if (first === 'rule') await other()
      ways.push(await nameless(rule, ids))
    }
    for (let round = 0; round < ROUNDS; round++) {
      const { rule, ids } = await scene(gives())
      const both = [await running(rule), await partner(round % 2 === 0 ? ids : [...ids].reverse())]
      await Promise.all((round % 2 === 0 ? both : both.reverse()).map((work) => work()))
      const ended = await nameless(rule, ids)
      for (const [at, line] of ended.entries()) expect(ways.map((way) => way[at])).toContain(line)
    }
  })
})

/** How each customer stands; the rules of two scenes are alike but for their number. */
const nameless = async (rule: number, ids: number[]) =>
  (await standingOf(db, ids)).map((line) => line.replaceAll(`by ${rule}`, 'by rule').replaceAll(`rule ${rule}`, 'rule'))

test('rules that run at once, as after an import that met the clock, wait for each other', async () => {
  const { rule, ids } = await scene({ does: 'associate', colleagues: [user, next] })
  const work = [
    () => applyRule(db, rule),
    () => applyRule(other.db, rule),
    await changing('disassociate', () => ({ colleagues: [next] }))(ids),
  ]
  await Promise.all(work.map((one) => one()))
  const ended = await db.select().from(changes).where(eq(changes.ruleId, rule))
  expect(ended.every(({ state }) => state === 'done')).toBe(true)
  await applyRule(db, rule)
  const before = await standingOf(db, ids)
  await applyRule(db, rule)
  expect(await standingOf(db, ids)).toEqual(before)
})
