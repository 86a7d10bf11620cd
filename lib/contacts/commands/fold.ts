import { sql } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import type { ContactRow, Held, Place } from './lock'

/** A contact that became another person's, as it stands since, and whose it was until then: a file's, or a person's. */
export type Moved = { id: number; version: number; source: string }
export type Said = Pick<ContactRow, 'role' | 'ourRole' | 'comment' | 'forCollection' | 'inCopy'>
/** What a contact that took over another was before, and how often it was written then. */
type Into = Omit<Said, 'role'> & { id: number; version: number; externalId: string | null; source: string }
/** Two contacts of one customer that became one: what the other said, what the one says now, and both as they were. */
export type Folded = { old: Said; now: Said; place: { contact: ContactRow; into: Into } }

/** Where only the other was a contact, the contact is the kept person's from now on. */
export async function moveApart(ctx: Context, { person }: Held, moving: readonly Place[], before: ReadonlySet<number>) {
  const alone = moving.filter(({ customerId }) => !before.has(customerId)).map(({ id }) => id)
  if (alone.length === 0) return new Map<number, Moved>()
  const rows = await ctx.db.execute<{ customerId: number } & Moved>(sql`
    update contacts k set person_id = ${person.id}, source = 'person', version = k.version + 1
    from contacts was where was.id = k.id and ${anyOf(sql`k.id`, alone)}
    returning k.customer_id::float8 as "customerId", k.id::float8 as id, k.version, was.source`)
  return new Map(rows.map(({ customerId, ...moved }) => [customerId, moved]))
}

/**
 * Where both were contacts, the kept one takes over what the other had; gone first, because star and external number
 * are one each. Answers what the other said at each customer, and what the kept one says now.
 */
export async function foldTogether(
  ctx: Context,
  { person }: Held,
  moving: readonly Place[],
  before: ReadonlySet<number>,
): Promise<Map<number, Folded>> {
  const folded = new Map<number, Folded>()
  const twice = moving.filter(({ customerId }) => before.has(customerId)).map(({ id }) => id)
  if (twice.length === 0) return folded
  const rows = await ctx.db.delete(contacts).where(anyOf(contacts.id, twice)).returning()
  const others = rows.map(({ customerId, forCollection, inCopy, comment, role, externalId }) => ({
    ...{ customer_id: customerId, for_collection: forCollection, in_copy: inCopy },
    ...{ comment, role, external_id: externalId },
  }))
  type Now = Said & { customerId: string; into: Into }
  const kept = await ctx.db.execute<Now>(sql`
    update ${contacts} k
    set for_collection = k.for_collection or other.for_collection, in_copy = k.in_copy or other.in_copy,
        comment = nullif(concat_ws(E'\n', k.comment, case when other.comment is distinct from k.comment then other.comment end), ''),
        our_role = case when k.role = 'company' then coalesce(k.our_role, other.role) else k.our_role end,
        external_id = coalesce(k.external_id, case when k.role <> 'company' then other.external_id end),
        source = case when k.role = 'company' then k.source else 'person' end, version = k.version + 1
    from json_to_recordset(${JSON.stringify(others)}::json)
      as other (customer_id bigint, for_collection boolean, in_copy boolean, comment text, role text, external_id text), contacts was
    where k.person_id = ${person.id} and k.customer_id = other.customer_id and was.id = k.id
    returning k.customer_id as "customerId", k.role, k.our_role as "ourRole", k.comment,
              k.for_collection as "forCollection", k.in_copy as "inCopy",
              jsonb_build_object('id', k.id, 'version', k.version, 'ourRole', was.our_role, 'comment', was.comment, 'forCollection', was.for_collection,
                'inCopy', was.in_copy, 'externalId', was.external_id, 'source', was.source) as into`)
  for (const { customerId, into, ...now } of kept) {
    const contact = rows.find((row) => row.customerId === Number(customerId))
    if (contact) folded.set(Number(customerId), { old: saidOf(contact), now: saidOf(now), place: { contact, into } })
  }
  return folded
}

function saidOf({ role, ourRole, comment, forCollection, inCopy }: Said): Said {
  return { role, ourRole, comment, forCollection, inCopy }
}
