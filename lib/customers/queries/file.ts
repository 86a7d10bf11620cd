import { and, eq, sql } from 'drizzle-orm'
import { customers, users } from '@/db/schema'
import type { CustomerState } from '@/db/schema/vocabulary'
import { type Context, today } from '@/lib/context'
import { codeKey } from '../rules'
import { visibleTo } from '../where'

/** Everything the head of a customer file shows; undefined where there is no such code, or none for this actor. */
export async function findCustomer(ctx: Context, code: string) {
  const [row] = await ctx.db
    .select({
      customer: customers,
      state: sql<CustomerState>`${customers.state}`,
      collector: { name: collectorName, handle: users.handle, active: users.active },
      collectorRule,
      groups: groupsOf,
      buckets: sql<
        string[]
      >`array[${customers.notDue}::text, ${customers.late30}::text, ${customers.late60}::text, ${customers.late90}::text, ${customers.lateOver}::text]`,
      /** Days since the oldest open item fell due; null where nothing is late. */
      late: sql<
        number | null
      >`case when ${customers.oldestDue} < ${today(ctx)}::date then ${today(ctx)}::date - ${customers.oldestDue} end`,
    })
    .from(customers)
    .leftJoin(users, eq(users.id, customers.collectorId))
    .where(and(eq(customers.code, code), visibleTo(ctx.actor)))
  return row
}

export type CustomerFile = NonNullable<Awaited<ReturnType<typeof findCustomer>>>

/** The spelling of a code that differs by case or space only: the address it is to be redirected to. */
export async function findSpelling(ctx: Context, code: string): Promise<string | undefined> {
  const [row] = await ctx.db
    .select({ code: customers.code })
    .from(customers)
    .where(and(eq(customers.codeKey, codeKey(code)), visibleTo(ctx.actor)))
  return row?.code
}

const collectorName = sql<string>`concat_ws(' ', ${users.firstName}, ${users.lastName})`

/** By which rule something was given, empty where that rule is gone; null where no rule gave it. */
type Rule = string | null

const collectorRule = sql<Rule>`case when ${customers.collectorId} = ${customers.collectorRuleUserId} then coalesce(
  (select r.name from rules r where r.id = ${customers.collectorRuleId}), '') end`

const groupsOf = sql<{ id: number; slug: string; name: string; rule: Rule }[]>`(
  select coalesce(json_agg(json_build_object('id', g.id, 'slug', g.slug, 'name', g.name,
    'rule', case when k.rule_id is not null then coalesce(r.name, '') end) order by g.name, g.id), '[]')
  from customer_groups k join groups g on g.id = k.group_id left join rules r on r.id = k.rule_id
  where k.customer_id = ${customers.id})`
