import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { associations, customers, users, withheld } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { associationKind, colleagueIds, holds, mustExist, tookOff } from './colleagues'
import { adopt, isRuled, journalOfGiven } from './facts/association'
import { giveAtOnce } from './facts/association-at-once'
import { countKept, defineKind, keeping, type Named, within } from './kind'

const without = (ids: number[], present: Named[]) => ids.filter((id) => !present.some((one) => one.id === id))

/**
 * Associates colleagues with customers, in the kind that is said or each in their usual one. Who is a colleague already
 * stays exactly as is, but whom a rule gave becomes a person's choice. What a person had taken away is given again, by
 * a person.
 */
export const associate = defineKind({
  input: z.object({ colleagues: colleagueIds, as: associationKind.optional() }),
  check: (ctx, { colleagues }) => mustExist(ctx, colleagues),

  differs: ({ colleagues }) => sql`((
    select count(*) from ${associations}
    where ${associations.customerId} = ${customers.id} and ${anyOf(associations.userId, colleagues)}
  ) < ${colleagues.length} or exists (
    select from associations a
    where a.customer_id = ${customers.id} and ${anyOf(sql`a.user_id`, colleagues)} and ${isRuled(sql`a`)}
  ))`,

  after: ({ colleagues }, now, { user }) => ({
    colleagues: [...now.colleagues, ...without(colleagues, now.colleagues).map(user)],
  }),
  warns: ({ colleagues }) => [{ what: 'takenOff', of: tookOff(colleagues) }],
  moves: (_input, userId) => ({ gains: sql`not ${holds(userId)}`, loses: sql`false` }),

  atOnce: (ctx, { colleagues, as }, frozen) =>
    giveAtOnce(ctx, frozen, { colleagues, as, source: 'person', ruleId: null }),

  apply: async (ctx, { colleagues, as }, chunk) => {
    const { change } = chunk
    await adopt(ctx, chunk, anyOf(sql`a.user_id`, colleagues))
    await ctx.db.execute(sql`
      with freed as (
        delete from ${withheld} w where ${anyOf(sql`w.user_id`, colleagues)} and ${within(sql`w.customer_id`, chunk)}
        returning w.customer_id, w.user_id
      ), given as (
        insert into ${associations} (customer_id, user_id, kind, since, created_by, source, change_id)
        select c.id, u.id, coalesce(${as ?? null}, u.usual_kind), ${ctx.now.toISOString()}::timestamptz, ${change.createdBy}::bigint, 'person', ${change.id}::bigint
        from ${customers} c cross join ${users} u
        where ${within(sql`c.id`, chunk)} and ${anyOf(sql`u.id`, colleagues)}
        on conflict do nothing
        returning customer_id, user_id, kind
      ) ${keeping(chunk, journalOfGiven(chunk, ctx.now, 'person'))}`)
    return countKept(ctx, chunk)
  },
})
