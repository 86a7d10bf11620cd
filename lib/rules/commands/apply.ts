import { and, asc, eq, gte, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { associations, changes, customerGroups, customers, rules, views } from '@/db/schema'
import type { RuleProblem } from '@/db/schema/vocabulary'
import { contextFor } from '@/lib/auth/identity'
import { can } from '@/lib/auth/permissions'
import { type Ruled, startRuled, unfinishedOf } from '@/lib/changes/commands/ruled'
import { runChange } from '@/lib/changes/commands/run'
import { type Gift, rightToGive, ruleGift } from '@/lib/changes/kinds/rule-gift'
import { CHUNK } from '@/lib/changes/rules'
import { type Context, transact } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { matching, visibleTo } from '@/lib/customers/where'
import { describe } from '@/lib/errors'
import { record } from '@/lib/history'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { openTo } from '@/lib/views/where'
import { turnsInCircles } from '../where'

type Rule = typeof rules.$inferSelect
type Plan = { steps: Ruled[]; problem: RuleProblem | null }

/**
 * Applies every rule that is on, in the order in which they were made. One that breaks keeps none of the others
 * waiting.
 */
export async function applyRules(db: Executor, signal?: AbortSignal): Promise<void> {
  const rows = await db.select({ id: rules.id }).from(rules).where(eq(rules.active, true)).orderBy(asc(rules.id))
  const broken: unknown[] = []
  for (const { id } of rows) {
    signal?.throwIfAborted()
    await applyRule(db, id, signal).catch((error) => {
      log.error('rule.broken', { id, ...describe(error) })
      broken.push(error)
    })
  }
  if (broken.length > 0) throw broken[0]
}

/**
 * Gives to the customers that the view of a rule finds now what they lack, and takes back from those it finds no
 * longer, on behalf of its author. What a run does is frozen in one transaction that holds the rule, as changes: two at
 * once do it once, and a run that was killed is finished before another begins.
 */
export async function applyRule(db: Executor, id: number, signal?: AbortSignal): Promise<void> {
  await finish(db, id, signal)
  const [rule] = await db.select({ author: rules.createdBy }).from(rules).where(eq(rules.id, id))
  if (!rule) return
  const author = await contextFor(db, rule.author)
  await transact(author ?? (await systemContext(db)), (ctx) => begin(ctx, id))
  await finish(db, id, signal)
  await makeKnown(db, id)
}

async function finish(db: Executor, id: number, signal?: AbortSignal): Promise<void> {
  for (const change of await unfinishedOf(db, id)) await runChange(db, change, signal)
}

/**
 * Has the server look again at what a run gave to many, or the next one looks up each of them as if they were few: by
 * itself it waits until a tenth of all has changed. Imports do so too.
 */
async function makeKnown(db: Executor, id: number): Promise<void> {
  const [run] = await db
    .select({ gives: rules.gives })
    .from(rules)
    .innerJoin(changes, and(eq(changes.ruleId, rules.id), eq(changes.startedAt, rules.lastRunAt)))
    .where(and(eq(rules.id, id), eq(changes.kind, 'rule_gives'), gte(changes.changed, CHUNK)))
  if (run) await db.execute(sql`analyze ${WRITTEN[ruleGift.parse(run.gives).does]}`)
}

const WRITTEN = { associate: associations, collector: customers, group: customerGroups }

async function begin(ctx: Context, id: number): Promise<void> {
  const [rule] = await ctx.db
    .select()
    .from(rules)
    .where(and(eq(rules.id, id), eq(rules.active, true)))
    .for('update')
  if (!rule || (await unfinishedOf(ctx.db, id)).length > 0) return
  // What a rule gave may be a set of millions, met with all customers.
  await ctx.db.execute(sql`set local work_mem = '64MB'`)
  const { steps, problem } = await planRule(ctx, rule)
  const begun: number[] = []
  for (const step of steps) {
    const change = await startRuled(ctx, step)
    if (change !== undefined) begun.push(change)
  }
  await ctx.db.update(rules).set({ lastRunAt: ctx.now, problem }).where(eq(rules.id, id))
  const { key, name } = rule
  if (begun.length > 0 || problem !== rule.problem)
    await record(ctx, {
      action: 'rule.applied',
      new: { key, name, changes: begun.length, ...(problem && { problem }) },
    })
}

/** What a run of the rule would do now, before it is frozen. */
export async function planRule(ctx: Context, rule: Rule): Promise<Plan> {
  const gift = ruleGift.parse(rule.gives)
  if (!mayApply(ctx, gift)) return { steps: [], problem: 'author' }
  const view = await findSearch(ctx, rule.viewId)
  if (!view) return { steps: [], problem: 'view' }
  const { filter, problems } = readCustomerAddress(view.search)
  const aimed = await aimAt(ctx, filter)
  if (problems.length + aimed.problems.length > 0) return { steps: [], problem: 'view' }
  const circular = rule.takesBack && turnsInCircles(gift, aimed.aim)
  const found = matching(ctx, aimed.aim)
  const named = { ruleId: rule.id, name: rule.name }
  const gives: Ruled = {
    ...{ kind: 'rule_gives', ruleId: rule.id, search: view.search, where: found },
    input: { ...gift, ...named },
  }
  const takes = rule.takesBack && !circular ? takingBack(ctx, rule, gift, found) : []
  return { steps: [...takes, gives], problem: circular ? 'circular' : null }
}

/** From customers that the view finds no longer all that the rule gave; from the others what it gives no longer. */
function takingBack(ctx: Context, { id, name }: Rule, wanted: Gift, found: SQL | undefined): Ruled[] {
  const kind = 'rule_takes'
  const reachable = visibleTo(ctx.actor)
  const input = { ruleId: id, name }
  const lost = and(reachable, sql`(${found ?? sql`true`}) is not true`)
  const kept = and(reachable, found ?? sql`true`)
  return [
    { kind, ruleId: id, input, where: lost },
    { kind, ruleId: id, input: { ...input, wanted }, where: kept },
  ]
}

/** The author may not sign in any more (nobody's context), or lost a right that a change of this kind needs. */
function mayApply({ actor }: Context, gift: Gift): boolean {
  return actor.kind === 'user' && can(actor, 'changes.write') && can(actor, rightToGive(gift))
}

async function findSearch(ctx: Context, viewId: number): Promise<{ search: string } | undefined> {
  if (ctx.actor.kind !== 'user') return undefined
  const [view] = await ctx.db
    .select({ search: views.search })
    .from(views)
    .where(and(eq(views.id, viewId), openTo(ctx.actor)))
  return view
}
