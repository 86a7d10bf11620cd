import { type SQL, sql } from 'drizzle-orm'
import { associationRemovals, associations, changes, customers, history, people, users } from '@/db/schema'
import type { Context } from '@/lib/context'
import { pageOf } from '@/lib/list'
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
  changeKey: string | null
}

/**
 * What was done to a customer, newest first: the rows of the history, and of mass changes what they gave and took,
 * which they keep in the rows themselves.
 */
export async function listCustomerHistory(ctx: Context, customerId: number, wanted: number) {
  const events = sql`(${told(customerId)} union all ${given(customerId)} union all ${taken(customerId)})`
  const scope = sql`exists (select from ${customers} where ${customers.id} = ${customerId} and ${visibleTo(ctx.actor) ?? sql`true`})`
  const [counted] = await ctx.db.execute<{ total: number }>(
    sql`select count(*)::integer as total from ${events} events where ${scope}`,
  )
  const total = counted?.total ?? 0
  const { page, pages, offset } = pageOf(total, wanted, PAGE_SIZE)
  const rows = await ctx.db.execute<Omit<HistoryRow, 'at'> & { at: string }>(sql`
    select events.key, to_json(events.at) #>> '{}' as at, events.action, events.old, events.new, ${changes.key} as "changeKey",
           ${nameOf(sql`author`)} as author,
           coalesce(${nameOf(sql`person`)}, ${nameOf(sql`colleague`)}) as about
    from ${events} events
    left join ${changes} on ${changes.id} = events.change_id
    left join ${users} author on author.id = events.author_id
    left join ${people} person on person.id = events.person_id
    left join ${users} colleague on colleague.id = events.user_id
    where ${scope}
    order by events.at desc, events.key desc
    limit ${PAGE_SIZE} offset ${offset}`)
  const entries = rows.map((row): HistoryRow => ({ ...row, at: new Date(row.at) }))
  return { rows: entries, names: await nameCollectors(ctx, entries), total, page, pages, size: PAGE_SIZE }
}

/** The names of the collectors that entries speak of by id. */
async function nameCollectors(ctx: Context, entries: readonly HistoryRow[]): Promise<Map<number, string>> {
  const named = entries.flatMap((entry) => [entry.old?.collectorId, entry.new?.collectorId])
  const userIds = named.filter((id) => typeof id === 'number')
  if (userIds.length === 0) return new Map()
  const rows = await ctx.db.execute<{ id: number; name: string }>(sql`
    select u.id::float8 as id, ${nameOf(sql`u`)} as name from ${users} u where u.id = any(${sql.param(userIds)}::bigint[])`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Null where the row is missing, as after a left join. */
const nameOf = (row: SQL) =>
  sql`case when ${row}.id is not null then concat_ws(' ', ${row}.first_name, ${row}.last_name) end`

function told(customerId: number): SQL {
  return sql`
    select 'h' || lpad(${history.id}::text, 19, '0') as key, ${history.at} as at, ${history.actorId} as author_id, ${history.action} as action,
           ${history.personId} as person_id, ${history.userId} as user_id, ${history.changeId} as change_id, ${history.old} as old, ${history.new} as new
    from ${history} where ${history.customerId} = ${customerId}`
}

/**
 * What mass changes gave: rows that still carry the change, rows taken away since, and rows that somebody edited
 * since, whose entry in the history remembers the change.
 */
function given(customerId: number): SQL {
  return sql`
    select 'g' || c.id || '-' || g.user_id, coalesce(c.started_at, c.created_at), c.created_by, 'association.given',
           null::bigint, g.user_id, c.id, null::jsonb, jsonb_build_object('kind', min(g.kind))
    from (
      select change_id, user_id, kind from ${associations} where customer_id = ${customerId} and change_id is not null
      union all
      select given_by_change, user_id, kind from ${associationRemovals} where customer_id = ${customerId} and given_by_change is not null
      union all
      select (old ->> 'changeId')::bigint, user_id, old ->> 'kind' from ${history}
      where customer_id = ${customerId} and action = 'association.updated' and old ->> 'changeId' is not null
    ) g join ${changes} c on c.id = g.change_id
    group by c.id, g.user_id`
}

function taken(customerId: number): SQL {
  return sql`
    select 't' || lpad(r.id::text, 19, '0'), r.removed_at, coalesce(r.removed_by, c.created_by), 'association.taken',
           null::bigint, r.user_id, c.id, jsonb_build_object('kind', r.kind), null::jsonb
    from ${associationRemovals} r join ${changes} c on c.id = r.change_id
    where r.customer_id = ${customerId}`
}
