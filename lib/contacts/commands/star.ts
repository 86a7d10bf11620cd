import { and, eq, ne, sql } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { record } from '@/lib/history'
import { lockContact, writing } from './lock'

const name = sql<string>`concat_ws(' ', ${people.firstName}, ${people.lastName})`

/** Whom the star was taken from, by name, where it had somebody. */
export type Starred = { movedFrom: string | null }
export type Place = { customerId: number; personId: number; contactId: number }

/** Moves the star to a contact, or takes it off. The last to ask has it: those who ask at once follow each other. */
export async function markForCollection(
  ctx: Context,
  { contactId, marked }: { contactId: number; marked: boolean },
): Promise<Starred> {
  return writing(ctx, async (ctx) => {
    const { contact, person, customer } = await lockContact(ctx, contactId)
    if (contact.forCollection === marked) return { movedFrom: null }
    const movedFrom = await setStar(ctx, { customerId: customer.id, personId: person.id, contactId }, marked)
    await refreshCustomers(ctx, [customer.id])
    return { movedFrom }
  })
}

/** Within a transaction that holds the customer. The entry keeps both names: contacts may be gone when it is read. */
export async function setStar(ctx: Context, place: Place, marked: boolean): Promise<string | null> {
  const { contactId, customerId, personId } = place
  const former = marked ? await clearStar(ctx, place) : undefined
  const [contact] = await ctx.db
    .update(contacts)
    .set({ forCollection: marked, version: sql`${contacts.version} + 1` })
    .from(people)
    .where(and(eq(contacts.id, contactId), eq(people.id, contacts.personId)))
    .returning({ name })
  await record(ctx, {
    action: marked ? 'contact.starred' : 'contact.unstarred',
    customerId,
    personId,
    ...(former && { old: { contact: former.name, personId: former.personId } }),
    new: { contact: contact?.name },
  })
  return former?.name ?? null
}

/** Cleared before it is set: the index allows one star a customer at every moment. */
async function clearStar(
  ctx: Context,
  { customerId, contactId }: Place,
): Promise<{ name: string; personId: number } | undefined> {
  const [former] = await ctx.db
    .update(contacts)
    .set({ forCollection: false, version: sql`${contacts.version} + 1` })
    .from(people)
    .where(
      and(
        eq(contacts.customerId, customerId),
        eq(contacts.forCollection, true),
        ne(contacts.id, contactId),
        eq(people.id, contacts.personId),
      ),
    )
    .returning({ name, personId: people.id })
  return former
}
