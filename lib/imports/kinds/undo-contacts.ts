import { sql } from 'drizzle-orm'
import { author, camel, type Field, moment, oldAndNew, type Run, remark } from './kind'
import { CONTACT_COLUMNS, makeContactPlan, writeContacts } from './people'
import { former, type Turned, turnable, untouched } from './turning'
import { planRestoredContacts } from './undo-removed'

const PLACE: readonly string[] = ['role', 'in_copy', 'comment', 'external_id']
const COLUMNS: readonly Turned[] = [...CONTACT_COLUMNS, ...PLACE].map((column) => ({
  column,
  type: column === 'in_copy' ? 'boolean' : 'text',
  present: PLACE.includes(column) ? sql`k.${sql.identifier(column)}` : sql`p.${sql.identifier(column)}`,
}))

/** All that a contact was, so that it can come back as it was. */
const AS_REMOVED = sql`jsonb_strip_nulls(jsonb_build_object('forCollection', k.for_collection, ${sql.join(
  COLUMNS.map(({ column, present }) => {
    const value = column === 'in_copy' ? sql`nullif(${present}, false)` : present
    return sql`${camel(column)}::text, ${value}`
  }),
  sql`, `,
)}))`

/**
 * Removes the contacts that a file made and nobody has done anything to since, and their people where they are nobody
 * else's.
 */
export async function removeContacts(run: Run): Promise<void> {
  await run.ctx.db.execute(sql`
    create temporary table import_removed on commit drop as
    select r.n, k.id as contact_id, k.customer_id, k.person_id, ${AS_REMOVED} as old
    from import_rows r
    join contacts k on k.customer_id = r.customer_id and k.person_id = r.person_id and k.source = 'import'
    join people p on p.id = k.person_id
    where r.action = 'contact.added' and k.our_role is null and not exists (
      select from history h
      where h.person_id = r.person_id and h.id > r.history_id and h.import_id is distinct from ${run.importId}
        and h.import_id is distinct from (select undo_of from imports where id = ${run.importId}))`)
  await run.ctx.db.execute(sql`
    delete from contacts where id in (select contact_id from import_removed)`)
  await run.ctx.db.execute(sql`
    delete from people p where id in (select person_id from import_removed)
      and not exists (select from contacts k where k.person_id = p.id)`)
  await run.ctx.db.execute(sql`
    insert into history (at, actor_id, action, customer_id, person_id, old)
    select ${moment(run)}, ${author(run)}, 'contact.removed', customer_id, person_id, old from import_removed`)
  await run.ctx.db.execute(sql`insert into import_touched (n) select n from import_removed`)
  await run.ctx.db.execute(sql`drop table import_removed`)
}

/**
 * Gives contacts the fields back that a file overwrote, each that is still as the file left it, and brings those back
 * that an undoing removed.
 */
export async function turnContactsBack(run: Run): Promise<void> {
  const part = sql`
    from import_rows r
    join contacts k on k.customer_id = r.customer_id and k.person_id = r.person_id
    join people p on p.id = k.person_id`
  const where = sql`where r.action = 'contact.updated' and (${turnable(COLUMNS)})`
  await remark(run, 'partly', sql`select r.n, '{}'::jsonb as facts ${part} ${where} and not (${untouched(COLUMNS)})`)
  await makeContactPlan(run)
  const names = sql.join(
    COLUMNS.map(({ column }) => sql.identifier(column)),
    sql`, `,
  )
  const values = COLUMNS.map((turned) => sql`${former(turned)} as ${sql.identifier(turned.column)}`)
  const fields: Field[] = COLUMNS.map(({ column, present }) => ({
    column,
    present,
    next: sql`v.${sql.identifier(column)}`,
  }))
  const { before, after } = oldAndNew(fields)
  await run.ctx.db.execute(sql`
    insert into import_contacts (n, customer_id, contact_id, person_id, created, for_collection, before, after, ${names})
    select r.n, k.customer_id, k.id, k.person_id, false, k.for_collection, ${before}, ${after},
           ${sql.join(
             COLUMNS.map(({ column }) => sql`v.${sql.identifier(column)}`),
             sql`, `,
           )}
    ${part} cross join lateral (select ${sql.join(values, sql`, `)}) v ${where}`)
  await planRestoredContacts(run)
  await writeContacts(run)
}
