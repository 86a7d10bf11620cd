import { type SQL, sql } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import type { Chunk } from '../kind'
import { type ContactFact, journalOf, keepingContacts } from './contact-fact'

/**
 * Who is the contact for collection. One has it, one loses it: both stand in the journal, also where the other was not
 * chosen.
 */
export const star: ContactFact = {
  asks: 'contact',
  stands: () => sql`(${contacts.forCollection} = (e.after ->> 'forCollection')::boolean)`,

  turnBack: async (ctx, undoOf, chunk) => {
    // Nobody loses the star to somebody who is there no more: the customer would be left without.
    const journal = sql`
      select journal.contact_id as id, journal.had, journal.beside,
        bool_or(journal.had and k.id is null) over (partition by journal.customer_id) as nobody
      from (
        select contact_id, customer_id, (before ->> 'forCollection')::boolean as had, after ? 'beside' as beside
        from (${journalOf(ctx, undoOf, chunk, 'contact_star')}) turned
      ) journal left join contacts k on k.id = journal.contact_id`
    await setStar(ctx, chunk, false, sql`select id, beside from (${journal}) mine where not had and not nobody`)
    await setStar(ctx, chunk, true, sql`select id, beside from (${journal}) mine where had`)
    await refreshCustomers(ctx, chunk.customerIds)
  },
}

/**
 * Gives the star to contacts whose customers have none, or takes it off contacts, and writes the journal. Taken before
 * it is given. `those`: (id, beside), where `beside` are contacts that were not chosen.
 */
export async function setStar(ctx: Context, chunk: Chunk, on: boolean, those: SQL): Promise<void> {
  const vacant = sql`not exists (select from contacts k where k.customer_id = contacts.customer_id and k.for_collection)`
  const state = (is: boolean) => sql`jsonb_build_object('forCollection', ${is}::boolean)
    || case when those.beside then '{"beside": true}'::jsonb else '{}' end`
  await ctx.db.execute(sql`
    with those as materialized (${those}), turned as (
      update contacts set for_collection = ${on}, version = contacts.version + 1
      from those where contacts.id = those.id and contacts.for_collection <> ${on} and ${on ? vacant : sql`true`}
      returning contacts.id, contacts.customer_id, ${state(!on)} as before, ${state(on)} as after
    ) ${keepingContacts(chunk, 'contact_star')}`)
}
