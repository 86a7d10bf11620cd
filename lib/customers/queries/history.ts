import { type SQL, sql } from 'drizzle-orm'
import {
  changeChunks,
  changeEffects,
  changes,
  contacts,
  customers,
  history,
  people,
  removedContacts,
  users,
} from '@/db/schema'
import { opensChange } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { GROUP_NAMES } from '@/lib/groups/queries'
import { pageOf } from '@/lib/list'
import { formerName } from '@/lib/users/where'
import { visibleTo } from '../where'

const PAGE_SIZE = 50

export type HistoryRow = {
  key: string
  at: Date
  /** Null: the program itself. */
  author: string | null
  action: string
  /** Whom it is about: a contact, or a colleague. */
  about: string | null
  old: Record<string, unknown> | null
  new: Record<string, unknown> | null
  /** Whether a mass change did it; and its key, where the reader may open it. */
  inChange: boolean
  changeKey: string | null
}

/** What was done to a customer, newest first: the rows of the history, and the journals of mass changes. */
export async function listCustomerHistory(ctx: Context, customerId: number, wanted: number) {
  const events = sql`(${told(customerId)} union all ${changed(customerId)})`
  const scope = sql`exists (select from ${customers} where ${customers.id} = ${customerId} and ${visibleTo(ctx.actor) ?? sql`true`})`
  const [counted] = await ctx.db.execute<{ total: number }>(
    sql`select count(*)::integer as total from ${events} events where ${scope}`,
  )
  const total = counted?.total ?? 0
  const { page, pages, offset } = pageOf(total, wanted, PAGE_SIZE)
  const rows = await ctx.db.execute<
    Omit<HistoryRow, 'at' | 'inChange'> & { at: string; changeAuthor: number | null }
  >(sql`
    select events.key, to_json(events.at) #>> '{}' as at, events.action, events.old, events.new, ${changes.key} as "changeKey", ${changes.createdBy}::float8 as "changeAuthor",
           ${nameOf(sql`author`)} as author,
           coalesce(${nameOf(sql`person`)}, ${nameOf(sql`colleague`)}, ${formerName(sql`events.user_id`)}) as about
    from ${events} events
    left join ${changes} on ${changes.id} = events.change_id
    left join ${users} author on author.id = events.author_id
    left join ${people} person on person.id = events.person_id and ${knownTo(ctx)}
    left join ${users} colleague on colleague.id = events.user_id
    where ${scope}
    order by events.at desc, events.key desc
    limit ${PAGE_SIZE} offset ${offset}`)
  const entries = rows.map(({ changeAuthor, changeKey, ...row }): HistoryRow => {
    const opens = changeAuthor !== null && opensChange(ctx.actor, changeAuthor)
    return { ...row, at: new Date(row.at), inChange: changeAuthor !== null, changeKey: opens ? changeKey : null }
  })
  return { rows: entries, names: await nameCollectors(ctx, entries), total, page, pages, size: PAGE_SIZE }
}

/** The names of the collectors that entries speak of by id, also of those who are deleted. */
export async function nameCollectors(
  ctx: Context,
  entries: readonly Pick<HistoryRow, 'old' | 'new'>[],
): Promise<Map<number, string>> {
  const named = entries.flatMap((entry) => [entry.old?.collectorId, entry.new?.collectorId])
  const userIds = named.filter((id) => typeof id === 'number')
  if (userIds.length === 0) return new Map()
  const rows = await ctx.db.execute<{ id: number; name: string | null }>(sql`
    select named.id::float8 as id, coalesce(${nameOf(sql`u`)}, ${formerName(sql`named.id`)}) as name
    from (select distinct unnest(${sql.param(userIds)}::bigint[]) as id) named left join ${users} u on u.id = named.id`)
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])))
}

/**
 * Whether the actor may know of a customer whose contact the person still is. Somebody who is that elsewhere alone is
 * called by the name in the entry: what they are called today was not said here.
 */
function knownTo({ actor }: Context): SQL {
  const visible = visibleTo(actor)
  if (!visible) return sql`true`
  return sql`exists (
    select from ${contacts} join ${customers} on ${customers.id} = ${contacts.customerId}
    where ${contacts.personId} = person.id and ${visible})`
}

/** Null where the row is missing, as after a left join. */
const nameOf = (row: SQL) =>
  sql`case when ${row}.id is not null then concat_ws(' ', ${row}.first_name, ${row}.last_name) end`

function told(customerId: number): SQL {
  return sql`
    select 'h' || lpad(${history.id}::text, 19, '0') as key, ${history.at} as at, ${history.actorId} as author_id, ${history.action} as action,
           ${history.personId} as person_id, ${history.userId} as user_id, ${history.changeId} as change_id, ${history.old} as old, ${history.new} as new
    from ${history} where ${history.customerId} = ${customerId} and not ${PARTED}`
}

