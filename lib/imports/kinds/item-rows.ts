import { sql } from 'drizzle-orm'
import { today } from '@/lib/context'
import { noteDone } from './item-plan'
import { author, moment, type Run, remark } from './kind'

const CHUNK = 20_000

/**
 * Writes what the plan says, one statement a table, and notes what every row is about. The customers are locked by now.
 */
export async function writeItems(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    insert into items (
      customer_id, number, type, issue_date, due_date, amount, remaining, currency, order_number, cleared_date
    )
    select customer_id, number, type, issue_date, due_date, amount, remaining, currency, order_number, cleared_date
    from import_plan where item_id is null order by n`)
  await db.execute(sql`
    update items i
    set issue_date = p.issue_date, due_date = p.due_date, amount = p.amount, remaining = p.remaining,
        currency = p.currency, order_number = p.order_number, cleared_date = p.cleared_date
    from import_plan p where p.differs and i.id = p.item_id`)
  await recordItems(run)
  await noteDone(run)
  await db.execute(sql`insert into import_touched (n) select n from import_plan where item_id is null or differs`)
}

/** One entry a row: an item that is new is added, also where it was cleared before it came. */
async function recordItems(run: Run): Promise<void> {
  const named = sql`jsonb_build_object('type', type, 'number', number)`
  await run.ctx.db.execute(sql`
    insert into history (at, actor_id, action, customer_id, old, new)
    select ${moment(run)}, ${author(run)},
           case when item_id is null then 'item.added' when clears then 'item.cleared' else 'item.updated' end,
           customer_id, case when item_id is not null then ${named} || before end,
           case when item_id is not null then ${named} || after else jsonb_strip_nulls(jsonb_build_object(
             'type', type, 'number', number, 'issueDate', issue_date, 'dueDate', due_date, 'amount', amount::text,
             'remaining', remaining::text, 'currency', currency, 'orderNumber', order_number,
             'clearedDate', cleared_date)) end
    from import_plan where item_id is null or differs order by n`)
}

/** Says which of the written items that are open no rate converts, so that they count in no figure yet. */
export async function remarkRates(run: Run): Promise<void> {
  const { company } = run.ctx
  await remark(
    run,
    'noRate',
    sql`
    select p.n, jsonb_build_object('currency', p.currency) as facts from import_plan p
    where (p.item_id is null or p.differs) and p.cleared_date is null and p.currency <> ${company.currency}
      and not exists (select from rates r where r.currency = p.currency and r.day <= ${today(run.ctx)}::date)`,
  )
}

/** Brings the figures of every customer that got something written up to date. */
export async function recountItems(run: Run): Promise<void> {
  await run.ctx.db.execute(sql`
    select recount_customers(array_agg(customer_id), ${today(run.ctx)}::date)
    from (
      select customer_id, (row_number() over (order by customer_id) - 1) / ${CHUNK}::integer as chunk
      from (select customer_id from import_plan where item_id is null or differs group by customer_id) written
    ) numbered
    group by chunk order by chunk`)
}
