import { type SQL, sql } from 'drizzle-orm'
import { today } from '@/lib/context'
import { type Field, judgeOwn, oldAndNew, type Run, reject, rejectMoved } from './kind'
import { rejectUnknownCustomers } from './unknown-customers'

/** Rejects what needs the whole file to be seen, and what no customer or calendar knows. */
export async function rejectItems(run: Run): Promise<void> {
  await rejectUnknownCustomers(run)
  await reject(
    run,
    'duplicateItem',
    sql`
    select r.n, jsonb_build_object('line', f.line) as facts
    from import_rows r
    join (
      select code_key, type, number, min(n) as n from import_rows
      where problem is null group by code_key, type, number having count(*) > 1
    ) first on (first.code_key, first.type, first.number) = (r.code_key, r.type, r.number) and first.n < r.n
    join import_rows f on f.n = first.n`,
  )
  await reject(
    run,
    'clearedAhead',
    sql`
    select n, jsonb_build_object('column', 'cleared_date', 'value', cleared_date) as facts from import_rows
    where cleared_date > ${today(run.ctx)}::date`,
  )
}

/** How the columns of an item are named, in the plan as in the table. */
const COLUMNS = ['issue_date', 'due_date', 'amount', 'remaining', 'currency', 'order_number', 'cleared_date'] as const
const MONEY: readonly string[] = ['amount', 'remaining']

/**
 * What is to remain. A file in which an item is open says so by naming it; where it says no more, what was cleared
 * stays cleared and what was paid in part stays so, but a list of all that is open opens it again.
 */
function remaining({ has, options: { blank, items } }: Run): SQL {
  const erases = (heading: string) => blank === 'erase' && has(heading)
  const staysCleared = items === 'delta' && !erases('cleared_date') ? sql`i.cleared_date is not null` : sql`false`
  const staysPaid = erases('remaining') ? sql`false` : sql`(i.cleared_date is null and i.remaining <> i.amount)`
  return sql`
    case when s.remaining is not null then s.remaining
         when s.cleared_date is not null or ${staysCleared} then 0
         when ${staysPaid} then i.remaining
         else s.amount end`
}

/**
 * Decides what each row does, into `import_plan`: the item it is about, or none, and everything as it is to be. Called
 * twice, before the lock and under it. An item of which nothing remains was cleared today, unless it was before.
 */
export async function planItems(run: Run): Promise<void> {
  const { db } = run.ctx
  const keepsOrder = run.options.blank === 'keep' || !run.has('order_number')
  const order = keepsOrder ? sql`coalesce(s.order_number, i.order_number)` : sql`s.order_number`
  const list = COLUMNS.map((column): Field => {
    const [present, next] = [sql`i.${sql.identifier(column)}`, sql`v.${sql.identifier(column)}`]
    return MONEY.includes(column)
      ? { column, present: sql`${present}::text`, next: sql`${next}::text` }
      : { column, present, next }
  })
  const changed = COLUMNS.map((column) => sql`i.${sql.identifier(column)} is distinct from v.${sql.identifier(column)}`)
  const { before, after } = oldAndNew(list)
  await db.execute(sql`drop table if exists import_plan`)
  await db.execute(sql`
    create temporary table import_plan on commit drop as
    select s.n, c.id as customer_id, i.id as item_id, s.type, s.number, v.*,
           i.id is not null and (${sql.join(changed, sql` or `)}) as differs,
           i.cleared_date is null and v.cleared_date is not null as clears,
           i.remaining as remained, ${before} as before, ${after} as after
    from import_rows s
    join customers c on c.code_key = s.code_key
    left join items i on i.customer_id = c.id and i.type = s.type and i.number = s.number
    cross join lateral (select (${remaining(run)})::numeric(18, 3) as remaining) left_over
    cross join lateral (
      select s.issue_date, s.due_date, s.amount, left_over.remaining, s.currency, ${order} as order_number,
             case when left_over.remaining = 0 then coalesce(s.cleared_date, i.cleared_date, ${today(run.ctx)}::date)
             end as cleared_date
    ) v
    where s.problem is null`)
  await rejectLeftOver(run)
}

/** An amount that changed so that what remained of it cannot be right any more. */
async function rejectLeftOver(run: Run): Promise<void> {
  await reject(
    run,
    'remainedMore',
    sql`
    select n, jsonb_build_object('remaining', trim_scale(remained)::text) as facts from import_plan
    where abs(remaining) > abs(amount) or sign(remaining) * sign(amount) < 0`,
  )
  await dropRejected(run)
}

async function dropRejected({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    delete from import_plan plan using import_rows s where s.n = plan.n and s.problem is not null`)
}

/** What would differ. */
export async function judgeItems(run: Run): Promise<void> {
  await noteDone(run)
  await judgeOwn(run, sql`select n, before, after from import_plan where differs`)
}

/** Which row is about which customer, and whether its item is new. */
export async function noteDone({ ctx }: Run): Promise<void> {
  await ctx.db.execute(sql`
    insert into import_done (n, customer_id, created) select n, customer_id, item_id is null from import_plan`)
}

/** Leaves items alone of which something else would become than was seen. */
export async function rejectMovedItems(run: Run): Promise<void> {
  if (!run.strict) return
  await noteDone(run)
  await rejectMoved(run, sql`select n, before, after from import_plan where differs`)
  await run.ctx.db.execute(sql`truncate import_done`)
  await dropRejected(run)
}

/** Customers of rows that will write something. */
export function movingItems(): SQL[] {
  return [sql`select customer_id from import_plan where item_id is null or differs`]
}
