import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { connect } from '@/db/client'
import {
  associations,
  changeEffects,
  changes,
  customerGroups,
  customers,
  groups,
  history,
  rules,
  users,
  views,
  withheld,
} from '@/db/schema'
import { associate, disassociate, pinAssociation } from '@/lib/associations/commands'
import { contextFor } from '@/lib/auth/identity'
import { planUndo } from '@/lib/changes/commands/plan'
import { runChange } from '@/lib/changes/commands/run'
import { startChange } from '@/lib/changes/commands/start'
import { KINDS } from '@/lib/changes/kinds/registry'
import type { Gift } from '@/lib/changes/kinds/rule-gift'
import { getChange } from '@/lib/changes/queries/changes'
import { previewChange } from '@/lib/changes/queries/preview'
import { CHUNK } from '@/lib/changes/rules'
import type { Context } from '@/lib/context'
import { setCollector } from '@/lib/customers/commands'
import { JOBS } from '@/lib/jobs/registry'
import { applyRule, applyRules } from '@/lib/rules/commands/apply'
import { createRule, deleteRule, updateRule } from '@/lib/rules/commands/keep'
import { listRules, previewRule } from '@/lib/rules/queries/rules'
import { changeSearch, createView, deleteView } from '@/lib/views/commands/keep'
import { findView } from '@/lib/views/queries'
import { cutSmall } from '../support/chunks'
import { testDatabase } from '../support/database'
import { take } from '../support/import'
import { actingAs, makeAssociation, makeCustomer, makeCustomers, makeUser } from '../support/make'

const { db, url } = testDatabase()
const other = connect(url, { max: 2 })
afterAll(() => other.close())

const COUNTRIES =
  'AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP LT LU LV MT MX NL NO NZ PL PT RO SE SI SK TR US'.split(
    ' ',
  )
let serial = 0
let ctx: Context
let country = ''
let view = ''
let ids: number[] = []
let user: typeof users.$inferSelect

/** Three customers of a country of their own, a view that finds them, and somebody to give them to. */
beforeEach(async () => {
  await db.update(rules).set({ active: false })
  ctx = await actingAs(db, { role: 'credit_manager' })
  country = COUNTRIES.pop()!
  view = await viewOf(`country=${country}`)
  ids = await makeCustomers(db, 3, { country })
  user = await makeUser(db, { usualKind: 'dispute_resolver' })
})

async function viewOf(search: string, author = ctx): Promise<string> {
  const made = await createView(author, { name: `View ${++serial}-${search}`, search, shared: true, kind: 'living' })
  return made.slug
}

async function ruleOf(
  gives: Gift,
  more: { takesBack?: boolean; view?: string; author?: Context } = {},
): Promise<number> {
  const { takesBack = true, author = ctx } = more
  const { key } = await createRule(author, {
    name: `Rule ${++serial}`,
    view: more.view ?? view,
    gives,
    takesBack,
    active: true,
  })
  const [rule] = await db.select().from(rules).where(eq(rules.key, key))
  return rule!.id
}

const ruleBy = async (id: number) => (await listRules(ctx)).find((rule) => rule.id === id)!
const giving = (): Gift => ({ does: 'associate', colleagues: [user.id] })
const rowsOf = (userId = user.id) =>
  db.select().from(associations).where(eq(associations.userId, userId)).orderBy(associations.customerId)
const holders = async (userId = user.id) => (await rowsOf(userId)).map(({ customerId }) => customerId)
const collectors = async () =>
  (await db.select().from(customers).where(eq(customers.country, country)).orderBy(customers.id)).map(
    (one) => one.collectorId,
  )
const changesOf = (ruleId: number) => db.select().from(changes).where(eq(changes.ruleId, ruleId)).orderBy(changes.id)

/** Has a rule give to the first of its customers and no further; answers the run. */
async function giveHalf(ruleId: number) {
  await applyRule(db, ruleId, AbortSignal.abort()).catch(() => undefined)
  const [run] = await changesOf(ruleId)
  await cutSmall(db, run!.id, 3)
  const half = new AbortController()
  const done = runChange(db, run!.id, half.signal)
  half.abort()
  await done.catch(() => undefined)
  return run!
}
const leave = (id: number) => db.update(customers).set({ country: 'ZZ' }).where(eq(customers.id, id))

