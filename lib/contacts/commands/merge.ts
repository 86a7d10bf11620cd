import { sql } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { fullName } from '@/lib/users/rules'
import type { MergeContacts } from '../input'
import { PERSONAL } from '../rules'
import { type ContactRow, type Held, lockContacts, type Place, placesOf, writing } from './lock'
import { type Typed, type Written, writePerson } from './person'
import { dropNobodys } from './write'

/** `customers`: how many of those the actor may know of have the kept person now. */
export type Merged = { contactId: number; customers: number }

/**
 * Makes one person of two: the fields as chosen, the places of both. Where both were contacts of one customer the two
 * become one contact, which has the star if either had it. Places that the actor may not know of stay with whom they have. What
 * the ERP says of somebody cannot be merged away, for its next file would bring it back.
 */
export async function mergeContacts(ctx: Context, input: MergeContacts): Promise<Merged> {
  return writing(ctx, async (ctx) => {
    const [kept, gone] = await lockContacts(ctx, [input.contactId, input.otherId])
    if (!kept || !gone) throw new Refusal('not-found', 'gone')
    mustBeTwo(kept, gone, input)
    const moving = gone.places.filter(({ visible }) => visible)
    const before = new Set(kept.places.map(({ customerId }) => customerId))
    await moveApart(ctx, kept, moving, before)
    const folded = await foldTogether(ctx, kept, moving, before)
    await dropNobodys(ctx, gone.person.id)
    const typed = chosen(kept, gone, input.take)
    const places = await placesOf(ctx, kept.person.id)
    const written = await writePerson(ctx, { ...kept, places }, typed)
    const customerIds = places.filter(({ visible }) => visible).map(({ customerId }) => customerId)
    const moved = new Set(moving.map(({ customerId }) => customerId))
    const entries = customerIds.flatMap((customerId) => {
      const deed = { gone, typed, written, folded: folded.get(customerId) }
      return [
        ...(moved.has(customerId) ? [mergedEntry(customerId, deed)] : []),
        ...(before.has(customerId) && written.differs ? [changedEntry(customerId, deed)] : []),
      ]
    })
    await record(ctx, ...entries)
    await refreshCustomers(ctx, customerIds)
    return { contactId: kept.contact.id, customers: customerIds.length }
  })
}

function mustBeTwo(kept: Held, gone: Held, input: MergeContacts): void {
  if (kept.person.id === gone.person.id) throw new Refusal('conflict', 'mergeSame')
  if (kept.person.version !== input.personVersion || gone.person.version !== input.otherPersonVersion)
    throw new Refusal('conflict', 'mergeMoved')
  if (gone.places.some(({ visible, fromErp }) => visible && fromErp)) throw new Refusal('conflict', 'mergeErp')
}

/** Where only the other was a contact, the contact is the kept person's from now on. */
async function moveApart(ctx: Context, { person }: Held, moving: readonly Place[], before: ReadonlySet<number>) {
  const alone = moving.filter(({ customerId }) => !before.has(customerId)).map(({ id }) => id)
  if (alone.length === 0) return
  await ctx.db
    .update(contacts)
    .set({ personId: person.id, source: 'person', version: sql`${contacts.version} + 1` })
    .where(anyOf(contacts.id, alone))
}

type Said = Pick<ContactRow, 'role' | 'ourRole' | 'comment' | 'forCollection' | 'inCopy'>

/**
 * Where both were contacts, the kept one takes over what the other had; gone first, because star and external number are
 * one each. Answers what the other said at each customer, and what the kept one says now.
 */
async function foldTogether(ctx: Context, { person }: Held, moving: readonly Place[], before: ReadonlySet<number>) {
  const folded = new Map<number, { old: Said; now: Said }>()
  const twice = moving.filter(({ customerId }) => before.has(customerId)).map(({ id }) => id)
  if (twice.length === 0) return folded
  const rows = await ctx.db.delete(contacts).where(anyOf(contacts.id, twice)).returning()
  const others = rows.map(({ customerId, forCollection, inCopy, comment, role, externalId }) => ({
    ...{ customer_id: customerId, for_collection: forCollection, in_copy: inCopy },
    ...{ comment, role, external_id: externalId },
  }))
  type Now = Said & { customerId: string }
  const kept = await ctx.db.execute<Now>(sql`
    update ${contacts} k
    set for_collection = k.for_collection or other.for_collection, in_copy = k.in_copy or other.in_copy,
        comment = nullif(concat_ws(E'\n', k.comment, case when other.comment is distinct from k.comment then other.comment end), ''),
        our_role = case when k.role = 'company' then coalesce(k.our_role, other.role) else k.our_role end,
        external_id = coalesce(k.external_id, case when k.role <> 'company' then other.external_id end),
        source = case when k.role = 'company' then k.source else 'person' end, version = k.version + 1
    from json_to_recordset(${JSON.stringify(others)}::json)
      as other (customer_id bigint, for_collection boolean, in_copy boolean, comment text, role text, external_id text)
    where k.person_id = ${person.id} and k.customer_id = other.customer_id
    returning k.customer_id as "customerId", k.role, k.our_role as "ourRole", k.comment,
              k.for_collection as "forCollection", k.in_copy as "inCopy"`)
  for (const { customerId, ...now } of kept) {
    const other = rows.find((row) => row.customerId === Number(customerId))
    if (other) folded.set(Number(customerId), { old: saidOf(other), now: saidOf(now) })
  }
  return folded
}

function saidOf({ role, ourRole, comment, forCollection, inCopy }: Said): Said {
  return { role, ourRole, comment, forCollection, inCopy }
}

function chosen(kept: Held, gone: Held, take: MergeContacts['take']): Typed {
  const sides = { kept: kept.person, gone: gone.person }
  return Object.fromEntries(PERSONAL.map((field) => [field, sides[take[field]][field]])) as Typed
}

type Deed = { gone: Held; typed: Typed; written: Written; folded: { old: Said; now: Said } | undefined }

/** Who was made one with whom: what was known of the other, beside what is known now. */
function mergedEntry(customerId: number, { gone, typed, written, folded }: Deed) {
  const told = PERSONAL.filter((field) => gone.person[field] !== null)
  const pick = (from: Typed) => Object.fromEntries(told.map((field) => [field, from[field]]))
  return {
    action: 'contact.merged',
    customerId,
    personId: written.personId,
    old: { ...pick(gone.person), ...folded?.old, personId: gone.person.id },
    new: { ...pick(typed), ...folded?.now, contact: fullName(typed) },
  }
}

/** Where the kept person was a contact before: what was taken over from the other. */
function changedEntry(customerId: number, { typed, written: { personId, differs } }: Deed) {
  const now = { ...differs?.new, contact: fullName(typed) }
  return { action: 'contact.updated', customerId, personId, old: differs?.old ?? {}, new: now }
}
