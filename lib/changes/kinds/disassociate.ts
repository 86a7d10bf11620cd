import { sql } from 'drizzle-orm'
import { associationRemovals, associations, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { colleaguesInput } from './colleagues'
import { defineKind } from './kind'

/**
 * Takes colleagues off customers. Every row is kept as it stood, and withheld: neither a rule nor an import gives it
 * again until a person does.
 */
export const disassociate = defineKind({
  input: colleaguesInput,

  preview: async (ctx, { colleagues }, target) => {
    const [row] = await ctx.db
      .select({ count: sql<number>`count(*)::integer` })
      .from(customers)
      .where(
        sql`${target ?? sql`true`} and exists (
          select from ${associations}
          where ${associations.customerId} = ${customers.id} and ${anyOf(associations.userId, colleagues)}
        )`,
      )
    return row?.count ?? 0
  },

  apply: async (ctx, { colleagues }, customerIds, change) => {
    const [row] = await ctx.db.execute<{ changed: number }>(sql`
      with taken as (
        delete from ${associations}
        where ${anyOf(associations.customerId, customerIds)} and ${anyOf(associations.userId, colleagues)}
        returning *
      ), kept as (
        insert into ${associationRemovals}
          (customer_id, user_id, kind, since, created_by, source, rule_id, given_by_change, pinned, removed_by, removed_at, change_id, withheld)
        select customer_id, user_id, kind, since, created_by, source, rule_id, change_id, pinned,
               ${change.createdBy}::bigint, ${ctx.now.toISOString()}::timestamptz, ${change.id}::bigint, true
        from taken
        returning customer_id
      )
      select count(distinct customer_id)::integer as changed from kept`)
    return row?.changed ?? 0
  },
})