describe('what a rule gives', () => {
  test('goes to the customers of its view, in the usual kind, and says which rule gave it', async () => {
    const rule = await ruleOf(giving())
    expect(await previewRule(ctx, rule)).toEqual({ gives: 3, takes: 0 })
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids)
    const [row] = await rowsOf()
    expect(row).toMatchObject({ kind: 'dispute_resolver', source: 'rule', ruleId: rule, createdBy: ctx.actor.id })
    const [change] = await changesOf(rule)
    expect(change).toMatchObject({ kind: 'rule_gives', state: 'done', total: 3, changed: 3 })
    expect(await ruleBy(rule)).toMatchObject({ given: 3, taken: 0, problem: null })
  })

  test('a second time changes nothing and leaves no trace', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    const before = await rowsOf()
    await applyRule(db, rule)
    expect(await rowsOf()).toEqual(before)
    expect(await changesOf(rule)).toHaveLength(1)
  })

  test('never turns what a person or a file gave into its own', async () => {
    await makeAssociation(db, ids[0]!, user.id, { kind: 'sales', source: 'person' })
    await makeAssociation(db, ids[1]!, user.id, { kind: 'other', source: 'import' })
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    expect((await rowsOf()).map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      'sales person',
      'other import',
      'dispute_resolver rule',
    ])
    for (const id of ids) await leave(id)
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids.slice(0, 2))
  })

  test('leaves out whom a person took off, and stays out', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    await disassociate(ctx, ids[0]!, user.id)
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids.slice(1))
  })

  test('puts customers into groups, and out of them again', async () => {
    const [group] = await db
      .insert(groups)
      .values({ slug: `g-${serial}`, name: `G ${serial}` })
      .returning()
    await db.insert(customerGroups).values({ customerId: ids[0]!, groupId: group!.id })
    const rule = await ruleOf({ does: 'group', groups: [group!.id] })
    const members = async () =>
      (
        await db
          .select()
          .from(customerGroups)
          .where(eq(customerGroups.groupId, group!.id))
          .orderBy(customerGroups.customerId)
      ).map(({ customerId, source }) => `${ids.indexOf(customerId)} ${source}`)
    await applyRule(db, rule)
    expect(await members()).toEqual(['0 person', '1 rule', '2 rule'])
    for (const id of ids) await leave(id)
    await applyRule(db, rule)
    expect(await members()).toEqual(['0 person'])
    const taken = (await changesOf(rule)).at(-1)!
    await db.update(rules).set({ active: false }).where(eq(rules.id, rule))
    await undo(taken.key)
    expect(await members()).toEqual(['0 person', '1 rule', '2 rule'])
    await db.update(rules).set({ active: true }).where(eq(rules.id, rule))
    await applyRule(db, rule)
    expect(await members()).toEqual(['0 person'])
  })

  test('sets the collector only where there is none, and no more where somebody took away the one it set', async () => {
    const someone = await makeUser(db)
    await db.update(customers).set({ collectorId: someone.id }).where(eq(customers.id, ids[0]!))
    const rule = await ruleOf({ does: 'collector', collector: user.id })
    await applyRule(db, rule)
    expect(await collectors()).toEqual([someone.id, user.id, user.id])
    const [customer] = await db.select().from(customers).where(eq(customers.id, ids[1]!))
    await setCollector(ctx, { customerId: ids[1]!, version: customer!.version, collectorId: null })
    await applyRule(db, rule)
    expect(await collectors()).toEqual([someone.id, null, user.id])
  })
})

async function undo(key: string): Promise<void> {
  const planned = await planUndo(ctx, key)
  await startChange(ctx, planned.key, await previewChange(ctx, await getChange(ctx, planned.key)))
}

