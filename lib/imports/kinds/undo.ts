import { type SQL, sql } from 'drizzle-orm'
import { type Context, mustBeAllowed } from '@/lib/context'
import type { Import } from '../queries/imports'
import { rowsOf } from '../where'
import type { Run } from './kind'
import { refreshSearch } from './refresh'
import { removeContacts, turnContactsBack } from './undo-contacts'
import { removeCustomers, turnCustomersBack } from './undo-customers'
import { turnItemsBack } from './undo-items'
import { turnGroupsBack, turnPortfoliosBack } from './undo-links'
import { restoreCustomers } from './undo-removed'
import { clearStarsAgain, giveStarsBack } from './undo-stars'
import { turnUsersBack } from './undo-users'

/**
 * What an undoing turns back row by row. What a file made on the way, and what an undoing took away of that, is
 * `undo-made.ts`.
 */
const ACTIONS = [
  ...['customer.created', 'customer.updated', 'customer.removed', 'customer.grouped', 'customer.ungrouped'],
  ...['contact.added', 'contact.updated', 'contact.removed', 'contact.starred', 'contact.unstarred'],
  ...['association.given', 'association.taken', 'item.added', 'item.updated', 'item.cleared', 'item.removed'],
  ...['user.updated', 'user.activated', 'user.deactivated'],
]

const MADE = ['user.created', 'user.deleted', 'group.created', 'group.deleted']

const written = (importId: number | null): SQL => sql`
  h.import_id = ${importId} and h.action = any(${sql.param(ACTIONS)}::text[])
  and (h.customer_id is not null or h.action like 'user.%')`

/** Whether there is anything that an undoing could turn back. */
export async function wroteSomething({ db }: Context, importId: number): Promise<boolean> {
  const [row] = await db.execute<{ any: boolean }>(sql`
    select exists (
      select from history h where ${written(importId)}
        or (h.import_id = ${importId} and h.action = any(${sql.param(MADE)}::text[]))) as any`)
  return row?.any ?? false
}

/**
 * Everything an import wrote, as the history has it, one row each: the rows of its undoing. Those of a customer stand
 * together, so that one transaction turns them back. Answers how many there are.
 */
export async function stageUndo({ ctx, importId }: Run, { undoOf }: Import): Promise<number> {
  const rows = rowsOf(importId)
  await ctx.db.execute(sql`drop table if exists ${rows}`)
  await ctx.db.execute(sql`
    create table ${rows} with (autovacuum_enabled = false) as
    select row_number() over (order by h.customer_id nulls last, h.action <> 'customer.removed', h.id)::integer as n, 0 as line,
           null::text as problem, null::jsonb as facts, null::text as remark, null::jsonb as remark_facts,
           h.id as history_id, h.action, h.customer_id, h.person_id, h.user_id, h.old, h.new,
           coalesce(c.code_key, gone.old ->> 'codeKey') as code_key, coalesce(c.code, gone.old ->> 'code') as code,
           coalesce(c.code, gone.old ->> 'code') as customer_code, coalesce(c.name, gone.old ->> 'name') as name,
           coalesce(p.first_name, h.old ->> 'firstName') as first_name,
           coalesce(p.last_name, u.last_name, h.old ->> 'lastName') as last_name, u.email,
           coalesce(h.new ->> 'type', h.old ->> 'type') as type, coalesce(h.new ->> 'number', h.old ->> 'number') as number
    from history h
    left join customers c on c.id = h.customer_id
    left join history gone
      on gone.import_id = h.import_id and gone.customer_id = h.customer_id and gone.action = 'customer.removed'
    left join people p on p.id = h.person_id
    left join users u on u.id = h.user_id and h.customer_id is null
    where ${written(undoOf)}`)
  await ctx.db.execute(sql`create unique index on ${rows} (n)`)
  await ctx.db.execute(sql`analyze ${rows}`)
  const [counted] = await ctx.db.execute<{ total: number }>(sql`select count(*)::integer as total from ${rows}`)
  return counted?.total ?? 0
}

/**
 * Turns a slice of `import_rows` back. What somebody changed since stays as they made it, and its row counts as
 * unchanged. In the order in which nothing stands in the way of the next: what an undoing removed is there again before
 * what hangs on it, and what a file made goes last.
 */
export async function applyUndo(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    select from customers where id in (select customer_id from import_rows) order by id for update`)
  await db.execute(sql`
    insert into import_done (n, customer_id, created) select n, customer_id, false from import_rows`)
  await mustMayArchive(run)
  await restoreCustomers(run)
  await clearStarsAgain(run)
  await removeContacts(run)
  await turnContactsBack(run)
  await giveStarsBack(run)
  await turnPortfoliosBack(run)
  await turnGroupsBack(run)
  await turnItemsBack(run)
  await turnCustomersBack(run)
  await removeCustomers(run)
  await turnUsersBack(run)
  await refreshSearch(run)
}

/** Who was archived, and who is so no more, is for those who archive, whatever brought it about. */
async function mustMayArchive({ ctx }: Run): Promise<void> {
  const [row] = await ctx.db.execute(sql`
    select from import_rows
    where action = 'customer.updated' and 'archived' in (old ->> 'state', new ->> 'state') limit 1`)
  if (row) mustBeAllowed(ctx, 'customers.state')
}
