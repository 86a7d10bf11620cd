import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { customers } from '@/db/schema'
import { CUSTOMER_STATES } from '@/db/schema/vocabulary'
import { countKept, defineKind, keeping, within } from './kind'

/** Makes customers active, blocked or archived. Where the ERP says who is blocked, only archiving is ours. */
export const state = defineKind({
  input: z.object({ state: z.enum(CUSTOMER_STATES) }),
  right: 'customers.state',

  differs: ({ state }) => sql`${customers.state} <> ${state}`,

  refuses: ({ state }) =>
    state === 'archived'
      ? sql`false`
      : sql`('state' = any(${customers.erpFields}) and ${customers.state} <> 'archived')`,

  after: ({ state }) => ({ state }),
  warns: ({ state }) => (state === 'archived' ? [{ what: 'stillOpen', of: sql`${customers.openItems} > 0` }] : []),

  apply: async (ctx, { state }, chunk) => {
    await ctx.db.execute(sql`
      with held as (
        select c.id, c.state as before from ${customers} c
        where ${within(sql`c.id`, chunk)} and c.state <> ${state} order by c.id for no key update
      ), done as (
        update ${customers} c set state = ${state}, version = c.version + 1
        from held where c.id = held.id returning c.id, held.before
      ) ${keeping(chunk, sql`select 'state', null::bigint, to_jsonb(before), to_jsonb(${state}::text), array_agg(id order by id) from done group by before`)}`)
    return countKept(ctx, chunk)
  },
})
