import { sql } from 'drizzle-orm'
import { today } from '@/lib/context'
import { author, camel, moment, type Run } from './kind'
import { former, type Turned, untouched } from './turning'

const TYPES: Record<string, string> = { issue_date: 'date', due_date: 'date', cleared_date: 'date' }
/** The history keeps amounts as text, so that no reader rounds them. */
const MONEY: readonly string[] = ['amount', 'remaining']
const COLUMNS: readonly Turned[] = [
  ...['issue_date', 'due_date', 'amount', 'remaining', 'currency', 'order_number', 'cleared_date'],
].map((column) => ({
  column,
  type: MONEY.includes(column) ? 'text' : (TYPES[column] ?? 'text'),
  present: MONEY.includes(column) ? sql`i.${sql.identifier(column)}::text` : sql`i.${sql.identifier(column)}`,
}))

/** All that an item was, so that it can come back as it was. */
const AS_REMOVED = sql`jsonb_strip_nulls(jsonb_build_object('type', i.type, 'number', i.number, ${sql.join(
  COLUMNS.map(({ column, present }) => sql`${camel(column)}::text, ${present}`),
  sql`, `,
)}))`

const FOUND = sql`i.customer_id = r.customer_id and i.type = r.type and i.number = r.number`

/**
 * Removes the items that a file added and gives the others what they were, each as a whole: half of an item would be
 * none. Those that an undoing removed are there again. Then counts the figures of their customers again.
 */
export async function turnItemsBack(run: Run): Promise<void> {
  await removeItems(run)
  await giveBack(run)
  await restoreItems(run)
  await run.ctx.db.execute(sql`
    select recount_customers(array_agg(distinct customer_id), ${today(run.ctx)}::date) from import_rows
    where action like 'item.%' having count(*) > 0`)
}

async function removeItems(run: Run): Promise<void> {
  await run.ctx.db.execute(sql`
    with gone as (
      delete from items i using import_rows r
      where r.action = 'item.added' and ${FOUND} and ${untouched(COLUMNS)}
      returning r.n, i.customer_id, ${AS_REMOVED} as old
    ), said as (
      insert into history (at, actor_id, action, customer_id, old)
      select ${moment(run)}, ${author(run)}, 'item.removed', customer_id, old from gone
    )
    insert into import_touched (n) select n from gone`)
}

async function giveBack(run: Run): Promise<void> {
  const set = COLUMNS.map(({ column }) => sql`${sql.identifier(column)} = v.${sql.identifier(column)}`)
  const values = COLUMNS.map((turned) => {
    const value = MONEY.includes(turned.column) ? sql`(${former(turned)})::numeric` : former(turned)
    return sql`${value} as ${sql.identifier(turned.column)}`
  })
  await run.ctx.db.execute(sql`
    with back as (
      select r.n, i.id, r.customer_id, r.old, r.new, v.*
      from import_rows r join items i on ${FOUND}
      cross join lateral (select ${sql.join(values, sql`, `)}) v
      where r.action in ('item.updated', 'item.cleared') and ${untouched(COLUMNS)}
    ), written as (
      update items i set ${sql.join(set, sql`, `)} from back v where i.id = v.id
    ), said as (
      insert into history (at, actor_id, action, customer_id, old, new)
      select ${moment(run)}, ${author(run)}, 'item.updated', customer_id, new - 'why', old from back
    )
    insert into import_touched (n) select n from back`)
}

/** Those of which nobody has entered another under their number since. */
async function restoreItems(run: Run): Promise<void> {
  const columns = ['type', 'number', ...COLUMNS.map(({ column }) => column)]
  const values = columns.map((column) => {
    const type = MONEY.includes(column) ? 'numeric' : (TYPES[column] ?? 'text')
    return sql`(r.old ->> ${camel(column)}::text)::${sql.raw(type)}`
  })
  const names = columns.map((column) => sql.identifier(column))
  await run.ctx.db.execute(sql`
    with back as (
      insert into items (customer_id, ${sql.join(names, sql`, `)})
      select r.customer_id, ${sql.join(values, sql`, `)}
      from import_rows r join customers c on c.id = r.customer_id
      where r.action = 'item.removed' and r.old ? 'amount'
      order by r.n
      on conflict do nothing
      returning customer_id, type, number
    ), restored as (
      select r.n, r.customer_id, r.old from import_rows r
      join back i on ${FOUND} and r.action = 'item.removed'
    ), said as (
      insert into history (at, actor_id, action, customer_id, new)
      select ${moment(run)}, ${author(run)}, 'item.added', customer_id, old from restored
    )
    insert into import_touched (n) select n from restored`)
}
