import { type SQL, sql } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import type { ContactFactName } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Chunk } from '../kind'
import { joinAgain, part } from './part'

/**
 * One thing about a contact that a change can turn. The journal keeps the value before and after, and beside them what
 * the value alone does not tell: that a file gave the contact until then (`source`), and how often it had been written
 * (`version`).
 */
export type ContactFact = {
  /** What `stands` asks of besides the contact: its person, or `removed_contacts` of it. */
  asks: 'contact' | 'person' | 'removal'
  /** Whether what effect `e` did still stands, over these, each perhaps missing. */
  stands: (ctx: Context) => SQL
  /** Turns back what a change did to the chunk's contacts, in sets, where it still stands. */
  turnBack: (ctx: Context, undoOf: number, chunk: Chunk) => Promise<void>
}

/** Whether the ERP says who this contact is. */
export const OF_ERP = sql`(${contacts.role} = 'company' and ${contacts.source} = 'import')`

/** What the journal keeps beside a value. */
const BESIDE = sql`'{source,version}'::text[]`

/** Whether effect `e` is of a contact that was not chosen, and only had what a chosen one got. */
export const BESIDE_CHOSEN = sql`coalesce(e.after ? 'beside', false)`

/**
 * The journal of a change in one chunk, (contact_id, customer_id, before, after), of customers the actor may know of.
 * Not by their ids: what a long list means is told row by row once plans are kept.
 */
export function journalOf({ actor }: Context, changeId: number, { position }: Chunk, fact: ContactFactName): SQL {
  const visible = visibleTo(actor)
  return sql`
    select t.contact_id, t.customer_id, e.before, e.after
    from change_effects e cross join lateral unnest(e.customer_ids, e.contact_ids) as t(customer_id, contact_id)
    ${visible ? sql`join customers on customers.id = t.customer_id and ${visible}` : sql``}
    where e.change_id = ${changeId} and e.position = ${position} and e.fact = ${fact}`
}

/** A fact that is a value: of a contact at its customer, or of the person and so of every contact of theirs. */
export type Valued = {
  name: ContactFactName
  /** The value as the journal keeps it, over `contacts` and `people`. */
  value: SQL
  /** The assignments that make it `held.goal`: of the contact, or of the person. */
  sets: { contact: SQL } | { person: SQL; told: SQL }
  /** Whether it may be written, over `people`. */
  free?: (ctx: Context) => SQL
  /** What has to follow. */
  afterwards?: (ctx: Context, chunk: Chunk) => Promise<void>
}

/**
 * Contacts that are to have another value, as a SELECT of (id, goal, to_file, left_version) over `contacts` and
 * `people`.
 */
export function goalsFor(chunk: Chunk, differs: SQL, goal: SQL): SQL {
  return sql`
    select ${contacts.id} as id, ${goal} as goal, false as to_file, null::integer as left_version
    from ${contacts} join ${people} on ${people.id} = ${contacts.personId}
    where ${anyOf(contacts.id, chunk.contactIds)} and ${differs}`
}

export function valuedFact(fact: Valued): ContactFact {
  const free = (ctx: Context) => fact.free?.(ctx) ?? sql`true`
  return {
    asks: 'person' in fact.sets ? 'person' : 'contact',
    stands: (ctx) => sql`(${contacts.id} is not null and ${fact.value} = e.after - ${BESIDE} and ${free(ctx)})`,
    turnBack: async (ctx, undoOf, chunk) => {
      await turnValues(
        ctx,
        chunk,
        fact,
        sql`
          select ${contacts.id} as id, journal.before - ${BESIDE} as goal, journal.before ? 'source' as to_file,
            (journal.after ->> 'version')::integer as left_version
          from (${journalOf(ctx, undoOf, chunk, fact.name)}) journal
          join ${contacts} on ${contacts.id} = journal.contact_id join ${people} on ${people.id} = ${contacts.personId}
          where ${fact.value} = journal.after - ${BESIDE} and ${free(ctx)}`,
      )
      if ('person' in fact.sets) await joinAgain(ctx, chunk, undoOf)
    },
  }
}

/**
 * Gives contacts another value and writes the journal. They count as typed from then on, and are a file's again when
 * that is taken back and nobody wrote them meanwhile. The other places of a person are told of in the history.
 */
export async function turnValues(ctx: Context, chunk: Chunk, fact: Valued, goals: SQL): Promise<void> {
  const { sets } = fact
  const personal = 'person' in sets
  if (personal) await part(ctx, chunk, goals)
  const goal = personal
    ? sql`first_value(goals.goal) over (partition by ${contacts.personId} order by ${contacts.id})`
    : sql`goals.goal`
  await ctx.db.execute(sql`
    with goals as materialized (${goals}), held as materialized (
      select ${contacts.id} as id, ${contacts.personId} as person_id, ${contacts.source} = 'import' and not ${OF_ERP} as filed,
        ${fact.value} as value, ${goal} as goal, goals.to_file, goals.left_version, ${personal ? sets.told : sql`null`} as told
      from goals join ${contacts} using (id) join ${people} on ${people.id} = ${contacts.personId}
    ), ${personal ? writingPeople(ctx, chunk, sets) : sql``} turned as (
      update contacts set ${personal ? sql`` : sql`${sets.contact}, `}source = case when ${OF_ERP} then contacts.source
          when held.to_file and held.left_version = contacts.version then 'import' else 'person' end,
        version = contacts.version + 1
      from held where contacts.id = held.id
      returning contacts.id, contacts.customer_id,
        held.value || case when held.filed then '{"source": "import"}'::jsonb else '{}' end as before,
        held.goal || case when ${contacts.source} = 'import' and not ${OF_ERP} then '{"source": "import"}'::jsonb
          when held.filed then jsonb_build_object('version', contacts.version) else '{}' end as after
    ) ${keepingContacts(chunk, fact.name)}`)
  await fact.afterwards?.(ctx, chunk)
}

/** Writes the journal of a chunk from the CTE `turned(id, customer_id, before, after)`, one row a contact. */
export function keepingContacts({ change, position }: Chunk, fact: ContactFactName): SQL {
  return sql`
    insert into change_effects (change_id, position, fact, before, after, customer_ids, contact_ids)
    select ${change.id}::bigint, ${position}::integer, ${fact}, before, after,
      array_agg(customer_id order by customer_id, id), array_agg(id order by customer_id, id)
    from turned group by before, after`
}

/** CTEs that write the people of `held`, and the history of the places that show it too. */
function writingPeople({ actor, now }: Context, { change }: Chunk, { person, told }: { person: SQL; told: SQL }): SQL {
  return sql`persons as (
      update people set ${person}, version = people.version + 1
      from (select distinct on (person_id) person_id, goal, told from held order by person_id, id) held
      where people.id = held.person_id
      returning people.id, held.told as was, ${told} as is_now, concat_ws(' ', people.first_name, people.last_name) as name
    ), elsewhere as (
      insert into history (at, actor_id, action, customer_id, person_id, change_id, old, new)
      select ${now.toISOString()}::timestamptz, ${change.createdBy}::bigint, 'contact.updated', other.customer_id, persons.id,
        ${change.id}::bigint, persons.was, persons.is_now || jsonb_build_object('contact', persons.name)
      from persons join contacts other on other.person_id = persons.id join customers on customers.id = other.customer_id
      where ${visibleTo(actor) ?? sql`true`} and other.id not in (select id from held)
    ),`
}