describe('what a rule takes back', () => {
  test('is what it gave to customers that its view finds no longer, and gives it again when they return', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    await leave(ids[0]!)
    expect(await previewRule(ctx, rule)).toEqual({ gives: 0, takes: 1 })
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids.slice(1))
    expect(await db.$count(withheld, eq(withheld.userId, user.id))).toBe(0)
    expect(await ruleBy(rule)).toMatchObject({ given: 0, taken: 1 })
    await db.update(customers).set({ country }).where(eq(customers.id, ids[0]!))
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids)
  })

  test('is the same whether it goes the short way or the careful one, which others who are at work ask for', async () => {
    const careful = vi.spyOn(KINDS.rule_takes, 'apply')
    const results: unknown[] = []
    for (const way of ['short', 'careful']) {
      const rule = await ruleOf(giving())
      await applyRule(db, rule)
      await leave(ids[0]!)
      await leave(ids[2]!)
      if (way === 'careful') await other.sql`select pg_advisory_lock_shared(7302023)`
      careful.mockClear()
      await applyRule(db, rule)
      expect(careful).toHaveBeenCalledTimes(way === 'careful' ? 1 : 0)
      expect(await holders()).toEqual([ids[1]])
      const [, taking] = await changesOf(rule)
      const effects = await db.select().from(changeEffects).where(eq(changeEffects.changeId, taking!.id))
      results.push([
        [taking!.state, taking!.total, taking!.changed],
        effects.map(({ fact, subject, after, customerIds }) => ({ fact, subject, after, customerIds })),
      ])
      await db.update(rules).set({ active: false }).where(eq(rules.id, rule))
      await undo(taking!.key)
      expect(await holders()).toEqual(ids)
      await db.delete(associations).where(eq(associations.ruleId, rule))
      await db.update(customers).set({ country }).where(inArray(customers.id, ids))
    }
    careful.mockRestore()
    await other.sql`select pg_advisory_unlock_all()`
    expect(results[0]).toEqual([
      ['done', 2, 2],
      [{ fact: 'association', subject: user.id, after: null, customerIds: [ids[0], ids[2]] }],
    ])
    expect(results[1]).toEqual(results[0])
  })

  test('is not what a person pinned after the run had begun, which is then told as already so', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    for (const id of ids) await leave(id)
    await expect(applyRule(db, rule, AbortSignal.abort())).rejects.toThrow()
    await pinAssociation(ctx, ids[1]!, { userId: user.id, pinned: true })
    await applyRule(db, rule)
    expect(await holders()).toEqual([ids[1]])
    const [, taking] = await changesOf(rule)
    expect(taking).toMatchObject({ state: 'done', total: 3, changed: 2, already: 1 })
  })

  test('is nothing where it only gives', async () => {
    const rule = await ruleOf(giving(), { takesBack: false })
    await applyRule(db, rule)
    await leave(ids[0]!)
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids)
  })

  test('leaves what a person pinned, gave once more or changed', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    await pinAssociation(ctx, ids[0]!, { userId: user.id, pinned: true })
    expect(await associate(ctx, ids[1]!, { userId: user.id })).toEqual({ added: false })
    for (const id of ids) await leave(id)
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids.slice(0, 2))
    await pinAssociation(ctx, ids[0]!, { userId: user.id, pinned: false })
    await applyRule(db, rule)
    expect(await holders()).toEqual([ids[1]])
  })

  test('follows the search of its view when that changes', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    const elsewhere = await makeCustomer(db, { country: 'ZY' })
    const { version } = (await findView(ctx, view))!
    await changeSearch(ctx, { view, version, search: `code=${elsewhere.code}` })
    await applyRule(db, rule)
    expect(await holders()).toEqual([elsewhere.id])
  })

  test('is what it gives no longer once it gives something else', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    const { key, version, name } = await ruleBy(rule)
    const next = await makeUser(db)
    const gives: Gift = { does: 'associate', colleagues: [next.id] }
    await updateRule(ctx, { rule: key, version, name, view, gives, takesBack: true, active: true })
    await applyRule(db, rule)
    expect(await holders()).toEqual([])
    expect(await holders(next.id)).toEqual(ids)
  })

  test('is a collector only while that is still the one it set', async () => {
    const someone = await makeUser(db)
    const rule = await ruleOf({ does: 'collector', collector: user.id })
    await applyRule(db, rule)
    await db.update(customers).set({ collectorId: someone.id }).where(eq(customers.id, ids[0]!))
    await db.update(customers).set({ state: 'blocked' }).where(eq(customers.country, country))
    await applyRule(db, rule)
    expect(await collectors()).toEqual([someone.id, null, null])
    await db.update(customers).set({ state: 'active' }).where(eq(customers.country, country))
    await applyRule(db, rule)
    expect(await collectors()).toEqual([someone.id, user.id, user.id])
  })

  test('is refused where the view asks about the very thing that is given', async () => {
    const none = await viewOf(`country=${country}&colleague=none`)
    await expect(ruleOf(giving(), { view: none })).rejects.toMatchObject({ message: 'ruleTurnsInCircles' })
    const rule = await ruleOf(giving(), { view: none, takesBack: false })
    await applyRules(db)
    await applyRules(db)
    expect(await holders()).toEqual(ids)
    expect(await changesOf(rule)).toHaveLength(1)
  })

  test('goes with a deleted rule where that is wanted, and stays where it is not', async () => {
    for (const takeBack of [false, true]) {
      const id = await ruleOf(giving())
      await applyRule(db, id)
      const { key, version } = await ruleBy(id)
      await deleteRule(ctx, { rule: key, version, takeBack })
      for (const change of await changesOf(id)) await runChange(db, change.id)
      expect(await holders()).toEqual(takeBack ? [] : ids)
      await db.delete(associations).where(eq(associations.userId, user.id))
    }
  })

  test('goes with a rule that is deleted while it gives, and no more is given', async () => {
    const id = await ruleOf(giving())
    await giveHalf(id)
    expect(await holders()).toHaveLength(1)
    const { key, version } = await ruleBy(id)
    await deleteRule(ctx, { rule: key, version, takeBack: true })
    for (const change of await changesOf(id)) await runChange(db, change.id)
    expect(await holders()).toEqual([])
    expect((await changesOf(id)).map(({ kind, state, changed }) => [kind, state, changed])).toEqual([
      ['rule_gives', 'stopped', 1],
      ['rule_takes', 'done', 1],
    ])
  })
})

