import { type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { GROUP_NAMES } from '@/lib/groups/queries'
import { type Page, pageOf } from '@/lib/list'
import { collectorIn } from '../kinds/facts/collector'
import type { Turned } from '../rules/turned'

const PAGE_SIZE = 50

export type JournalSum = Turned & { count: number }
export type JournalRow = Turned & { code: string; name: string; contactId: string | null }

/**
 * What a change did, each turn once with the number of customers, or contacts, the reader may know of, the most
 * frequent first.
 */
export async function sumJournal(ctx: Context, changeId: number): Promise<JournalSum[]> {
  return ctx.db.execute<JournalSum>(sql`
    select ${turned()}, sum(${knownOf(ctx)})::integer as count
    from change_effects e ${NAMES} where e.change_id = ${changeId}
    group by 1, 2, 3, 4 having sum(${knownOf(ctx)}) > 0 order by count desc, 1, 2, 3, 4`)
}

/** How many rows of effect `e` are of customers the reader may know of; who sees all is not asked about each. */
function knownOf({ actor }: Context): SQL {
  const visible = visibleTo(actor)
  return visible
    ? sql`(select count(*) from unnest(e.customer_ids) as known(id) join ${customers} on ${customers.id} = known.id and ${visible})`
    : sql`cardinality(e.customer_ids)`
}

/**
 * Every row of the journal, old and new, a page at a time, as far as the reader may know of the customers. For who knows them
 * all only the arrays that the page touches are opened.
 */
export async function listJournal(ctx: Context, changeId: number, wanted: number): Promise<Page<JournalRow>> {
  const [sized] = await ctx.db.execute<{ total: number }>(sql`
    select coalesce(sum(${knownOf(ctx)}), 0)::integer as total from change_effects e where e.change_id = ${changeId}`)
  const total = sized?.total ?? 0
  const { page, pages, offset } = pageOf(total, wanted, PAGE_SIZE)
  const cut = visibleTo(ctx.actor) ? cutKnown : cutArrays
  const rows = await ctx.db.execute<JournalRow>(cut(ctx, changeId, offset))
  return { rows, total, page, pages, size: PAGE_SIZE }
}

function cutKnown(ctx: Context, changeId: number, offset: number): SQL {
  return sql`
    select fact, about, before, after, code, name, "contactId" from (${wholeJournal(ctx, changeId)}) journal
    order by place limit ${PAGE_SIZE} offset ${offset}`
}

function cutArrays(ctx: Context, changeId: number, offset: number): SQL {
  return sql`
    with placed as (
      select e.id, sum(cardinality(e.customer_ids)) over (order by e.position, e.id) - cardinality(e.customer_ids) as first
      from change_effects e where e.change_id = ${changeId}
    ), e as (
      select e.id, e.fact, e.subject, e.before, e.after, placed.first,
        e.customer_ids[greatest(${offset} - first, 0) + 1 : ${offset + PAGE_SIZE} - first] as customer_ids,
        e.contact_ids[greatest(${offset} - first, 0) + 1 : ${offset + PAGE_SIZE} - first] as contact_ids
      from placed join change_effects e using (id)
      where placed.first < ${offset + PAGE_SIZE} and placed.first + cardinality(e.customer_ids) > ${offset}
    )
    select ${turned(CONTACT)}, ${customers.code} as code, ${customers.name} as name, touched.contact_id as "contactId"
    from e ${NAMES} ${touched(ctx)}
    order by e.first, touched.place`
}

/** The same from end to end, in the order of `place`, for whoever takes it all. */
export function wholeJournal(ctx: Context, changeId: number): SQL {
  return sql`
    select ${turned(CONTACT)}, ${customers.code} as code, ${customers.name} as name, touched.contact_id as "contactId",
      row_number() over (order by e.position, e.id, touched.place) as place
    from change_effects e ${NAMES} ${touched(ctx)}
    where e.change_id = ${changeId}`
}

const userName = (alias: string) => sql.raw(`concat_ws(' ', ${alias}.first_name, ${alias}.last_name)`)

const side = (name: 'before' | 'after', collector: string) => sql`case e.fact
  when 'association' then ${sql.raw(`e.${name}`)} ->> 'kind'
  when 'collector' then case when ${sql.raw(`${collector}.id`)} is not null then ${userName(collector)} end
  when 'group' then case when not ${sql.raw(`e.${name}`)} ? 'withheld' then g.name end
  when 'contact_role' then coalesce(${sql.raw(`e.${name}`)} ->> 'ourRole', ${sql.raw(`e.${name}`)} ->> 'role')
  when 'contact_language' then ${sql.raw(`e.${name}`)} ->> 'language'
  when 'contact_domain' then ${sql.raw(`e.${name}`)} ->> 'domain'
  when 'contact_star' then ${sql.raw(`e.${name}`)} ->> 'forCollection'
  when 'contact_removed' then ${sql.raw(`e.${name}`)} ->> 'role'
  else ${sql.raw(`e.${name}`)} #>> '{}' end`

/** `contact`: the name of a contact that the row is about. */
const turned = (contact: SQL = sql`null::text`) => sql`e.fact as fact,
  case e.fact when 'association' then ${userName('u')} when 'group' then g.name else ${contact} end as about,
  ${side('before', 'cb')} as before, ${side('after', 'ca')} as after`

const NAMES = sql`
  left join users u on e.fact = 'association' and u.id = e.subject
  left join ${GROUP_NAMES} g on e.fact = 'group' and g.id = e.subject
  left join users cb on e.fact = 'collector' and to_jsonb(cb.id) = ${collectorIn(sql`e.before`)}
  left join users ca on e.fact = 'collector' and to_jsonb(ca.id) = ${collectorIn(sql`e.after`)}`

/**
 * Each row of effect `e`: its customer, as far as the reader may know of it, and the contact where it is about one,
 * perhaps gone.
 */
const touched = (ctx: Context) => sql`
  cross join lateral unnest(e.customer_ids, e.contact_ids) with ordinality as touched(id, contact_id, place)
  join ${customers} on ${customers.id} = touched.id and ${visibleTo(ctx.actor) ?? sql`true`}
  left join contacts k on k.id = touched.contact_id
  left join people person on person.id = k.person_id
  left join removed_contacts removed on removed.contact_id = touched.contact_id`

/** Empty where nobody knows the name any more. */
const CONTACT = sql`case when touched.contact_id is not null then coalesce(
  case when person.id is not null then concat_ws(' ', person.first_name, person.last_name) end,
  concat_ws(' ', removed.person ->> 'first_name', removed.person ->> 'last_name')) end`
