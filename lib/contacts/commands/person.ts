import { and, eq, ne } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import type { CustomerRow } from '@/lib/customers/commands'
import { Refusal } from '@/lib/errors'
import { difference } from '@/lib/history'
import { readPhone } from '@/lib/phone'
import { fullName } from '@/lib/users/rules'
import { isOfErp, type Mark, markTold, NO_MARK, PERSONAL, type Personal } from '../rules'
import type { Held, Place } from './lock'

export type Typed = Record<Exclude<Personal, 'lastName'>, string | null> & { lastName: string }
export type Difference = ReturnType<typeof difference>

/** What a write of a person came to. `elsewhere`: the other places, of those the actor may know of, where it shows. */
export type Written = { personId: number; differs: Difference; elsewhere: Place[] }

/** What belongs to the person, of what was typed or is kept. */
export function typedOf(values: Typed): Typed {
  return Object.fromEntries(PERSONAL.map((field) => [field, values[field]])) as Typed
}

export async function insertPerson(ctx: Context, values: typeof people.$inferInsert): Promise<number> {
  const [row] = await ctx.db.insert(people).values(values).returning({ id: people.id })
  if (!row) throw new Error('the person was not written')
  return row.id
}

/** What is known of the person's address stays while the address does. */
function markOf(person: Mark & { email: string | null }, { email }: Typed): Mark {
  if (email !== person.email) return NO_MARK
  return { undeliverableSince: person.undeliverableSince, undeliverableReason: person.undeliverableReason }
}

/**
 * Writes what was typed of a person that is held, for every customer that the actor may know of. Where there are
 * others, these keep the person as it was, and the known ones have a person of their own from then on: nobody writes
 * where they may not read, nor learns that there is more. What the ERP says of somebody is refused.
 */
export async function writePerson(
  ctx: Context,
  held: Omit<Held, 'contact'>,
  typed: Typed,
  mark = markOf(held.person, typed),
): Promise<Written> {
  const { person, customer, places } = held
  const before = { ...person, ...markTold(person) }
  const differs = difference<Record<string, unknown>>(before, { ...typed, ...markTold(mark) })
  const known = places.filter(({ visible }) => visible)
  if (!differs) return { personId: person.id, differs, elsewhere: [] }
  mustBeOurs(known, Object.keys(differs.new))
  const elsewhere = known.filter(({ customerId }) => customerId !== customer.id)
  const values = { ...typed, ...mark, ...numbers(ctx, customer, typed, person), version: person.version + 1 }
  if (known.length === places.length) {
    await ctx.db.update(people).set(values).where(eq(people.id, person.id))
    return { personId: person.id, differs, elsewhere }
  }
  const personId = await insertPerson(ctx, values)
  const own = known.map(({ id }) => id)
  // Their versions stay, as they do where nothing is parted: who reads them is not to tell the two apart.
  await ctx.db.update(contacts).set({ personId }).where(anyOf(contacts.id, own))
  return { personId, differs: { ...differs, old: { ...differs.old, personId: person.id } }, elsewhere }
}

function mustBeOurs(known: readonly Place[], fields: readonly string[]): void {
  const locked = fields.filter((field) => known.some((place) => isOfErp(field, place)))
  if (locked.length === 0) return
  throw new Refusal('conflict', 'contactFromErp', {
    fields: Object.fromEntries(locked.map((field) => [field, 'contactFromErp'])),
  })
}

type Numbers = { phone: string | null; mobile: string | null }

/**
 * The numbers as they are dialled from anywhere, beside what was typed. One that stays as typed was read before,
 * perhaps elsewhere.
 */
export function numbers(
  { company }: Context,
  customer: Pick<CustomerRow, 'country'>,
  typed: Numbers,
  before?: Numbers & { phoneE164: string | null; mobileE164: string | null },
) {
  const read = (text: string | null) => readPhone(text, [customer.country, company.country])
  return {
    phoneE164: before && before.phone === typed.phone ? before.phoneE164 : read(typed.phone),
    mobileE164: before && before.mobile === typed.mobile ? before.mobileE164 : read(typed.mobile),
  }
}

/** Two contacts of a customer rarely share an address: one typed twice is asked back once, with whose it is. */
export async function mustBeMeant(
  ctx: Context,
  customerId: number,
  { email, emailMeant }: { email: string | null; emailMeant: string | null },
  contactId = 0,
): Promise<void> {
  if (email === null || email === emailMeant) return
  const [other] = await ctx.db
    .select({ firstName: people.firstName, lastName: people.lastName })
    .from(contacts)
    .innerJoin(people, eq(people.id, contacts.personId))
    .where(and(eq(contacts.customerId, customerId), ne(contacts.id, contactId), eq(people.email, email)))
    .orderBy(contacts.id)
    .limit(1)
  if (!other) return
  const fields = { email: 'contactEmailTwice' }
  throw new Refusal('conflict', 'contactEmailTwice', { values: { name: fullName(other) }, fields })
}
