import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import type { Import } from '../queries/imports'
import { rowsOf } from '../where'
import type { Run } from './kind'
import { refreshSearch } from './refresh'
import { removeContacts, turnContactsBack, turnStarsBack } from './undo-contacts'
import { removeCustomers, turnCustomersBack } from './undo-customers'
import { turnItemsBack } from './undo-items'
import { turnGroupsBack, turnPortfoliosBack } from './undo-links'
import { turnUsersBack } from './undo-users'

/** What an undoing can turn back. Users and groups that a file made on the way stay: others may have them by now. */
const ACTIONS = [
  ...['customer.created', 'customer.updated', 'customer.grouped', 'customer.ungrouped'],
  ...['contact.added', 'contact.updated', 'contact.starred', 'contact.unstarred'],
  ...['association.given', 'association.taken', 'item.added', 'item.updated', 'item.cleared'],
  ...['user.updated', 'user.activated', 'user.deactivated'],
]

const written = (importId: number | null): SQL => sql`
  h.import_id = ${importId} and h.action = any(${sql.param(ACTIONS)}::text[])
  and (h.customer_id is not null or h.action like 'user.%')`

/** Whether there is anything that an undoing could turn back. */
export async function wroteSomething({ db }: Context, importId: number): Promise<boolean> {
  const [row] = await db.execute<{ any: boolean }>(sql`
    select exists (select from history h where ${written(importId)}) as any`)
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
    select row_number() over (order by h.customer_id nulls last, h.id)::integer as n, 0 as line,
           null::text as problem, null::jsonb as facts, null::text as remark, null::jsonb as remark_facts,
           h.id as history_id, h.action, h.customer_id, h.person_id, h.user_id, h.old, h.new,
           c.code, c.code as customer_code, c.name, p.first_name, coalesce(p.last_name, u.last_name) as last_name, u.email,
           coalesce(h.new ->> 'type', h.old ->> 'type') as type, coalesce(h.new ->> 'number', h.old ->> 'number') as number
    from history h
    left join customers c on c.id = h.customer_id
    left join people p on p.id = h.person_id
    left join users u on u.id = h.user_id and h.customer_id is null
    where ${written(undoOf)}`)
  await ctx.db.execute(sql`create unique index on ${rows} (n)`)
  await ctx.db.execute(sql`analyze ${rows}`)
  const [counted] = await ctx.db.execute<{ total: number }>(sql`select count(*)::integer as total from ${rows}`)
  if (!counted?.total) throw new Refusal('conflict', 'nothingToUndo')
  return counted.total
}

/**
 * Turns a slice of `import_rows` back. What somebody changed since stays as they made it, and its row counts as unchanged.
 * In the order in which nothing stands in the way of the next: stars, contacts, colleagues and groups, items, fields, customers.
 */
export async function applyUndo(run: Run): Promise<void> {
  const { db } = run.ctx
  await db.execute(sql`
    select from customers where id in (select customer_id from import_rows) order by id for update`)
  await db.execute(sql`
    insert into import_done (n, customer_id, created) select n, customer_id, false from import_rows`)
  await turnStarsBack(run)
  await removeContacts(run)
  await turnContactsBack(run)
  await turnPortfoliosBack(run)
  await turnGroupsBack(run)
  await turnItemsBack(run)
  await turnCustomersBack(run)
  await removeCustomers(run)
  await turnUsersBack(run)
  await refreshSearch(run)
}
