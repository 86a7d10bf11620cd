import { type SQL, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import { CONTACT_FACTS, type ContactFactName } from '@/db/schema/vocabulary'
import { ids } from '@/db/sql'
import { type Context, transact } from '@/lib/context'
import { countTurned } from './contact-kind'
import { CONTACT_FACT_OF } from './facts/registry'
import type { Chunk, Forecast } from './kind'

/** What the undo of a change of contacts would do: each goes back where it is still as the change left it. */
export async function forecastUndoOfContacts(ctx: Context, undoOf: number, scope: SQL | undefined): Promise<Forecast> {
  const branches = CONTACT_FACTS.map((fact) => sql`when ${fact} then ${CONTACT_FACT_OF[fact].stands(ctx)}`)
  const [row] = await transact(ctx, async (ctx) => {
    // A million contacts are met by reading the tables, not one after the other.
    await ctx.db.execute(sql`set local work_mem = '64MB'`)
    return ctx.db.execute<{ will: number }>(sql`
      select count(*)::integer as will
      from change_effects e
      cross join lateral unnest(e.customer_ids, e.contact_ids) as touched(customer_id, contact_id)
      join (
        select unnest(contact_ids) as id from change_chunks where change_id = ${undoOf} and done_at is not null
      ) chosen on chosen.id = touched.contact_id
      left join ${contacts} on ${contacts.id} = touched.contact_id
      left join ${people} on ${people.id} = ${contacts.personId}
      left join removed_contacts removed on removed.contact_id = touched.contact_id
      where e.change_id = ${undoOf} and case e.fact ${sql.join(branches, sql` `)} end
        and ${scope ? sql`exists (select from ${customers} where ${customers.id} = touched.customer_id and ${scope})` : sql`true`}`)
  })
  return { will: row?.will ?? 0, refused: 0, partly: 0 }
}

/**
 * Turns back what a change did to the contacts of one chunk. What somebody touched since stays, and is listed. Answers how many
 * contacts went back. Customers and people are locked.
 */
export async function undoContacts(ctx: Context, undoOf: number, chunk: Chunk): Promise<number> {
  const facts = await ctx.db.execute<{ fact: ContactFactName }>(sql`
    select distinct fact from change_effects where change_id = ${undoOf} and position = ${chunk.position}`)
  for (const { fact } of facts) await CONTACT_FACT_OF[fact].turnBack(ctx, undoOf, chunk)
  await listMoved(ctx, undoOf, chunk)
  return countTurned(ctx, chunk)
}

/** Contacts that somebody touched since, or who are there no more. */
async function listMoved(ctx: Context, undoOf: number, { change, position, contactIds }: Chunk): Promise<void> {
  const journal = (changeId: number) => sql`
    select t.customer_id, t.contact_id from change_effects e
    cross join lateral unnest(e.customer_ids, e.contact_ids) as t(customer_id, contact_id)
    where e.change_id = ${changeId} and e.position = ${position}`
  await ctx.db.execute(sql`
    insert into change_exceptions (change_id, customer_id, contact_id, reason)
    select ${change.id}::bigint, customer_id, contact_id, 'moved' from (
      select * from (${journal(undoOf)}) done where contact_id = any(${ids(contactIds)})
      except ${journal(change.id)}
    ) moved
    on conflict do nothing`)
}
