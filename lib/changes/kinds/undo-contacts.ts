import { eq, type SQL, sql } from 'drizzle-orm'
import { changes, contacts, customers, people } from '@/db/schema'
import type { ContactFactName } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { countTurned, readingMany } from './contact-kind'
import { BESIDE_CHOSEN } from './facts/contact-fact'
import { CONTACT_FACT_OF } from './facts/registry'
import type { Chunk, Forecast } from './kind'

/** From so many on, reading all contacts is quicker than looking each up. */
const MANY = 300_000

/** What the undo of a change of contacts would do: each goes back where it is still as the change left it. */
export async function forecastUndoOfContacts(ctx: Context, undoOf: number, scope: SQL | undefined): Promise<Forecast> {
  const counts = await Promise.all((await factsOf(ctx, undoOf)).map((fact) => countStanding(ctx, undoOf, fact, scope)))
  return { will: counts.reduce((sum, count) => sum + count, 0), refused: 0, partly: 0 }
}

/** A change of contacts turns one fact of each. */
async function factsOf(ctx: Context, changeId: number, position?: number): Promise<ContactFactName[]> {
  const rows = await ctx.db.execute<{ fact: ContactFactName }>(sql`
    select distinct fact from change_effects
    where change_id = ${changeId} and ${position === undefined ? sql`true` : sql`position = ${position}`}`)
  return rows.map(({ fact }) => fact)
}

async function countStanding(ctx: Context, undoOf: number, fact: ContactFactName, scope: SQL | undefined) {
  const { stands, asks } = CONTACT_FACT_OF[fact]
  const of = {
    contact: sql``,
    person: sql`left join ${people} on ${people.id} = ${contacts.personId}`,
    removal: sql`left join removed_contacts removed on removed.contact_id = touched.contact_id`,
  }
  const [change] = await ctx.db.select({ changed: changes.changed }).from(changes).where(eq(changes.id, undoOf))
  const [row] = await readingMany(ctx, async (ctx) => {
    // How many an array holds the planner does not know.
    if ((change?.changed ?? 0) > MANY) await ctx.db.execute(sql`set local enable_nestloop = off`)
    return ctx.db.execute<{ count: number }>(sql`
      select count(*)::integer as count
      from change_effects e
      cross join lateral unnest(e.customer_ids, e.contact_ids) as touched(customer_id, contact_id)
      left join ${contacts} on ${contacts.id} = touched.contact_id ${of[asks]}
      where e.change_id = ${undoOf} and e.fact = ${fact} and not ${BESIDE_CHOSEN} and ${stands(ctx)}
        and ${scope ? sql`exists (select from ${customers} where ${customers.id} = touched.customer_id and ${scope})` : sql`true`}`)
  })
  return row?.count ?? 0
}

/**
 * Turns back what a change did to the contacts of one chunk. What somebody touched since stays, and is listed. Answers how many
 * contacts went back. Customers and people are locked.
 */
export async function undoContacts(ctx: Context, undoOf: number, chunk: Chunk): Promise<number> {
  for (const fact of await factsOf(ctx, undoOf, chunk.position))
    await CONTACT_FACT_OF[fact].turnBack(ctx, undoOf, chunk)
  await listMoved(ctx, undoOf, chunk)
  return countTurned(ctx, chunk)
}

/** Contacts that somebody touched since, or who are there no more. */
async function listMoved(ctx: Context, undoOf: number, { change, position }: Chunk): Promise<void> {
  const visible = visibleTo(ctx.actor)
  const journal = (changeId: number) => sql`
    select t.customer_id, t.contact_id from change_effects e
    cross join lateral unnest(e.customer_ids, e.contact_ids) as t(customer_id, contact_id)
    where e.change_id = ${changeId} and e.position = ${position} and not ${BESIDE_CHOSEN}`
  await ctx.db.execute(sql`
    insert into change_exceptions (change_id, customer_id, contact_id, reason)
    select ${change.id}::bigint, moved.customer_id, moved.contact_id, 'moved'
    from (${journal(undoOf)} except ${journal(change.id)}) moved
    ${visible ? sql`join customers on customers.id = moved.customer_id and ${visible}` : sql``}
    on conflict do nothing`)
}
