import { sql } from 'drizzle-orm'
import { leaveOutRestoredContacts } from './erased'
import { author, camel, moment, type Run, remark } from './kind'
import { CONTACT_COLUMNS } from './people'
import { CUSTOMER_COLUMNS } from './undo-customers'

/**
 * Brings customers back whom an undoing removed, under their number, where nobody else has their code by now. A
 * collector who is gone stays so.
 */
export async function restoreCustomers(run: Run): Promise<void> {
  const { db } = run.ctx
  const names = sql.join(
    CUSTOMER_COLUMNS.map(({ column }) => sql.identifier(column)),
    sql`, `,
  )
  const values = CUSTOMER_COLUMNS.map(({ column, type }) => {
    const key = sql`${camel(column)}::text`
    if (type === 'text[]') return sql`array(select jsonb_array_elements_text(r.old -> ${key}))`
    const value = sql`(r.old ->> ${key})::${sql.raw(type)}`
    return column === 'collector_id' ? sql`(select u.id from users u where u.id = ${value})` : value
  })
  await db.execute(sql`
    create temporary table import_restored on commit drop as
    with back as (
      insert into customers (id, code, code_key, ${names}) overriding system value
      select r.customer_id, r.old ->> 'code', r.old ->> 'codeKey', ${sql.join(values, sql`, `)}
      from import_rows r
      where r.action = 'customer.removed' and r.old ? 'codeKey'
      order by r.n
      on conflict do nothing
      returning id, collector_id
    )
    select r.n, r.customer_id, r.old, back.collector_id
    from back join import_rows r on r.customer_id = back.id and r.action = 'customer.removed'`)
  await db.execute(sql`
    insert into history (at, actor_id, action, customer_id, new)
    select ${moment(run)}, ${author(run)}, 'customer.created', customer_id,
           old - array['codeKey', 'collectorId'] || jsonb_strip_nulls(jsonb_build_object('collectorId', collector_id))
    from import_restored`)
  await db.execute(sql`insert into import_touched (n) select n from import_restored`)
  const alone = sql`
    select n, '{}'::jsonb as facts from import_restored where old ? 'collectorId' and collector_id is null`
  await remark(run, 'partly', alone)
  await db.execute(sql`drop table import_restored`)
}

/**
 * Plans to bring contacts back that an undoing removed, with their person under the same number: not whoever asked to
 * be erased, nor where a file or a person has entered them again. The star only where nobody has it.
 */
export async function planRestoredContacts(run: Run): Promise<void> {
  await leaveOutRestoredContacts(run)
  const told = (column: string) => sql`r.old ->> ${camel(column)}::text`
  const names = CONTACT_COLUMNS.map((column) => sql.identifier(column))
  await run.ctx.db.execute(sql`
    insert into import_contacts (
      n, customer_id, person_id, created, for_collection, role, in_copy, comment, external_id, ${sql.join(names, sql`, `)}
    )
    select r.n, r.customer_id, r.person_id, true,
           (r.old ->> 'forCollection')::boolean
             and not exists (select from contacts k where k.customer_id = r.customer_id and k.for_collection),
           r.old ->> 'role', coalesce((r.old ->> 'inCopy')::boolean, false), r.old ->> 'comment', r.old ->> 'externalId',
           ${sql.join(CONTACT_COLUMNS.map(told), sql`, `)}
    from import_rows r join customers c on c.id = r.customer_id
    where r.action = 'contact.removed' and r.old ? 'lastName'
      and not exists (select from people p where p.id = r.person_id)
      and not exists (
        select from contacts k join people p on p.id = k.person_id
        where k.customer_id = r.customer_id and case
          when r.old ->> 'role' = 'company' then k.role = 'company' and k.source = 'import'
          when r.old ? 'externalId' then k.external_id = r.old ->> 'externalId'
          else p.email_key = norm(r.old ->> 'email') end)
    order by r.n`)
  await remark(
    run,
    'partly',
    sql`
    select r.n, '{}'::jsonb as facts from import_rows r join import_contacts i using (n)
    where r.action = 'contact.removed' and (r.old ->> 'forCollection')::boolean and not i.for_collection`,
  )
}
