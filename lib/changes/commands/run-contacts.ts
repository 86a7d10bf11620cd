import { type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { EXCEPTION_REASONS } from '@/db/schema/vocabulary'
import { anyOf, ids } from '@/db/sql'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import type { Chunk } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { undoContacts } from '../kinds/undo-contacts'

export type Outcome = { allowed: number; changed: number }

/**
 * The work of a chunk of contacts: of those that are there still and at customers the author may still know of. The
 * others are listed.
 */
export async function workOnContacts(ctx: Context, chunk: Chunk): Promise<Outcome> {
  const { change } = chunk
  await lock(ctx, chunk)
  const work =
    change.undoOf === null ? await withoutRefused(ctx, await reachable(ctx, chunk)) : await reachable(ctx, chunk)
  const allowed = work.contactIds.length
  if (allowed === 0) return { allowed, changed: 0 }
  const changed = await (change.undoOf === null
    ? kindOf(change.kind).apply(ctx, change.input, work)
    : undoContacts(ctx, change.undoOf, work))
  return { allowed, changed }
}

/** Every customer of the people concerned, then the people: in the order of those who write a single contact. */
async function lock(ctx: Context, { customerIds, contactIds }: Chunk): Promise<void> {
  const concerned = sql`select person_id from contacts where ${anyOf(sql`id`, contactIds)}`
  await ctx.db.execute(sql`
    select from ${customers} where id in (
      select unnest(${ids(customerIds)})
      union select customer_id from contacts where person_id in (${concerned})
    ) order by id for no key update`)
  await ctx.db.execute(sql`select from people where id in (${concerned}) order by id for update`)
}

type Frozen = { contactId: number; customerId: number; there: boolean; known: boolean }

/**
 * The part of a chunk that can be worked on. Of an undo also what is there no more: that may be what it brings back.
 */
async function reachable(ctx: Context, chunk: Chunk): Promise<Chunk> {
  const { change, customerIds, contactIds } = chunk
  const known: SQL = visibleTo(ctx.actor) ?? sql`true`
  const rows = await ctx.db.execute<Frozen>(sql`
    select frozen.contact_id::float8 as "contactId", frozen.customer_id::float8 as "customerId", k.id is not null as there,
      ${customers.id} is not null as known
    from unnest(${ids(customerIds)}, ${ids(contactIds)}) as frozen(customer_id, contact_id)
    left join contacts k on k.id = frozen.contact_id
    left join ${customers} on ${customers.id} = frozen.customer_id and ${known}`)
  const isGone = ({ there }: Frozen) => change.undoOf === null && !there
  await list(
    ctx,
    chunk,
    'out_of_reach',
    rows.filter((row) => !row.known),
  )
  await list(
    ctx,
    chunk,
    'gone',
    rows.filter((row) => row.known && isGone(row)),
  )
  return partOf(
    chunk,
    rows.filter((row) => row.known && !isGone(row)),
  )
}

/** Without those that the kind of change leaves as they are for a reason of its own, which are listed. */
async function withoutRefused(ctx: Context, chunk: Chunk): Promise<Chunk> {
  const { change, customerIds, contactIds } = chunk
  if (contactIds.length === 0) return chunk
  const refused = new Set(await kindOf(change.kind).refused(ctx, change.input, chunk))
  if (refused.size === 0) return chunk
  const rows = contactIds.map((contactId, index) => ({ contactId, customerId: customerIds[index] ?? 0 }))
  await list(
    ctx,
    chunk,
    'from_erp',
    rows.filter(({ contactId }) => refused.has(contactId)),
  )
  return partOf(
    chunk,
    rows.filter(({ contactId }) => !refused.has(contactId)),
  )
}

type Pair = { contactId: number; customerId: number }

function partOf(chunk: Chunk, rows: readonly Pair[]): Chunk {
  const [customerIds, contactIds] = [rows.map((row) => row.customerId), rows.map((row) => row.contactId)]
  return { ...chunk, customerIds, contactIds }
}

async function list(
  ctx: Context,
  { change }: Chunk,
  reason: (typeof EXCEPTION_REASONS)[number],
  rows: readonly Pair[],
): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.execute(sql`
    insert into change_exceptions (change_id, customer_id, contact_id, reason)
    select ${change.id}::bigint, customer_id, contact_id, ${reason}
    from unnest(${ids(rows.map((row) => row.customerId))}, ${ids(rows.map((row) => row.contactId))}) as listed(customer_id, contact_id)
    on conflict do nothing`)
}
