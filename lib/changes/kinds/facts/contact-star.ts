import { type SQL, sql } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import type { Chunk } from '../kind'
import { type ContactFact, journalOf, keepingContacts } from './contact-fact'

const starred = (is: boolean) => sql`jsonb_build_object('forCollection', ${is}::boolean)`

/** Who is the contact for collection. One has it, one loses it: both stand in the journal, also where the other was not chosen. */
export const star: ContactFact = {
  stands: () => sql`(${contacts.forCollection} = (e.after ->> 'forCollection')::boolean)`,

  turnBack: async (ctx, undoOf, chunk) => {
    const journal = sql`
      select contact_id as id, customer_id, (before ->> 'forCollection')::boolean as had
      from (${journalOf(undoOf, chunk, 'contact_star')}) journal
      where customer_id = any(${sql.param(chunk.customerIds)}::bigint[])`
    // Nobody loses the star to somebody who is there no more: the customer would be left without.
    await setStar(ctx, chunk, {
      on: false,
      those: sql`
        select id from (${journal}) mine where not had and not exists (
          select from (${journal}) theirs where theirs.customer_id = mine.customer_id and theirs.had
            and not exists (select from contacts k where k.id = theirs.id))`,
    })
    await setStar(ctx, chunk, { on: true, those: sql`select id from (${journal}) mine where had` })
    await refreshCustomers(ctx, chunk.customerIds)
  },
}

/** Gives the star to contacts whose customers have none, or takes it off contacts, and writes the journal. Taken before it is given. */
export async function setStar(ctx: Context, chunk: Chunk, { on, those }: { on: boolean; those: SQL }): Promise<void> {
  const vacant = sql`not exists (select from contacts k where k.customer_id = contacts.customer_id and k.for_collection)`
  await ctx.db.execute(sql`
    with those as materialized (${those}), turned as (
      update contacts set for_collection = ${on}, version = contacts.version + 1
      from those where contacts.id = those.id and contacts.for_collection <> ${on} and ${on ? vacant : sql`true`}
      returning contacts.id, contacts.customer_id, ${starred(!on)} as before, ${starred(on)} as after
    ) ${keepingContacts(chunk, 'contact_star')}`)
}
