import { sql } from 'drizzle-orm'
import { ERP_COLUMNS } from './customer-differences'
import { author, camel, type Field, moment, oldAndNew, type Run, remark } from './kind'
import { former, type Turned, turnable, untouched } from './turning'

const TYPES: Record<string, string> = { credit_limit: 'numeric', collector_id: 'bigint', erp_fields: 'text[]' }
export const CUSTOMER_COLUMNS: readonly Turned[] = [
  ...ERP_COLUMNS,
  'language',
  'collector_id',
  'state',
  'erp_fields',
].map((column) => ({
  column,
  type: TYPES[column] ?? 'text',
  present: sql`c.${sql.identifier(column)}`,
}))

/** Gives customers the fields back that a file overwrote, each that is still as the file left it. */
export async function turnCustomersBack(run: Run): Promise<void> {
  const { db } = run.ctx
  const values = CUSTOMER_COLUMNS.map((turned) => sql`${former(turned)} as ${sql.identifier(turned.column)}`)
  const fields: Field[] = CUSTOMER_COLUMNS.map(({ column, present }) => ({
    column,
    present,
    next: sql`v.${sql.identifier(column)}`,
  }))
  const { before, after } = oldAndNew(fields)
  await db.execute(sql`
    create temporary table import_turned on commit drop as
    select r.n, c.id as customer_id, ${untouched(CUSTOMER_COLUMNS)} as whole, v.*, ${before} as before, ${after} as after
    from import_rows r join customers c on c.id = r.customer_id
    cross join lateral (select ${sql.join(values, sql`, `)}) v
    where r.action = 'customer.updated' and (${turnable(CUSTOMER_COLUMNS)})`)
  const set = CUSTOMER_COLUMNS.map(({ column }) => sql`${sql.identifier(column)} = t.${sql.identifier(column)}`)
  await db.execute(sql`
    update customers c set ${sql.join(set, sql`, `)}, version = c.version + 1 from import_turned t where c.id = t.customer_id`)
  await db.execute(sql`
    insert into history (at, actor_id, action, customer_id, old, new)
    select ${moment(run)}, ${author(run)}, 'customer.updated', customer_id, before, after from import_turned`)
  await db.execute(sql`insert into import_touched (n) select n from import_turned`)
  await remark(run, 'partly', sql`select n, '{}'::jsonb as facts from import_turned where not whole`)
  await db.execute(sql`drop table import_turned`)
}

/** All that a customer was whom a file made and nobody has touched, so that it can come back as it was. */
const AS_REMOVED = sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(
  ['code', 'code_key', ...CUSTOMER_COLUMNS.map(({ column }) => column)].map(
    (column) => sql`${camel(column)}::text, c.${sql.identifier(column)}`,
  ),
  sql`, `,
)}))`

/** Removes the customers that a file made, where nobody has done anything to them since and nothing is kept of them. */
export async function removeCustomers(run: Run): Promise<void> {
  await run.ctx.db.execute(sql`
    with gone as (
      delete from customers c using import_rows r
      where r.action = 'customer.created' and c.id = r.customer_id and c.version = 1
        and c.comment is null and c.state = r.new ->> 'state'
        and c.collector_id is not distinct from (r.new ->> 'collectorId')::bigint
        and not exists (select from items i where i.customer_id = c.id)
        and not exists (select from contacts k where k.customer_id = c.id)
        and not exists (select from associations a where a.customer_id = c.id)
        and not exists (select from customer_groups g where g.customer_id = c.id)
        and not exists (
          select from history h
          where h.customer_id = c.id and h.id > r.history_id and h.import_id is distinct from ${run.importId}
            and h.import_id is distinct from (select undo_of from imports where id = ${run.importId}))
      returning r.n, c.id, ${AS_REMOVED} as old
    ), said as (
      insert into history (at, actor_id, action, customer_id, old)
      select ${moment(run)}, ${author(run)}, 'customer.removed', id, old from gone
    )
    insert into import_touched (n) select n from gone`)
}
