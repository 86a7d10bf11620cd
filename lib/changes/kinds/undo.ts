import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { associationRemovals, associations, changeExceptions, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { defineKind } from './kind'

/** `withheld`: what this undo takes away was taken by a person before, so that it is withheld again. */
const undoInput = z.object({ withheld: z.boolean() })

/**
 * Takes back what a change gave and gives back what it took, whatever its kind, so that an undo can be undone like
 * anything else. Rows that somebody touched since do not carry the change any more: they stay, and their customers are listed.
 */
export const undo = defineKind({
  input: undoInput,

  preview: async (ctx, _input, target, change) => {
    const [row] = await ctx.db
      .select({ count: sql<number>`count(*)::integer` })
      .from(customers)
      .where(sql`${target ?? sql`true`} and (${givenBy(change.undoOf)} or ${restorable(change.undoOf)})`)
    return row?.count ?? 0
  },

  apply: async (ctx, { withheld }, customerIds, change) => {
    const moved = await listMoved(ctx, customerIds, change)
    const [row] = await ctx.db.execute<{ changed: number }>(sql`
      with taken as (
        delete from ${associations}
        where change_id = ${change.undoOf} and ${anyOf(associations.customerId, customerIds)}
        returning *
      ), kept as (
        insert into ${associationRemovals}
          (customer_id, user_id, kind, since, created_by, source, rule_id, given_by_change, pinned, removed_by, removed_at, change_id, withheld)
        select customer_id, user_id, kind, since, created_by, source, rule_id, change_id, pinned,
               ${change.createdBy}::bigint, ${ctx.now.toISOString()}::timestamptz, ${change.id}::bigint, ${withheld}::boolean
        from taken
        returning customer_id
      ), given as (
        insert into ${associations} (customer_id, user_id, kind, since, created_by, source, rule_id, change_id, pinned)
        select customer_id, user_id, kind, since, created_by, source, rule_id, ${change.id}::bigint, pinned
        from ${associationRemovals}
        where change_id = ${change.undoOf} and ${anyOf(associationRemovals.customerId, customerIds)}
        on conflict do nothing
        returning customer_id, user_id
      ), released as (
        update ${associationRemovals} r set withheld = false
        from given
        where r.change_id = ${change.undoOf} and r.customer_id = given.customer_id and r.user_id = given.user_id and r.withheld
        returning 1
      )
      select count(distinct customer_id)::integer as changed
      from (select customer_id from kept union all select customer_id from given) touched`)
    if (moved.length > 0) {
      await ctx.db
        .insert(changeExceptions)
        .values(moved.map((customerId) => ({ changeId: change.id, customerId, reason: 'moved' })))
        .onConflictDoNothing()
    }
    return row?.changed ?? 0
  },
})

/** The customers a change touched, as the target of its undo. */
export function touchedBy(changeId: number): SQL {
  return sql`(${givenBy(changeId)} or exists (
    select from ${associationRemovals} r
    where r.customer_id = ${customers.id} and (r.change_id = ${changeId} or r.given_by_change = ${changeId})
  ) or exists (
    select from history h
    where h.customer_id = ${customers.id} and h.action = 'association.updated' and h.old ->> 'changeId' = ${String(changeId)}
  ))`
}

function givenBy(changeId: number | null): SQL {
  return sql`exists (select from ${associations} a where a.customer_id = ${customers.id} and a.change_id = ${changeId})`
}

/** Something the change took is still away. */
function restorable(changeId: number | null): SQL {
  return sql`exists (
    select from ${associationRemovals} r
    where r.customer_id = ${customers.id} and r.change_id = ${changeId}
      and not exists (select from ${associations} a where a.customer_id = r.customer_id and a.user_id = r.user_id)
  )`
}

/** Customers of which a row was touched since: given by the change but not carrying it now, or taken and given again. */
async function listMoved(
  ctx: Context,
  customerIds: readonly number[],
  change: { undoOf: number | null },
): Promise<number[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select r.customer_id as id from ${associationRemovals} r
    where ${anyOf(sql`r.customer_id`, customerIds)} and r.given_by_change = ${change.undoOf}
    union
    select r.customer_id from ${associationRemovals} r
    join ${associations} a on a.customer_id = r.customer_id and a.user_id = r.user_id
    where ${anyOf(sql`r.customer_id`, customerIds)} and r.change_id = ${change.undoOf}
    union
    select h.customer_id from history h
    where ${anyOf(sql`h.customer_id`, customerIds)} and h.action = 'association.updated'
      and h.old ->> 'changeId' = ${String(change.undoOf)}`)
  return rows.map((row) => Number(row.id))
}
