import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { associations, customerGroups, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { rowId } from '@/lib/input'
import { journalOfTaken } from './facts/association'
import { takeAtOnce } from './facts/association-at-once'
import { collectorState, isRuled } from './facts/collector'
import { type Chunk, countKept, defineKind, keeping, within } from './kind'
import { type Gift, ruleGift } from './rule-gift'

/** `wanted` is what the rule gives by now: that stays. Without it everything goes that the rule gave. */
const input = z.object({ ruleId: rowId(), name: z.string(), wanted: ruleGift.optional() })
type Input = z.output<typeof input>

/**
 * What a rule takes back: only what it gave itself and nobody touched or pinned since. Nothing is withheld, so that it
 * is given again where the rule finds the customer again.
 */
export const ruleTakes = defineKind<Input>({
  input,
  // One set of customers, which is found by the index of the rule, however much it gave. As a union the planner knows
  // how many that is.
  differs: (rule) => sql`${customers.id} in (
    select a.customer_id from associations a where ${ownAssociation(rule)}
    union select m.customer_id from customer_groups m where ${ownGroup(rule)}
    union select c.id from customers c where ${ownCollector(sql`c`, rule)}
  )`,
  // Which of these came from the rule is not told by how a customer stands.
  after: (_rule, now) => now,
  atOnce: async (ctx, rule, frozen) =>
    (await gaveOnlyColleagues(ctx, rule)) ? takeAtOnce(ctx, frozen, ownAssociation(rule)) : undefined,
  apply: async (ctx, rule, chunk) => {
    await takeColleagues(ctx, rule, chunk)
    await takeGroups(ctx, rule, chunk)
    await takeCollector(ctx, rule, chunk)
    return countKept(ctx, chunk)
  },
})

type Does = Gift['does']
const wantedOf = <D extends Does>({ wanted }: Input, does: D) =>
  wanted?.does === does ? (wanted as Extract<Gift, { does: D }>) : undefined

function ownAssociation(rule: Input): SQL {
  const wanted = wantedOf(rule, 'associate')
  const rest = wanted ? sql`not (${anyOf(sql`a.user_id`, wanted.colleagues)})` : sql`true`
  return sql`(a.rule_id = ${rule.ruleId} and a.source = 'rule' and not a.pinned and ${rest})`
}

function ownGroup(rule: Input): SQL {
  const wanted = wantedOf(rule, 'group')
  const rest = wanted ? sql`not (${anyOf(sql`m.group_id`, wanted.groups)})` : sql`true`
  return sql`(m.rule_id = ${rule.ruleId} and m.source = 'rule' and ${rest})`
}

/** A rule that sets another collector by now puts them in the place of the former: nothing to take back. */
function ownCollector(c: SQL, rule: Input): SQL {
  if (wantedOf(rule, 'collector')) return sql`false`
  return sql`(${c}.collector_rule_id = ${rule.ruleId} and ${isRuled(c)})`
}

/** Whether it has nothing to take back but colleagues. What it gives may have been another thing before. */
async function gaveOnlyColleagues(ctx: Context, rule: Input): Promise<boolean> {
  const [row] = await ctx.db.execute<{ only: boolean }>(sql`
    select not exists (select from customer_groups m where ${ownGroup(rule)})
      and not exists (select from customers c where ${ownCollector(sql`c`, rule)}) as only`)
  return row?.only ?? false
}

async function takeColleagues(ctx: Context, rule: Input, chunk: Chunk): Promise<void> {
  await ctx.db.execute(sql`
    with taken as (
      delete from ${associations} a where ${within(sql`a.customer_id`, chunk)} and ${ownAssociation(rule)} returning a.*
    ) ${keeping(chunk, journalOfTaken(null))}`)
}

async function takeGroups(ctx: Context, rule: Input, chunk: Chunk): Promise<void> {
  await ctx.db.execute(sql`
    with taken as (
      delete from ${customerGroups} m where ${within(sql`m.customer_id`, chunk)} and ${ownGroup(rule)}
      returning m.customer_id, m.group_id
    ) ${keeping(
      chunk,
      sql`select 'group', group_id, jsonb_build_object('source', 'rule', 'ruleId', ${rule.ruleId}::bigint), null::jsonb, array_agg(customer_id order by customer_id)
        from taken group by group_id`,
    )}`)
}

async function takeCollector(ctx: Context, rule: Input, chunk: Chunk): Promise<void> {
  await ctx.db.execute(sql`
    with held as (
      select c.id, ${collectorState(sql`c`)} as before from ${customers} c
      where ${within(sql`c.id`, chunk)} and ${ownCollector(sql`c`, rule)} order by c.id for no key update
    ), done as (
      update ${customers} c set collector_id = null, collector_rule_id = null, collector_rule_user_id = null, version = c.version + 1
      from held where c.id = held.id returning c.id, held.before
    ) ${keeping(
      chunk,
      sql`select 'collector', null::bigint, before, null::jsonb, array_agg(id order by id) from done group by before`,
    )}`)
}
