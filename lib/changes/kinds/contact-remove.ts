import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { contacts, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { refreshCustomers } from '@/lib/customers/commands'
import { defineContactKind } from './contact-kind'
import { OF_ERP } from './facts/contact-fact'
import { remove } from './facts/contact-removed'

/** Takes contacts off their customers, all but those of the ERP. Where the star goes with them, reminders stop. */
export const contactRemove = defineContactKind({
  input: z.object({}),
  differing: (_ctx, _input, rows) => sql`select ${contacts.id} as id, ${OF_ERP} as refused ${rows()}`,
  after: () => ({ removed: true }),
  warn: async (ctx, _input, rows) => {
    const [row] = await ctx.db.execute<{ count: number }>(sql`
      select count(*)::integer as count ${rows()} and ${contacts.forCollection} and ${customers.reachable} and not ${OF_ERP}`)
    return [{ what: 'collectionLost', count: row?.count ?? 0 }]
  },
  apply: async (ctx, _input, chunk) => {
    await remove(
      ctx,
      chunk,
      sql`select ${contacts.id} as id from ${contacts} where ${anyOf(contacts.id, chunk.contactIds)}`,
    )
    await refreshCustomers(ctx, chunk.customerIds)
  },
})
