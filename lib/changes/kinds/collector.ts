import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { rowId } from '@/lib/input'
import { holds, mustExist } from './colleagues'
import { collectorState, isRuled } from './facts/collector'
import { json, WITHHELD } from './facts/fact'
import { type Chunk, countKept, defineKind, keeping, within } from './kind'

/** Puts one user in charge of collecting, or nobody. A collector whom a rule had set becomes a person's choice. */
export const collector = defineKind({
  input: z.object({ collector: z.union([z.literal('none').transform(() => null), z.null(), rowId()]) }),
  right: 'customers.collector',
  check: async (ctx, { collector }) => {
    if (collector !== null) await mustExist(ctx, [collector])
  },

  differs: ({ collector }) => differs(sql`customers`, collector),

  after: ({ collector }, _now, { user }) => ({ collector: collector === null ? null : user(collector) }),
  moves: (_input, userId) => ({ gains: sql`not ${holds(userId)}`, loses: sql`false` }),
  leaves: ({ collector }) => ({
    user: sql`${customers.collectorId}`,
    when: sql`(${customers.collectorId} is not null and ${customers.collectorId} is distinct from ${collector}::bigint and not exists (
      select from associations a where a.customer_id = customers.id and a.user_id = customers.collector_id))`,
  }),

  apply: async (ctx, { collector }, chunk) => {
    await putCollector(ctx, chunk, differs(sql`c`, collector), collector)
    return countKept(ctx, chunk)
  },
})

const differs = (c: SQL, collector: number | null) =>
  sql`(${c}.collector_id is distinct from ${collector}::bigint or ${isRuled(c)})`

/**
 * Writes the collector of the chunk's customers under `condition` on `c`, which are locked in id order first. It is a
 * person's choice, also where it is nobody: no rule and no import comes back to it.
 */
export async function putCollector(ctx: Context, chunk: Chunk, condition: SQL, collectorId: number | null) {
  await ctx.db.execute(sql`
    with held as (
      select c.id, ${collectorState(sql`c`)} as before from ${customers} c
      where ${within(sql`c.id`, chunk)} and ${condition} order by c.id for no key update
    ), done as (
      update ${customers} c set collector_id = ${collectorId}::bigint, collector_withheld = ${collectorId === null},
        collector_rule_id = null, collector_rule_user_id = null, version = c.version + 1
      from held where c.id = held.id returning c.id, held.before
    ) ${keeping(
      chunk,
      sql`select 'collector', null::bigint, before, ${json(collectorId ?? WITHHELD)}, array_agg(id order by id) from done group by before`,
    )}`)
}
