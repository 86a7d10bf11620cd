import { sql } from 'drizzle-orm'
import { associationRemovals, associations, customers, users } from '@/db/schema'
import { anyOf, ids } from '@/db/sql'
import { colleaguesInput } from './colleagues'
import { defineKind } from './kind'

/**
 * Associates colleagues with customers, each in their usual kind. Who is a colleague already stays exactly as is. The rows
 * carry the change, which is all that undoing needs. What a person had taken away is given again, by a person.
 */
export const associate = defineKind({
  input: colleaguesInput,

  preview: async (ctx, { colleagues }, target) => {
    const [row] = await ctx.db
      .select({ count: sql<number>`count(*)::integer` })
      .from(customers)
      .where(
        sql`${target ?? sql`true`} and (
          select count(*) from ${associations}
          where ${associations.customerId} = ${customers.id} and ${anyOf(associations.userId, colleagues)}
        ) < ${colleagues.length}`,
      )
    return row?.count ?? 0
  },

  apply: async (ctx, { colleagues }, customerIds, change) => {
    await ctx.db.execute(sql`
      update ${associationRemovals} set withheld = false
      where withheld and ${anyOf(associationRemovals.customerId, customerIds)} and ${anyOf(associationRemovals.userId, colleagues)}`)
    const [row] = await ctx.db.execute<{ changed: number }>(sql`
      with given as (
        insert into ${associations} (customer_id, user_id, kind, since, created_by, source, change_id)
        select target.id, ${users.id}, ${users.usualKind}, ${ctx.now.toISOString()}::timestamptz, ${change.createdBy}, 'person', ${change.id}
        from unnest(${ids(customerIds)}) as target(id)
        cross join ${users}
        where ${anyOf(users.id, colleagues)}
        on conflict do nothing
        returning customer_id
      )
      select count(distinct customer_id)::integer as changed from given`)
    return row?.changed ?? 0
  },
})
