import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { associations, customerGroups, customers, users } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { rowId } from '@/lib/input'
import { giveAtOnce } from './facts/association-at-once'
import { collectorState, isRuled } from './facts/collector'
import { json } from './facts/fact'
import { type Chunk, countKept, defineKind, keeping, within } from './kind'
import { type Gift, rightToGive, ruleGift } from './rule-gift'

const input = z.intersection(ruleGift, z.object({ ruleId: rowId(), name: z.string() }))
type Input = z.output<typeof input>
type Of<Does extends Gift['does']> = Extract<Gift, { does: Does }> & { ruleId: number }

/**
 * What a rule gives to the customers of its view. What is there already stays exactly as it is, and what a person took
 * away is not given again. A collector is set only where there is none, or where this rule had set the present one.
 */
export const ruleGives = defineKind<Input>({
  input,
  right: rightToGive,
  differs: (gift) => lacks(gift.ruleId, gift),
  after: (gift, now, { user, group }) => ({
    ...(gift.does === 'associate' && {
      colleagues: [...now.colleagues, ...missing(gift.colleagues, now.colleagues).map(user)],
    }),
    ...(gift.does === 'collector' && { collector: user(gift.collector) }),
    ...(gift.does === 'group' && { groups: [...now.groups, ...missing(gift.groups, now.groups).map(group)] }),
  }),
  atOnce: async (ctx, gift, frozen) =>
    gift.does === 'associate'
      ? giveAtOnce(ctx, frozen, { colleagues: gift.colleagues, as: gift.as, source: 'rule', ruleId: gift.ruleId })
      : undefined,
  apply: async (ctx, gift, chunk) => {
    if (gift.does === 'associate') await associate(ctx, gift, chunk)
    else if (gift.does === 'collector') await collect(ctx, gift, chunk)
    else await group(ctx, gift, chunk)
    return countKept(ctx, chunk)
  },
})

const missing = (ids: readonly number[], present: readonly { id: number }[]) =>
  ids.filter((id) => !present.some((one) => one.id === id))

/**
 * Whether a row of `customers` lacks what the rule gives and may be given it. Sets of a million do not fit into the
 * memory that NOT IN needs.
 */
function lacks(ruleId: number, gift: Gift): SQL {
  if (gift.does === 'collector') return mayCollect(sql`customers`, { ...gift, ruleId })
  const each = gift.does === 'associate' ? gift.colleagues.map(lacksColleague) : gift.groups.map(lacksGroup)
  return sql`(${sql.join(each, sql` or `)})`
}

const lacksColleague = (userId: number) => sql`(
  not exists (select from associations a where a.customer_id = ${customers.id} and a.user_id = ${userId})
  and not exists (select from withheld w where w.customer_id = ${customers.id} and w.user_id = ${userId}))`

const lacksGroup = (groupId: number) => sql`(
  not exists (select from customer_groups m where m.customer_id = ${customers.id} and m.group_id = ${groupId})
  and not exists (select from withheld_groups w where w.customer_id = ${customers.id} and w.group_id = ${groupId}))`

const mayCollect = (c: SQL, { ruleId, collector }: Of<'collector'>) => sql`(
  (${c}.collector_id is null and not ${c}.collector_withheld)
  or (${c}.collector_rule_id = ${ruleId} and ${isRuled(c)} and ${c}.collector_id <> ${collector})
)`

async function associate(ctx: Context, { ruleId, colleagues, as }: Of<'associate'>, chunk: Chunk): Promise<void> {
  const { change } = chunk
  const since = sql`${ctx.now.toISOString()}::timestamptz`
  await ctx.db.execute(sql`
    with given as (
      insert into ${associations} (customer_id, user_id, kind, since, created_by, source, rule_id, change_id)
      select c.id, u.id, coalesce(${as ?? null}, u.usual_kind), ${since}, ${change.createdBy}::bigint, 'rule', ${ruleId}::bigint, ${change.id}::bigint
      from ${customers} c cross join ${users} u
      where ${within(sql`c.id`, chunk)} and ${anyOf(sql`u.id`, colleagues)}
        and not exists (select from withheld w where w.user_id = u.id and w.customer_id = c.id)
      on conflict do nothing
      returning customer_id, user_id, kind
    ) ${keeping(
      chunk,
      sql`select 'association', user_id, null::jsonb,
        association_state(row(null, user_id, kind, ${since}, ${change.createdBy}::bigint, 'rule', ${ruleId}::bigint, ${change.id}::bigint, false)::associations),
        array_agg(customer_id order by customer_id)
      from given group by user_id, kind`,
    )}`)
}

async function collect(ctx: Context, gift: Of<'collector'>, chunk: Chunk): Promise<void> {
  const { ruleId, collector } = gift
  await ctx.db.execute(sql`
    with held as (
      select c.id, ${collectorState(sql`c`)} as before from ${customers} c
      where ${within(sql`c.id`, chunk)} and ${mayCollect(sql`c`, gift)}
        and exists (select from ${users} where ${users.id} = ${collector})
      order by c.id for no key update
    ), done as (
      update ${customers} c set collector_id = ${collector}::bigint, collector_rule_id = ${ruleId}::bigint,
        collector_rule_user_id = ${collector}::bigint, version = c.version + 1
      from held where c.id = held.id returning c.id, held.before
    ) ${keeping(
      chunk,
      sql`select 'collector', null::bigint, before, ${json({ userId: collector, ruleId })}, array_agg(id order by id) from done group by before`,
    )}`)
}

async function group(ctx: Context, { ruleId, groups }: Of<'group'>, chunk: Chunk): Promise<void> {
  await ctx.db.execute(sql`
    with given as (
      insert into ${customerGroups} (customer_id, group_id, source, rule_id)
      select c.id, g.id, 'rule', ${ruleId}::bigint from ${customers} c cross join groups g
      where ${within(sql`c.id`, chunk)} and ${anyOf(sql`g.id`, groups)}
        and not exists (select from withheld_groups w where w.group_id = g.id and w.customer_id = c.id)
      on conflict do nothing
      returning customer_id, group_id
    ) ${keeping(
      chunk,
      sql`select 'group', group_id, null::jsonb, jsonb_build_object('source', 'rule', 'ruleId', ${ruleId}::bigint), array_agg(customer_id order by customer_id)
        from given group by group_id`,
    )}`)
}
