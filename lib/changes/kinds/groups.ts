import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { customerGroups, customers, groups, withheldGroups } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { holdGroups } from '@/lib/groups/commands'
import { rowId } from '@/lib/input'
import { json, WITHHELD } from './facts/fact'
import { membership } from './facts/group'
import { countKept, defineKind, keeping, within } from './kind'

const MOST_GROUPS = 50

/** Groups by id, each once and in order. */
export const groupIds = z
  .array(rowId(), { error: 'chooseGroups' })
  .min(1, 'chooseGroups')
  .max(MOST_GROUPS, 'tooManyGroups')
  .transform((ids) => [...new Set(ids)].sort((a, b) => a - b))

const input = z.object({ groups: groupIds })

/**
 * Puts customers into groups. Who is in one already stays as is, but what a rule gave becomes a person's choice. What a
 * person had taken away is given again, by a person.
 */
export const group = defineKind({
  input,
  right: 'customers.groups',
  check: (ctx, { groups }) => holdGroups(ctx, groups),

  differs: ({ groups }) => sql`(
    select count(*) from ${customerGroups}
    where ${customerGroups.customerId} = ${customers.id} and ${anyOf(customerGroups.groupId, groups)}
      and ${customerGroups.ruleId} is null
  ) < ${groups.length}`,

  after: ({ groups }, now, names) => ({
    groups: [...now.groups, ...groups.filter((id) => !now.groups.some((one) => one.id === id)).map(names.group)],
  }),
  warns: ({ groups }) => [
    {
      what: 'takenOut',
      of: sql`${customers.id} in (select w.customer_id from ${withheldGroups} w where ${anyOf(sql`w.group_id`, groups)})`,
    },
  ],

  apply: async (ctx, { groups: wanted }, chunk) => {
    await ctx.db.execute(sql`
      with freed as (
        delete from ${withheldGroups} w where ${anyOf(sql`w.group_id`, wanted)} and ${within(sql`w.customer_id`, chunk)}
        returning w.customer_id, w.group_id
      ), ruled as (
        select g.customer_id, g.group_id, ${membership(sql`g`)} as before from ${customerGroups} g
        where g.rule_id is not null and ${anyOf(sql`g.group_id`, wanted)} and ${within(sql`g.customer_id`, chunk)}
      ), adopted as (
        update ${customerGroups} g set source = 'person', rule_id = null from ruled
        where g.customer_id = ruled.customer_id and g.group_id = ruled.group_id
        returning g.customer_id, g.group_id, ruled.before
      ), given as (
        insert into ${customerGroups} (customer_id, group_id, source)
        select c.id, g.id, 'person' from ${customers} c cross join ${groups} g
        where ${within(sql`c.id`, chunk)} and ${anyOf(sql`g.id`, wanted)}
        on conflict do nothing
        returning customer_id, group_id
      ), turned as (
        select customer_id, group_id, before from adopted
        union all
        select given.customer_id, given.group_id, case when freed.group_id is not null then ${json(WITHHELD)} end
        from given left join freed using (customer_id, group_id)
      ) ${keeping(chunk, sql`select 'group', group_id, before, '"person"'::jsonb, array_agg(customer_id order by customer_id) from turned group by group_id, before`)}`)
    return countKept(ctx, chunk)
  },
})

/**
 * Takes customers out of groups, which is withheld: neither a rule nor an import puts them in again until a person
 * does.
 */
export const ungroup = defineKind({
  input,
  right: 'customers.groups',
  check: (ctx, { groups }) => holdGroups(ctx, groups),

  differs: ({ groups }) => sql`exists (
    select from ${customerGroups}
    where ${customerGroups.customerId} = ${customers.id} and ${anyOf(customerGroups.groupId, groups)}
  )`,

  after: ({ groups }, now) => ({ groups: now.groups.filter(({ id }) => !groups.includes(id)) }),

  apply: async (ctx, { groups }, chunk) => {
    await ctx.db.execute(sql`
      with taken as (
        delete from ${customerGroups} g where ${within(sql`g.customer_id`, chunk)} and ${anyOf(sql`g.group_id`, groups)}
        returning g.customer_id, g.group_id, ${membership(sql`g`)} as source
      ), withholding as (
        insert into ${withheldGroups} (group_id, customer_id, by, at)
        select group_id, customer_id, ${chunk.change.createdBy}::bigint, ${ctx.now.toISOString()}::timestamptz from taken
        on conflict do nothing
      ) ${keeping(chunk, sql`select 'group', group_id, source, ${json(WITHHELD)}, array_agg(customer_id order by customer_id) from taken group by group_id, source`)}`)
    return countKept(ctx, chunk)
  },
})
