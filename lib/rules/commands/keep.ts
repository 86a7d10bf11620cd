import { and, eq } from 'drizzle-orm'
import { rules, views } from '@/db/schema'
import { startRuled, stopGiving } from '@/lib/changes/commands/ruled'
import { mustExist } from '@/lib/changes/kinds/colleagues'
import { type Gift, ruleGift } from '@/lib/changes/kinds/rule-gift'
import { nameInput } from '@/lib/changes/queries/changes'
import { type Context, enqueue, mustBeCurrent, transact } from '@/lib/context'
import { readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { visibleTo } from '@/lib/customers/where'
import { Refusal, refusing } from '@/lib/errors'
import { holdGroups } from '@/lib/groups/commands'
import { difference, record } from '@/lib/history'
import { shortId } from '@/lib/short-id'
import { openTo } from '@/lib/views/where'
import type { NewRule, UpdateRule } from '../input'
import { turnsInCircles } from '../where'

const REFUSALS = {
  rules_name_key: () => new Refusal('conflict', 'ruleNameTaken', { fields: { name: 'ruleNameTaken' } }),
  rules_view_id_views_id_fk: () => new Refusal('not-found', 'gone'),
}

type Rule = typeof rules.$inferSelect

/** Writes a rule. It is applied at once by the worker, then by the clock and after each import. */
export async function createRule(ctx: Context, { view, ...given }: NewRule): Promise<{ key: string }> {
  const facts = { ...given, gives: readGift(given.gives) }
  return writing(ctx, async (ctx) => {
    const viewId = await findLiving(ctx, view, facts)
    await mustBeThere(ctx, facts.gives)
    const key = shortId()
    await ctx.db.insert(rules).values({ ...facts, key, viewId, createdBy: ctx.actor.id, createdAt: ctx.now })
    await record(ctx, { action: 'rule.created', new: { key, ...(await told(ctx, { ...facts, viewId })) } })
    if (facts.active) await enqueue(ctx, 'rules.apply', {}, 'rules.apply')
    return { key }
  })
}

/**
 * Changes a rule. It works on behalf of whoever wrote it last. What it no longer gives is taken back at its next run,
 * if it takes back.
 */
export async function updateRule(ctx: Context, { rule: key, version, view, ...given }: UpdateRule): Promise<void> {
  const facts = { ...given, gives: readGift(given.gives) }
  await writing(ctx, async (ctx) => {
    const rule = await lockRule(ctx, key, version)
    const viewId = await findLiving(ctx, view, facts)
    await mustBeThere(ctx, facts.gives)
    const differs = difference(await told(ctx, rule), await told(ctx, { ...facts, viewId }))
    if (!differs) return
    await ctx.db
      .update(rules)
      .set({ ...facts, viewId, createdBy: ctx.actor.id, problem: null, version: rule.version + 1 })
      .where(eq(rules.id, rule.id))
    const { old, new: now } = differs
    await record(ctx, { action: 'rule.updated', old: { key, name: rule.name, ...old }, new: { key, ...now } })
    if (facts.active) await enqueue(ctx, 'rules.apply', {}, 'rules.apply')
  })
}

/** Deletes a rule; what it gave stays, or goes back in a change of its own that the worker does. */
export async function deleteRule(
  ctx: Context,
  { rule: key, version, takeBack }: { rule: string; version: number; takeBack: boolean },
): Promise<void> {
  await writing(ctx, async (ctx) => {
    const rule = await lockRule(ctx, key, version)
    const { id, name } = rule
    const where = visibleTo(ctx.actor)
    if (takeBack) {
      await stopGiving(ctx, id)
      await startRuled(ctx, { kind: 'rule_takes', ruleId: id, input: { ruleId: id, name }, where })
    }
    await ctx.db.delete(rules).where(eq(rules.id, id))
    await record(ctx, { action: 'rule.deleted', old: { key, ...(await told(ctx, rule)) }, new: { takeBack } })
  })
}

/** Has the worker apply a rule now. */
export async function askToApply(ctx: Context, key: string): Promise<void> {
  const [rule] = await ctx.db.select({ id: rules.id, active: rules.active }).from(rules).where(eq(rules.key, key))
  if (!rule) throw new Refusal('not-found', 'gone')
  if (!rule.active) throw new Refusal('conflict', 'ruleIsOff')
  await enqueue(ctx, 'rules.apply', { ruleId: rule.id }, `rule ${rule.id}`)
}

type Facts = { name: string; viewId: number; gives: unknown; takesBack: boolean; active: boolean }

/** A rule as the history tells it: the view by its slug, what is given by name. */
async function told(ctx: Context, { name, viewId, gives, takesBack, active }: Facts): Promise<Record<string, unknown>> {
  const gift = ruleGift.parse(gives)
  const [view] = await ctx.db.select({ slug: views.slug }).from(views).where(eq(views.id, viewId))
  const named = await nameInput(ctx, { input: gift })
  const given = [...named.users, ...named.groups].map((one) => one.name)
  const as = gift.does === 'associate' && gift.as ? { kind: gift.as } : {}
  return { name, view: view?.slug, does: gift.does, gives: given, ...as, takesBack, active }
}

function readGift(given: unknown): Gift {
  const read = ruleGift.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Refusal('invalid', issue?.path[0] === 'collector' ? 'chooseColleague' : (issue?.message ?? 'checkFields'))
}

async function lockRule(ctx: Context, key: string, version: number): Promise<Rule> {
  const [rule] = await ctx.db.select().from(rules).where(eq(rules.key, key)).for('update')
  if (!rule) throw new Refusal('not-found', 'gone')
  mustBeCurrent(rule.version === version ? [rule] : [])
  return rule
}

/** The living view that is meant, which must be one that can be applied, and taken back from, without end. */
async function findLiving(ctx: Context, slug: string, { gives, takesBack }: { gives: Gift; takesBack: boolean }) {
  const [view] = await ctx.db
    .select()
    .from(views)
    .where(and(eq(views.slug, slug), openTo(ctx.actor)))
  if (!view) throw new Refusal('not-found', 'gone', { fields: { view: 'gone' } })
  if (view.frozen) throw new Refusal('invalid', 'ruleNeedsLiving', { fields: { view: 'ruleNeedsLiving' } })
  const { filter, problems } = readCustomerAddress(view.search)
  const aimed = await aimAt(ctx, filter)
  if (problems.length + aimed.problems.length > 0) throw new Refusal('conflict', 'brokenView')
  if (takesBack && turnsInCircles(gives, aimed.aim))
    throw new Refusal('invalid', 'ruleTurnsInCircles', { fields: { takesBack: 'ruleTurnsInCircles' } })
  return view.id
}

async function mustBeThere(ctx: Context, gives: Gift): Promise<void> {
  if (gives.does === 'group') return holdGroups(ctx, gives.groups)
  await mustExist(ctx, gives.does === 'associate' ? gives.colleagues : [gives.collector])
}

const writing = <T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> =>
  refusing(REFUSALS, () => transact(ctx, work))