describe('the author of a rule', () => {
  test('reaches their portfolio and no further', async () => {
    const author = await actingAs(db, { role: 'administrator', portfolioOnly: true })
    await db.update(customers).set({ collectorId: author.actor.id }).where(eq(customers.id, ids[1]!))
    const rule = await ruleOf(giving(), { author })
    await applyRule(db, rule)
    expect(await holders()).toEqual([ids[1]])
  })

  test('who may not change many any more, or not sign in, has rules that wait and say so', async () => {
    const author = await actingAs(db, { role: 'credit_manager' })
    const rule = await ruleOf(giving(), { author })
    const own = eq(users.id, author.actor.id as number)
    for (const values of [{ role: 'executive' }, { role: 'credit_manager', active: false }]) {
      await db.update(users).set(values).where(own)
      await applyRule(db, rule)
      expect(await holders()).toEqual([])
      expect(await ruleBy(rule)).toMatchObject({ problem: 'author' })
    }
    await db.update(users).set({ active: true }).where(own)
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids)
    expect(await ruleBy(rule)).toMatchObject({ problem: null })
  })

  test('who may not give such a thing any more does not go on giving it, nor take it back', async () => {
    const author = await actingAs(db, { role: 'credit_manager', mayChangeMany: true })
    const rule = await ruleOf({ does: 'collector', collector: user.id }, { author })
    const run = await giveHalf(rule)
    await db
      .update(users)
      .set({ role: 'sales_manager' })
      .where(eq(users.id, author.actor.id as number))
    await runChange(db, run.id)
    expect(await changesOf(rule)).toMatchObject([{ state: 'failed', changed: 1 }])
    await db.update(rules).set({ active: false }).where(eq(rules.id, rule))
    const demoted = await contextFor(db, author.actor.id as number)
    await expect(planUndo(demoted!, run.key)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('whose view was hidden from them or means nothing any more gives to nobody, never to everybody', async () => {
    const rule = await ruleOf(giving())
    await db.update(views).set({ search: 'collector=gone-for-good' }).where(eq(views.slug, view))
    await applyRule(db, rule)
    expect(await ruleBy(rule)).toMatchObject({ problem: 'view' })
    const owner = await makeUser(db)
    const hidden = { search: `country=${country}`, shared: false, ownerId: owner.id }
    await db.update(views).set(hidden).where(eq(views.slug, view))
    await applyRule(db, rule)
    expect(await ruleBy(rule)).toMatchObject({ problem: 'view' })
    expect(await holders()).toEqual([])
  })
})

describe('a rule that is written', () => {
  const again = async (rule: number, gives = giving()) => {
    const { key, version, name } = await ruleBy(rule)
    return { rule: key, version, name: `${name}, changed`, view, gives, takesBack: true, active: true }
  }

  test('is changed and deleted as it was read: who comes second is told', async () => {
    const seen = await again(await ruleOf(giving()))
    await updateRule(ctx, seen)
    await expect(updateRule(ctx, seen)).rejects.toMatchObject({ message: 'changedMeanwhile' })
    await expect(deleteRule(ctx, { ...seen, takeBack: true })).rejects.toMatchObject({ message: 'changedMeanwhile' })
  })

  test('works on behalf of whoever wrote it last', async () => {
    const narrow = await actingAs(db, { role: 'administrator', portfolioOnly: true })
    const rule = await ruleOf(giving(), { author: narrow })
    await applyRule(db, rule)
    expect(await holders()).toEqual([])
    await updateRule(ctx, await again(rule))
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids)
  })

  test('needs a living view that its author may open, and somebody to give to', async () => {
    const search = `country=${country}`
    const frozen = await createView(ctx, { name: `Frozen ${++serial}`, search, shared: true, kind: 'frozen' })
    await expect(ruleOf(giving(), { view: frozen.slug })).rejects.toMatchObject({ message: 'ruleNeedsLiving' })
    const owner = await actingAs(db, { role: 'collector' })
    const secret = await createView(owner, { name: `Own ${++serial}`, search, shared: false, kind: 'living' })
    await expect(ruleOf(giving(), { view: secret.slug })).rejects.toMatchObject({ code: 'not-found' })
    for (const gives of [
      { does: 'associate', colleagues: [user.id, 999_999] },
      { does: 'collector', collector: 999_999 },
    ])
      await expect(ruleOf(gives as Gift)).rejects.toMatchObject({ message: 'colleagueGone' })
  })

  test('takes nothing back once its view asks about what it gives, says so, and leaves that in the history', async () => {
    const rule = await ruleOf(giving())
    const { version } = (await findView(ctx, view))!
    await changeSearch(ctx, { view, version, search: `country=${country}&colleague=none` })
    await applyRule(db, rule)
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids)
    const { key, problem } = await ruleBy(rule)
    expect(problem).toBe('circular')
    const told = await db.select({ said: history.new }).from(history).where(eq(history.action, 'rule.applied'))
    expect(told.map(({ said }) => said)).toContainEqual(expect.objectContaining({ key, problem: 'circular' }))
  })

  test('is listed with the names of what it gives, and of nothing that another gives', async () => {
    const next = await makeUser(db)
    const [one, other] = [await ruleOf(giving()), await ruleOf({ does: 'collector', collector: next.id })]
    expect((await ruleBy(one)).names).toMatchObject({ users: [{ id: user.id }], groups: [] })
    expect((await ruleBy(other)).names).toMatchObject({ users: [{ id: next.id }], groups: [] })
  })

  test('that breaks keeps no other waiting', async () => {
    const broken = await ruleOf(giving())
    const next = await makeUser(db)
    await ruleOf({ does: 'associate', colleagues: [next.id] })
    await db.update(rules).set({ gives: {} }).where(eq(rules.id, broken))
    await expect(applyRules(db)).rejects.toThrow()
    await db.delete(rules).where(eq(rules.id, broken))
    expect(await holders(next.id)).toEqual(ids)
  })
})

