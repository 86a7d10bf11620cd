import { type SQL, sql } from 'drizzle-orm'
import { ids } from '@/db/sql'
import { mustBeAllowed, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { author, moment, type Run, seenLeft } from './kind'

const BATCH = 1000

/** The states that customers whom the file leaves out end in; nothing where they are left as they are. */
const ENDS = { leave: undefined, block: 'blocked', archive: 'archived' } as const

/**
 * Customers whom a file once brought and this one leaves out, but for those who are where they would end already. A
 * rejected row names its customer all the same.
 */
export const leftOut = (end: 'blocked' | 'archived' | undefined, rows = sql`import_rows`): SQL => sql`
  select c.id, c.code from customers c
  where c.erp_fields <> '{}' and c.state <> 'archived' and c.state <> ${end ?? 'archived'}
    and not exists (select from ${rows} r where r.code_key = c.code_key)`

/**
 * Says how many customers the file leaves out. Where that is to end them, a file that leaves out more than it may is
 * refused: it was likely cut off, and nobody is to be archived for that. So is one with a row that does not even say
 * its code, for it may be any customer there is.
 */
export async function judgeLeftOut(run: Run): Promise<void> {
  const { missing, missingLimit: limit } = run.options
  const end = ENDS[missing]
  const [counted] = await run.ctx.db.execute<{ brought: number; missing: number }>(sql`
    select (select count(*)::integer from customers where erp_fields <> '{}' and state <> 'archived') as brought,
           (select count(*)::integer from (${leftOut(end)}) missing) as missing`)
  const { brought, missing: left } = counted ?? { brought: 0, missing: 0 }
  run.made.leftOut = left
  if (!end) return
  mustBeAllowed(run.ctx, 'customers.state')
  const [unread] = await run.ctx.db.execute<{ line: number }>(sql`
    select min(line) as line from import_rows where code_key is null having count(*) > 0`)
  if (unread) throw new Refusal('invalid', 'importMissingUnread', { values: unread })
  if (left * 100 > limit * brought) {
    throw new Refusal('invalid', 'importMissingLimit', { values: { missing: left, brought, limit } })
  }
  await run.ctx.db.execute(sql`insert into import_left select id from (${leftOut(end)}) missing`)
}

/**
 * Blocks or archives who was seen to be left out and still is, where that was asked for: a batch at a time, locked in
 * id order.
 */
export async function endLeftOut(run: Run): Promise<void> {
  const end = ENDS[run.options.missing]
  if (!end) return
  mustBeAllowed(run.ctx, 'customers.state')
  const rows = await run.ctx.db.execute<{ id: number }>(sql`
    select id::float8 as id from (${leftOut(end)}) missing where id in (${seenLeft(run)}) order by id`)
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = ids(rows.slice(at, at + BATCH).map(({ id }) => id))
    await transact(run.ctx, async (ctx) => endBatch({ ...run, ctx }, batch, end))
  }
  run.made.leftOut = rows.length
}

async function endBatch(run: Run, batch: SQL, end: string): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`select from customers where id = any(${batch}) order by id for no key update`)
  await db.execute(sql`
    with ending as (
      select id, state from customers where id = any(${batch}) and state <> 'archived' and state <> ${end}
    ), ended as (
      update customers c set state = ${end}, version = c.version + 1 from ending where c.id = ending.id
    )
    insert into history (at, actor_id, action, customer_id, old, new)
    select ${moment(run)}, ${author(run)}, 'customer.updated', id,
           jsonb_build_object('state', state), jsonb_build_object('state', ${end}::text, 'why', 'leftOut')
    from ending`)
}
