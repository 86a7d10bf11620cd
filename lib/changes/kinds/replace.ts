import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { associations, customers, withheld } from '@/db/schema'
import type { Context } from '@/lib/context'
import { rowId, tick } from '@/lib/input'
import { collects, has, hasPinned, holds, mustExist, tookOff } from './colleagues'
import { putCollector } from './collector'
import { adopt, journalOfGiven, journalOfTaken, withholding } from './facts/association'
import { type Chunk, countKept, defineKind, keeping, within } from './kind'

const input = z
  .object({ from: rowId(), to: rowId(), asCollector: tick(), asColleague: tick() })
  .refine(({ from, to }) => from !== to, { error: 'sameColleague', path: ['to'] })
  .refine(({ asCollector, asColleague }) => asCollector || asColleague, { error: 'chooseWhat', path: ['asColleague'] })
type Input = z.output<typeof input>

/**
 * Puts one colleague in the place of another, in the same kind, as colleague or collector or both. Who is there by a
 * rule stays by a person.
 */
export const replace = defineKind({
  input,
  right: 'customers.collector',
  check: (ctx, { from, to }) => mustExist(ctx, [from, to]),

  differs: ({ from, asCollector, asColleague }) => sql`(
    (${asCollector} and ${customers.collectorId} is not distinct from ${from})
    or (${asColleague} and exists (
      select from ${associations} where ${associations.customerId} = ${customers.id} and ${associations.userId} = ${from}
    ))
  )`,

  after: ({ from, to, asCollector, asColleague }, now, { user }) => ({
    ...(asCollector && now.collector?.id === from && { collector: user(to) }),
    ...(asColleague &&
      now.colleagues.some(({ id }) => id === from) && {
        colleagues: [...now.colleagues.filter(({ id }) => id !== from && id !== to), user(to)],
      }),
  }),
  warns: ({ from, to, asColleague }) =>
    asColleague
      ? [
          { what: 'pinned', of: hasPinned([from]) },
          { what: 'takenOff', of: sql`(${has(from)} and ${tookOff([to])})` },
        ]
      : [],
  moves: ({ from, to, asCollector, asColleague }, userId) => ({
    gains:
      userId === to
        ? sql`(not ${holds(to)} and ((${asCollector} and ${collects(from)}) or (${asColleague} and ${has(from)})))`
        : sql`false`,
    loses:
      userId === from
        ? sql`(${holds(from)} and (${asCollector} or not ${collects(from)}) and (${asColleague} or not ${has(from)}))`
        : sql`false`,
  }),

  apply: async (ctx, input, chunk) => {
    if (input.asColleague) await replaceColleague(ctx, input, chunk)
    if (input.asCollector) await putCollector(ctx, chunk, sql`c.collector_id = ${input.from}`, input.to)
    return countKept(ctx, chunk)
  },
})

async function replaceColleague(ctx: Context, { from, to }: Input, chunk: Chunk): Promise<void> {
  const { change } = chunk
  const hadFrom = sql`exists (select from ${associations} f where f.customer_id = a.customer_id and f.user_id = ${from})`
  await adopt(ctx, chunk, sql`a.user_id = ${to} and ${hadFrom}`)
  await ctx.db.execute(sql`
    with taken as (
      delete from ${associations} a where ${within(sql`a.customer_id`, chunk)} and a.user_id = ${from} returning a.*
    ), ${withholding(chunk, ctx.now)}, freed as (
      delete from ${withheld} w using taken where w.user_id = ${to} and w.customer_id = taken.customer_id
      returning w.customer_id, w.user_id
    ), given as (
      insert into ${associations} (customer_id, user_id, kind, since, created_by, source, change_id)
      select customer_id, ${to}::bigint, kind, ${ctx.now.toISOString()}::timestamptz, ${change.createdBy}::bigint, 'handover', ${change.id}::bigint
      from taken
      on conflict do nothing
      returning customer_id, user_id, kind
    ) ${keeping(chunk, sql`${journalOfTaken()} union all ${journalOfGiven(chunk, ctx.now, 'handover')}`)}`)
}
