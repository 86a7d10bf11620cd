import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { record } from '@/lib/history'
import { fullName } from '@/lib/users/rules'
import type { MergeContacts } from '../input'
import { type Former, type MergedPlace, newestMerge, type Undoing } from '../queries/unmerge'
import { type Mark, NO_MARK, PERSONAL } from '../rules'
import { type Folded, foldTogether, type Moved, moveApart } from './fold'
import { type Held, lockContacts, type Person, placesOf, writing } from './lock'
import { type Typed, typedOf, type Written, writePerson } from './person'
import { dropNobodys } from './write'

/**
 * `customers`: how many of those the actor may know of have the kept person now. `merge`: the entry of the history by
 * which it is taken back.
 */
export type Merged = { contactId: number; customers: number; merge: number | undefined }

/**
 * Makes one person of two: the fields as chosen, the places of both. Where both were contacts of one customer the two
 * become one contact, which has the star if either had it. Places that the actor may not know of stay with whom they
 * have. What the ERP says of somebody cannot be merged away, for its next file would bring it back.
 */
export async function mergeContacts(ctx: Context, input: MergeContacts): Promise<Merged> {
  return writing(ctx, async (ctx) => {
    const [kept, gone] = await lockContacts(ctx, [input.contactId, input.otherId])
    if (!kept || !gone) throw new Refusal('not-found', 'gone')
    mustBeTwo(kept, gone, input)
    const moving = gone.places.filter(({ visible }) => visible)
    const before = new Set(kept.places.map(({ customerId }) => customerId))
    const moved = await moveApart(ctx, kept, moving, before)
    const folded = await foldTogether(ctx, kept, moving, before)
    await dropNobodys(ctx, gone.person.id)
    const typed = chosen(kept, gone, input.take)
    const places = await placesOf(ctx, kept.person.id)
    const written = await writePerson(ctx, { ...kept, places }, typed, markOf(kept, gone, typed))
    const customerIds = places.filter(({ visible }) => visible).map(({ customerId }) => customerId)
    const deed = { kept, gone, typed, written }
    const entries = customerIds.flatMap((customerId) => [
      ...placeAt(moved, folded, customerId).map((place) => mergedEntry(customerId, deed, place)),
      ...(before.has(customerId) && written.differs ? [changedEntry(customerId, deed)] : []),
    ])
    await record(ctx, ...entries)
    await refreshCustomers(ctx, customerIds)
    const { contact } = kept
    return { contactId: contact.id, customers: customerIds.length, merge: await newestMerge(ctx, written.personId) }
  })
}

function mustBeTwo(kept: Held, gone: Held, input: MergeContacts): void {
  if (kept.person.id === gone.person.id) throw new Refusal('conflict', 'mergeSame')
  if (kept.person.version !== input.personVersion || gone.person.version !== input.otherPersonVersion)
    throw new Refusal('conflict', 'mergeMoved')
  if (gone.places.some(({ visible, fromErp }) => visible && fromErp)) throw new Refusal('conflict', 'mergeErp')
}

function chosen(kept: Held, gone: Held, take: MergeContacts['take']): Typed {
  const sides = { kept: kept.person, gone: gone.person }
  return Object.fromEntries(PERSONAL.map((field) => [field, sides[take[field]][field]])) as Typed
}

/** What either was known by of the address that is chosen. */
function markOf(kept: Held, gone: Held, { email }: Typed): Mark {
  const marked = [kept, gone].find(({ person }) => person.email === email && person.undeliverableSince)?.person
  if (!marked) return NO_MARK
  return { undeliverableSince: marked.undeliverableSince, undeliverableReason: marked.undeliverableReason }
}

type Deed = { kept: Held; gone: Held; typed: Typed; written: Written }
type PlaceThen = { place: MergedPlace; said?: Folded }

function placeAt(moved: Map<number, Moved>, folded: Map<number, Folded>, customerId: number): PlaceThen[] {
  const [one, two] = [moved.get(customerId), folded.get(customerId)]
  return [...(one ? [{ place: { moved: one } }] : []), ...(two ? [{ place: { folded: two.place }, said: two }] : [])]
}

/** Who was made one with whom: what was known of the other, beside what is known now, and what taking it back needs. */
function mergedEntry(customerId: number, { kept, gone, typed, written }: Deed, { place, said }: PlaceThen) {
  const told = PERSONAL.filter((field) => gone.person[field] !== null)
  const pick = (from: Typed) => Object.fromEntries(told.map((field) => [field, from[field]]))
  const version = kept.person.version + (written.differs ? 1 : 0)
  const undo: Undoing = { kept: formerOf(kept.person), gone: formerOf(gone.person), version, ...place }
  return {
    action: 'contact.merged',
    customerId,
    personId: written.personId,
    old: { ...pick(gone.person), ...said?.old, personId: gone.person.id },
    new: { ...pick(typed), ...said?.now, contact: fullName(typed), undo },
  }
}

function formerOf(person: Person): Former {
  const { id, version, phoneE164, mobileE164, undeliverableSince, undeliverableReason } = person
  const since = undeliverableSince?.toISOString() ?? null
  return { ...typedOf(person), id, version, phoneE164, mobileE164, undeliverableSince: since, undeliverableReason }
}

/**
 * Where the kept person was a contact before: what was taken over from the other, who is named for when they are
 * erased.
 */
function changedEntry(customerId: number, { gone, typed, written: { personId, differs } }: Deed) {
  const now = { ...differs?.new, contact: fullName(typed), personId: gone.person.id }
  return { action: 'contact.updated', customerId, personId, old: differs?.old ?? {}, new: now }
}
