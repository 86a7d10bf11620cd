import { eq, type SQL, sql } from 'drizzle-orm'
import { changes, contacts, customers, people } from '@/db/schema'
import type { ContactFactName } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { MOST_LISTED } from '../rules'
import { countTurned, readingMany } from './contact-kind'
import { BESIDE_CHOSEN } from './facts/contact-fact'
import { CONTACT_FACT_OF } from './facts/registry'
import type { Chunk } from './kind'
import type { UndoForecast } from './undo-forecast'

/** From so many on, reading all contacts is quicker than looking each up. */
const MANY = 300_000

/** What the undo of a change of contacts would do: each goes back where it is still as the change left it. */
export async function forecastUndoOfContacts(
  ctx: Context,
  undoOf: number,
  scope: SQL | undefined,
): Promise<UndoForecast> {
  const counts = await Promise.all((await factsOf(ctx, undoOf)).map((fact) => countStanding(ctx, undoOf, fact, scope)))
  const sum = (of: (count: Standing) => number) => counts.reduce((total, count) => total + of(count), 0)
  const moved = {
    customerIds: counts.flatMap(({ customerIds }) => customerIds ?? []),
    contactIds: counts.flatMap(({ contactIds }) => contactIds ?? []),
  }
  const listed = { moved, partly: { customerIds: [], contactIds: null } }
  return { will: sum(({ stands }) => stands), refused: 0, partly: 0, moved: sum(({ moved }) => moved), listed }
}

type Standing = { stands: number; moved: number; customerIds: number[] | null; contactIds: number[] | null }

/** A change of contacts turns one fact of each. */
export async function factsOf(ctx: Context, changeId: number, position?: number): Promise<ContactFactName[]> {
  const rows = await ctx.db.execute<{ fact: ContactFactName }>(sql`
    select distinct fact from change_effects
    where change_id = ${changeId} and ${position === undefined ? sql`true` : sql`position = ${position}`}`)
  return rows.map(({ fact }) => fact)
}

async function countStanding(
  ctx: Context,
  undoOf: number,
  fact: ContactFactName,
  scope: SQL | undefined,
): Promise<Standing> {
  const [change] = await ctx.db.select({ changed: changes.changed }).from(changes).where(eq(changes.id, undoOf))
  const [row] = await readingMany(ctx, async (ctx) => {
    // How many an array holds the planner does not know.
    if ((change?.changed ?? 0) > MANY) await ctx.db.execute(sql`set local enable_nestloop = off`)
    return ctx.db.execute<Standing>(sql`
      select count(*) filter (where stands)::integer as stands, count(*) filter (where not stands)::integer as moved,
        to_json((array_agg(customer_id) filter (where not stands))[1:${MOST_LISTED}]) as "customerIds",
        to_json((array_agg(contact_id) filter (where not stands))[1:${MOST_LISTED}]) as "contactIds"
      from (
        select touched.*, coalesce(${CONTACT_FACT_OF[fact].stands(ctx)}, false) as stands
        ${touchedBy(fact, sql`e.change_id = ${undoOf}`, scope)}
      ) journal`)
  })
  return row ?? { stands: 0, moved: 0, customerIds: null, contactIds: null }
}

/** The rest of a SELECT of the contacts that effects `e` turned, from FROM on, each with what its fact asks of. */
export function touchedBy(fact: ContactFactName, effects: SQL, scope: SQL | undefined): SQL {
  const of = {
    contact: sql``,
    person: sql`left join ${people} on ${people.id} = ${contacts.personId}`,
    removal: sql`left join removed_contacts removed on removed.contact_id = touched.contact_id`,
  }
  return sql`
    from change_effects e
    cross join lateral unnest(e.customer_ids, e.contact_ids) as touched(customer_id, contact_id)
    left join ${contacts} on ${contacts.id} = touched.contact_id ${of[CONTACT_FACT_OF[fact].asks]}
    where ${effects} and e.fact = ${fact} and not ${BESIDE_CHOSEN}
      and ${scope ? sql`exists (select from ${customers} where ${customers.id} = touched.customer_id and ${scope})` : sql`true`}`
}

/**
 * Turns back what a change did to the contacts of one chunk. What somebody touched since stays, and is listed. Answers
 * how many contacts went back. Customers and people are locked.
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