describe('a run', () => {
  test('after an import reaches whom the import brought', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    await db.execute(`delete from graphile_worker._private_jobs where key = 'rules.apply'`)
    await take(db, 'customers', `code,name,country\nIMP-${serial},Imported,${country}\n`)
    const [job] = await db.execute<{ task: string }>(
      `select task_identifier as task from graphile_worker.jobs where key = 'rules.apply'`,
    )
    expect(job?.task).toBe('rules.apply')
    await JOBS['rules.apply']!(db, {}, new AbortController().signal)
    expect(await holders()).toHaveLength(4)
  })

  test('that was killed before or between its chunks goes on, and does all of it once', async () => {
    const rule = await ruleOf(giving())
    await expect(applyRule(db, rule, AbortSignal.abort())).rejects.toThrow()
    expect(await holders()).toEqual([])
    const [begun] = await changesOf(rule)
    await cutSmall(db, begun!.id, 3)
    let left = 1
    const dying = {
      throwIfAborted: () => {
        if (left-- === 0) throw new Error('killed')
      },
    } as AbortSignal
    await expect(applyRule(db, rule, dying)).rejects.toThrow('killed')
    expect(await holders()).toEqual(ids.slice(0, 1))
    await applyRule(db, rule)
    expect(await holders()).toEqual(ids)
    expect((await changesOf(rule)).map(({ state, changed }) => `${state} ${changed}`)).toEqual(['done 3'])
  })

  test('that runs twice at once is done once', async () => {
    const rule = await ruleOf(giving())
    await Promise.all([applyRule(db, rule), applyRule(other.db, rule), applyRule(other.db, rule)])
    expect(await holders()).toEqual(ids)
    expect((await changesOf(rule)).map(({ state, changed }) => `${state} ${changed}`)).toEqual(['done 3'])
  })

  test('can be undone once the rule is off, and before that says why not', async () => {
    const rule = await ruleOf(giving())
    await applyRule(db, rule)
    const [change] = await changesOf(rule)
    await expect(planUndo(ctx, change!.key)).rejects.toMatchObject({ message: 'ruleWouldRepeat' })
    const turn = (active: boolean) => db.update(rules).set({ active }).where(eq(rules.id, rule))
    await turn(false)
    await planUndo(ctx, change!.key)
    await turn(true)
    const { undoneBy } = await getChange(ctx, change!.key)
    const seen = await previewChange(ctx, await getChange(ctx, undoneBy!))
    await expect(startChange(ctx, undoneBy!, seen)).rejects.toMatchObject({ message: 'ruleWouldRepeat' })
    await turn(false)
    await undo(change!.key)
    expect(await holders()).toEqual([])
  })

  test('of a rule that is off does nothing', async () => {
    const rule = await ruleOf(giving())
    await db.update(rules).set({ active: false }).where(eq(rules.id, rule))
    await applyRule(db, rule)
    expect(await holders()).toEqual([])
    expect(await db.$count(changes, and(eq(changes.ruleId, rule)))).toBe(0)
  })

  test('that gave to many lets the server know, so that the next one does not look up each of them', async () => {
    const rule = await ruleOf(giving())
    await db.execute(
      `insert into customers (code, code_key, name, country) select 'MANY-' || n, 'MANY-' || n, 'Many', '${country}' from generate_series(1, ${CHUNK}) n`,
    )
    await applyRule(db, rule)
    const [known] = await db.execute<{ rules: string }>(
      `select most_common_vals::text as rules from pg_stats where tablename = 'associations' and attname = 'rule_id'`,
    )
    expect(known?.rules).toMatch(new RegExp(`^\\{${rule}\\b`))
  })
})

test('a view that a rule works with stays, and says which rules those are', async () => {
  const rule = await ruleBy(await ruleOf(giving()))
  const { version } = (await findView(ctx, view))!
  await expect(deleteView(ctx, { view, version, confirmed: true })).rejects.toMatchObject({
    message: 'viewHasRules',
    values: { rules: rule.name },
  })
})

test('a view that a rule works with is not changed by whoever is kept to a portfolio, who could give themselves the company', async () => {
  const narrow = await actingAs(db, { role: 'collector', portfolioOnly: true })
  await makeAssociation(db, ids[0]!, narrow.actor.id)
  const own = await viewOf(`country=${country}`, narrow)
  const { version } = (await findView(narrow, own))!
  const { name } = await ruleBy(await ruleOf({ does: 'associate', colleagues: [narrow.actor.id] }, { view: own }))
  await expect(changeSearch(narrow, { view: own, version, search: '' })).rejects.toMatchObject({
    message: 'viewSteersRules',
    values: { rules: name },
  })
  await applyRules(db)
  expect(await holders(narrow.actor.id)).toEqual(ids)
  const free = await viewOf(`country=${country}`, narrow)
  await changeSearch(narrow, { view: free, version: 1, search: '' })
})
