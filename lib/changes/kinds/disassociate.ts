import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { associations, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { colleagueIds, collects, has, hasPinned, mustExist } from './colleagues'
import { journalOfTaken, withholding } from './facts/association'
import { countKept, defineKind, keeping, within } from './kind'

/**
 * Takes colleagues off customers. Every row is kept as it stood, and withheld: neither a rule nor an import gives it
 * again until a person does.
 */
export const disassociate = defineKind({
  input: z.object({ colleagues: colleagueIds }),
  check: (ctx, { colleagues }) => mustExist(ctx, colleagues),

  differs: ({ colleagues }) => sql`exists (
    select from ${associations}
    where ${associations.customerId} = ${customers.id} and ${anyOf(associations.userId, colleagues)}
  )`,

  after: ({ colleagues }, now) => ({ colleagues: now.colleagues.filter(({ id }) => !colleagues.includes(id)) }),
  warns: ({ colleagues }) => [{ what: 'pinned', of: hasPinned(colleagues) }],
  moves: (_input, userId) => ({ gains: sql`false`, loses: sql`(${has(userId)} and not ${collects(userId)})` }),

  apply: async (ctx, { colleagues }, chunk) => {
    await ctx.db.execute(sql`
      with taken as (
        delete from ${associations} a
        where ${within(sql`a.customer_id`, chunk)} and ${anyOf(sql`a.user_id`, colleagues)}
        returning a.*
      ), ${withholding(chunk, ctx.now)} ${keeping(chunk, journalOfTaken())}`)
    return countKept(ctx, chunk)
  },
})
