import { type SQL, sql } from 'drizzle-orm'
import { FAX_BROUGHT } from '@/lib/contacts/rules'
import { camel, type Field, judge, oldAndNew, type Run } from './kind'
import { CONTACT_COLUMNS, makeContactPlan, writeContacts } from './people'

const FIELDS = ['title', 'first_name', 'last_name', 'email', 'phone', 'mobile', 'fax'] as const

const heading = (column: string) => `contact_${column}`
const said = (column: string) => sql`s.${sql.identifier(heading(column))}`

/** A fax is ours until a file has brought one: a blank cell does not take it away. */
const bringsFax = sql`exists (select from customers c where c.id = d.customer_id and ${FAX_BROUGHT} = any(c.erp_fields))`

/** Where no last name was ever given, the first stands in its place. */
const alone = sql`(p.first_name is null and p.last_name = s.contact_first_name and ${said('last_name')} is null)`

const fields = (run: Run): Field[] =>
  FIELDS.filter((column) => run.has(heading(column))).map((column) => {
    const present = sql`p.${sql.identifier(column)}`
    const keeps = run.options.blank === 'keep' || column === 'last_name'
    const stays = column === 'fax' ? sql`(${said(column)} is null and not ${bringsFax})` : sql`false`
    const next = keeps
      ? sql`coalesce(${said(column)}, ${present})`
      : sql`case when ${stays} then ${present} else ${said(column)} end`
    return {
      column,
      present,
      next: column === 'first_name' ? sql`case when ${alone} then ${present} else ${next} end` : next,
    }
  })

const speaks = sql`(${sql.join(
  FIELDS.map((column) => sql`${said(column)} is not null`),
  sql` or `,
)})`

/**
 * The contact that a customers file gave; never one that a person made. There is one a customer, and should there be
 * more, the first.
 */
const isOwn = (contact: SQL) => sql`(${contact}.role = 'company' and ${contact}.source = 'import')`

/**
 * Company contacts that the file says something else about. Of a person the ERP says who it is, wherever else somebody
 * made them a contact.
 */
function different(run: Run): SQL {
  const list = fields(run)
  const settled = list.map((field) => ({ ...field, next: sql`v.${sql.identifier(field.column)}` }))
  const changed = settled.map(({ present, next }) => sql`${present} is distinct from ${next}`)
  const values = list.map(({ column, next }) => sql`${next} as ${sql.identifier(column)}`)
  const { before, after } = oldAndNew(settled)
  return sql`
    select d.n, d.customer_id, k.id as contact_id, k.person_id, v.*, ${before} as before, ${after} as after
    from import_done d
    join import_rows s on s.n = d.n and s.problem is null
    join contacts k on k.customer_id = d.customer_id and ${isOwn(sql`k`)}
    join people p on p.id = k.person_id
    cross join lateral (select ${sql.join(values, sql`, `)}) v
    where not d.created and ${speaks} and (${sql.join(changed, sql` or `)})
      and not exists (select from contacts o where o.customer_id = k.customer_id and ${isOwn(sql`o`)} and o.id < k.id)`
}

/** Customers that the file gives a contact of the company and that have none yet. */
const lacking = (): SQL => sql`
  select d.n, d.customer_id, d.created
  from import_done d join import_rows s on s.n = d.n and s.problem is null
  where ${speaks} and not exists (select from contacts k where k.customer_id = d.customer_id and ${isOwn(sql`k`)})`

/** Existing customers whose company contact will change. */
export function movingContacts(run: Run): SQL[] {
  if (fields(run).length === 0) return []
  return [
    sql`select customer_id from (${different(run)}) m`,
    sql`select customer_id from (${lacking()}) m where not created`,
  ]
}

/** What would differ of the company's contacts, under the headings of the file; the whole of one that would be made. */
export async function judgeCompanyContacts(run: Run): Promise<void> {
  const list = fields(run)
  if (list.length === 0) return
  const renamed = (side: 'before' | 'after') => sql`(
    select coalesce(jsonb_object_agg('contact' || upper(left(key, 1)) || substr(key, 2), value), '{}'::jsonb)
    from jsonb_each(m.${sql.identifier(side)}))`
  await judge(
    run,
    sql`select m.n, ${renamed('before')} as before, ${renamed('after')} as after from (${different(run)}) m`,
  )
  const given = list.map(({ column }) => sql`${camel(heading(column))}::text, ${said(column)}`)
  await judge(
    run,
    sql`
    select m.n, '{}'::jsonb as before, jsonb_strip_nulls(jsonb_build_object(${sql.join(given, sql`, `)})) as after
    from (${lacking()}) m join import_rows s on s.n = m.n where not m.created`,
  )
}

/**
 * Makes or refreshes the contact that stands for the company itself. It becomes the contact for collection where there
 * is none, once, when it is made: a star that a person moved stays where it is.
 */
export async function writeCompanyContacts(run: Run): Promise<void> {
  const list = fields(run)
  if (list.length === 0) return
  await makeContactPlan(run)
  const changing = list.map(({ column }) => sql.identifier(column))
  const others = CONTACT_COLUMNS.filter((column) => !list.some((field) => field.column === column))
  await run.ctx.db.execute(sql`
    insert into import_contacts (
      n, customer_id, contact_id, person_id, created, for_collection, before, after, role, in_copy, comment, external_id,
      ${sql.join([...changing, ...others.map((column) => sql.identifier(column))], sql`, `)}
    )
    select m.n, m.customer_id, m.contact_id, m.person_id, false, k.for_collection, m.before, m.after, k.role, k.in_copy, k.comment, k.external_id,
           ${sql.join([...changing.map((column) => sql`m.${column}`), ...others.map((column) => sql`p.${sql.identifier(column)}`)], sql`, `)}
    from (${different(run)}) m join contacts k on k.id = m.contact_id join people p on p.id = m.person_id`)
  await run.ctx.db.execute(sql`
    insert into import_contacts (
      n, customer_id, person_id, created, for_collection, role, title, first_name, last_name, email, phone, mobile, fax
    )
    select m.n, m.customer_id, nextval('people_id_seq'), true,
           not exists (select from contacts k where k.customer_id = m.customer_id and k.for_collection), 'company',
           s.contact_title, case when s.contact_last_name is not null then s.contact_first_name end,
           coalesce(s.contact_last_name, s.contact_first_name, s.name), s.contact_email, s.contact_phone, s.contact_mobile,
           s.contact_fax
    from (${lacking()}) m join import_rows s on s.n = m.n
    order by m.n`)
  await writeContacts(run)
}
