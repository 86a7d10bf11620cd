import { type SQL, sql } from 'drizzle-orm'
import { ids } from '@/db/sql'
import { type Context, today, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { author, moment, type Run, seenLeft } from './kind'

const CUSTOMERS = 1000

/**
 * The open items of all customers that no row of the file names. A rejected row names its item as well; where it does
 * not say which of the customer's it is, all of them stay.
 */
const missingItems = (): SQL => sql`
  select i.id, i.customer_id
  from items i join customers c on c.id = i.customer_id
  where i.cleared_date is null
    and not exists (
      select from import_rows r where r.code_key = c.code_key and r.type = i.type and r.number = i.number)
    and not exists (
      select from import_rows r
      where r.code_key = c.code_key and r.problem is not null and (r.type is null or r.number is null))`

/**
 * Says how many open items a list of all that is open leaves out. Refuses one that leaves out more than it may: it was
 * likely cut off, and nobody's debts are to vanish for that. A row that does not even say its customer is refused as
 * well, for it may be any item there is.
 */
export async function judgeMissing(run: Run): Promise<void> {
  const { items, stockLimit } = run.options
  if (items !== 'stock') return
  const [unread] = await run.ctx.db.execute<{ line: number; count: number }>(sql`
    select min(line) as line, count(*)::integer as count from import_rows
    where problem is not null and code_key is null having count(*) > 0`)
  if (unread) throw new Refusal('invalid', 'importStockUnread', { values: unread })
  const { open, missing } = await countMissing(run)
  if (missing * 100 > stockLimit * open) {
    throw new Refusal('invalid', 'importStockLimit', { values: { missing, open, limit: stockLimit } })
  }
  await run.ctx.db.execute(sql`insert into import_left select id from (${missingItems()}) missing`)
  run.made.cleared = missing
}

/** How many items are open, and how many of them the file leaves out. */
async function countMissing({ ctx }: Run): Promise<{ open: number; missing: number }> {
  const [counted] = await ctx.db.execute<{ open: number; missing: number }>(sql`
    select (select count(*)::integer from items where cleared_date is null) as open,
           (select count(*)::integer from (${missingItems()}) missing) as missing`)
  return counted ?? { open: 0, missing: 0 }
}

/**
 * Clears what was seen to be left out and still is, where that was asked for: a batch of customers at a time, locked in
 * id order.
 */
export async function clearMissing(run: Run): Promise<void> {
  if (run.options.items !== 'stock') return
  const { db } = run.ctx
  await db.execute(sql`drop table if exists import_missing`)
  await db.execute(sql`create temporary table import_missing as
    select * from (${missingItems()}) missing where id in (${seenLeft(run)})`)
  await db.execute(sql`create index on import_missing (customer_id)`)
  let cleared = 0
  for (let after = 0; ; ) {
    const batch = await db.execute<{ id: number }>(sql`
      select distinct customer_id::float8 as id from import_missing
      where customer_id > ${after} order by id limit ${CUSTOMERS}`)
    const last = batch.at(-1)
    if (!last) break
    after = last.id
    const list = ids(batch.map(({ id }) => id))
    cleared += await transact(run.ctx, async (ctx) => clear({ ...run, ctx }, list))
  }
  await db.execute(sql`drop table import_missing`)
  run.made.cleared = cleared
}

async function clear(run: Run, list: SQL): Promise<number> {
  const { ctx } = run
  await lock(ctx, list)
  const [done] = await ctx.db.execute<{ cleared: number }>(sql`
    with open as (
      select id, customer_id, type, number, remaining from items
      where id in (select id from import_missing where customer_id = any(${list})) and cleared_date is null
      for update
    ), cleared as (
      update items i set remaining = 0, cleared_date = ${today(ctx)}::date from open where i.id = open.id
    ), said as (
      insert into history (at, actor_id, action, customer_id, old, new)
      select ${moment(run)}, ${author(run)}, 'item.cleared', customer_id,
             jsonb_build_object('type', type, 'number', number, 'remaining', remaining::text, 'clearedDate', null),
             jsonb_build_object('type', type, 'number', number, 'remaining', '0.000',
               'clearedDate', ${today(ctx)}::date, 'why', 'missing')
      from open order by customer_id, id
    )
    select count(*)::integer as cleared from open`)
  await ctx.db.execute(sql`select recount_customers(${list}, ${today(ctx)}::date)`)
  return done?.cleared ?? 0
}

async function lock(ctx: Context, list: SQL): Promise<void> {
  await ctx.db.execute(sql`select from customers where id = any(${list}) order by id for no key update`)
}