/** Keeps from whom a person was parted by a mass change, and tells nobody: what was changed stands in the journal. */
const PARTED = sql`(${history.changeId} is not null and ${history.action} = 'contact.updated' and ${history.new} = '{}'::jsonb)`

/**
 * What mass changes did, from their journal. The chunks of one customer are found by their first and last id, and
 * only their arrays are opened.
 */
function changed(customerId: number): SQL {
  return sql`
    select 'e' || lpad(e.id::text, 19, '0') || coalesce('-' || mine.contact_id, ''), k.done_at, c.created_by,
      case e.fact
        when 'association' then case when not e.after ? 'kind' or e.after is null then 'association.taken'
          when e.before ? 'kind' then 'association.updated' else 'association.given' end
        when 'group' then case when ${isIn('after')} then 'customer.grouped' else 'customer.ungrouped' end
        when 'contact_star' then case when (e.after ->> 'forCollection')::boolean then 'contact.starred' else 'contact.unstarred' end
        when 'contact_removed' then case when e.after is null then 'contact.removed' else 'contact.restored' end
        when 'state' then 'customer.updated' when 'collector' then 'customer.updated'
        else 'contact.updated' end,
      contact.person_id, case when e.fact = 'association' then e.subject end, c.id, ${sideOf('before')}, ${sideOf('after')}
    from ${changeChunks} k
    join ${changeEffects} e on e.change_id = k.change_id and e.position = k.position
    join ${changes} c on c.id = k.change_id
    left join ${GROUP_NAMES} g on e.fact = 'group' and g.id = e.subject
    left join lateral unnest(e.customer_ids, e.contact_ids) as mine(customer_id, contact_id)
      on e.contact_ids is not null and mine.customer_id = ${customerId}
    left join ${contacts} contact on contact.id = mine.contact_id
    left join ${removedContacts} removed on removed.contact_id = mine.contact_id
    where ${customerId} between k.first_id and k.last_id and ${customerId} = any(e.customer_ids)`
}

/** One side of an entry of the journal in the words of the history. */
function sideOf(side: 'before' | 'after'): SQL {
  const value = sql.raw(`e.${side}`)
  const whose = side === 'after' ? WHOSE : sql`'{}'::jsonb`
  return sql`case e.fact
    when 'association' then case
      when e.before ? 'kind' and e.after ? 'kind' then jsonb_build_object('source', ${value} -> 'source')
      when ${value} ? 'kind' then jsonb_build_object('kind', ${value} -> 'kind') end
    when 'group' then case when ${isIn(side)} ${side === 'before' ? sql`and not ${isIn('after')}` : sql``} then jsonb_build_object('groups', jsonb_build_array(coalesce(g.name, ''))) end
    when 'collector' then jsonb_build_object('collectorId', ${collectorIn(value)})
    when 'contact_role' then (${value} - '{source,version}'::text[]) || ${whose}
    when 'contact_language' then (${value} - '{source,version}'::text[]) || ${whose}
    when 'contact_domain' then jsonb_build_object('email', '@' || (${value} ->> 'domain')) || ${whose}
    when 'contact_star' then nullif(${whose}, '{}')
    when 'contact_removed' then ${side === 'before' ? sql`case when e.after is null then ${REMOVED} end` : sql`case when removed.person is null then nullif(${whose}, '{}') end`}
    else jsonb_build_object('state', ${value}) end`
}

/**
 * Whose entry of the journal it is, where the contact is there no more: by the name then, or that somebody was erased,
 * or gone.
 */
const WHOSE = sql`case when contact.id is not null then '{}'
  when removed.person is not null then jsonb_build_object('contact', concat_ws(' ', removed.person ->> 'first_name', removed.person ->> 'last_name'))
  when removed.contact_id is not null or e.after ? 'erased' then '{"erased": true}' else '{"gone": true}' end::jsonb`

/** Who was removed, as the hand-made entry tells it. */
const REMOVED = sql`jsonb_build_object('role', e.before -> 'role', 'forCollection', e.before -> 'forCollection')
  || jsonb_build_object('title', removed.person -> 'title', 'firstName', removed.person -> 'first_name', 'lastName', removed.person -> 'last_name',
    'email', removed.person -> 'email', 'phone', removed.person -> 'phone', 'mobile', removed.person -> 'mobile')`

/** Whether a customer was in a group, by one side of an entry of the journal. */
const isIn = (side: 'before' | 'after') => sql`coalesce(not ${sql.raw(`e.${side}`)} ? 'withheld', false)`

/** A collector of the journal by id, also one whom a rule set; null is nobody. */
const collectorIn = (state: SQL) =>
  sql`(case jsonb_typeof(${state}) when 'number' then ${state} else ${state} -> 'userId' end)`
