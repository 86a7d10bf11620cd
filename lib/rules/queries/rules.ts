import { and, asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { customers, rules, users, views } from '@/db/schema'
import type { RuleProblem } from '@/db/schema/vocabulary'
import { contextFor } from '@/lib/auth/identity'
import { KINDS } from '@/lib/changes/kinds/registry'
import { type Gift, ruleGift } from '@/lib/changes/kinds/rule-gift'
import { nameInput } from '@/lib/changes/queries/changes'
import { type Context, mustBeAllowed } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { openTo } from '@/lib/views/where'
import { planRule } from '../commands/apply'
import { isRuleKey } from '../input'

export type RuleView = Awaited<ReturnType<typeof select>>[number]

/** Every rule there is, in the order in which they are applied. */
export async function listRules(ctx: Context): Promise<RuleView[]> {
  mustBeAllowed(ctx, 'rules.write')
  return select(ctx)
}

export async function findRule(ctx: Context, key: string): Promise<RuleView | undefined> {
  mustBeAllowed(ctx, 'rules.write')
  if (!isRuleKey(key)) return undefined
  const [rule] = await select(ctx, eq(rules.key, key))
  return rule
}

/** The living views that the actor may open: what a rule can be written for. */
export async function pickLivingViews(ctx: Context): Promise<{ slug: string; name: string }[]> {
  mustBeAllowed(ctx, 'rules.write')
  return ctx.db
    .select({ slug: views.slug, name: views.name })
    .from(views)
    .where(and(openTo(ctx.actor), eq(views.frozen, false)))
    .orderBy(asc(views.name), asc(views.id))
}

/**
 * How many customers a run would give something now, and from how many it would take something back: counted as its
 * author.
 */
export async function previewRule(ctx: Context, id: number): Promise<{ gives: number; takes: number }> {
  const [rule] = await ctx.db.select().from(rules).where(eq(rules.id, id))
  const author = rule && (await contextFor(ctx.db, rule.createdBy))
  const counts = { gives: 0, takes: 0 }
  if (!rule || !author) return counts
  for (const { kind, input, where } of (await planRule(author, rule)).steps) {
    const differs = KINDS[kind].differs(input)
    const found = sql`${differs} and ${where ?? sql`true`}`
    counts[kind === 'rule_gives' ? 'gives' : 'takes'] += await searching(ctx, () => ctx.db.$count(customers, found))
  }
  return counts
}

async function select(ctx: Context, condition?: SQL) {
  const rows = await ctx.db
    .select({
      ...getTableColumns(rules),
      problem: sql<RuleProblem | null>`${rules.problem}`,
      viewName: views.name,
      viewSlug: views.slug,
      viewSearch: views.search,
      author: sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`,
      given: outcome('rule_gives'),
      taken: outcome('rule_takes'),
    })
    .from(rules)
    .innerJoin(views, eq(views.id, rules.viewId))
    .innerJoin(users, eq(users.id, rules.createdBy))
    .where(condition)
    .orderBy(asc(rules.id))
  const told = rows.map((row) => ({ ...row, gives: ruleGift.parse(row.gives) }))
  const { users: people, groups } = await nameInput(ctx, { input: together(told.map(({ gives }) => gives)) })
  return told.map((rule) => {
    const { colleagues, groups: labels } = together([rule.gives])
    const names = {
      users: people.filter(({ id }) => colleagues.includes(id)),
      groups: groups.filter(({ id }) => labels.includes(id)),
    }
    return { ...rule, names }
  })
}

/** All that is given, so that the names of many rules are looked up at once. */
function together(gifts: readonly Gift[]): { colleagues: number[]; groups: number[] } {
  return {
    colleagues: gifts.flatMap((gift) => {
      if (gift.does === 'group') return []
      return gift.does === 'associate' ? gift.colleagues : [gift.collector]
    }),
    groups: gifts.flatMap((gift) => (gift.does === 'group' ? gift.groups : [])),
  }
}

/** What came of the last run. */
const outcome = (kind: string) => sql<number>`(
  select coalesce(sum(c.changed), 0)::integer from changes c
  where c.rule_id = ${rules.id} and c.started_at = ${rules.lastRunAt} and c.kind = ${kind})`
