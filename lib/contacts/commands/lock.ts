import { and, eq, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { type Context, transact } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { Refusal, refusing } from '@/lib/errors'
import { isFromErp } from '../rules'

/** Runs a write of contacts in one transaction. Two stars at one customer, should they ever meet, are a conflict. */
export function writing<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  const star = { contacts_for_collection_key: () => new Refusal('conflict', 'starMoved') }
  return refusing(star, () => transact(ctx, work))
}

/**
 * A contact that may be written, held with its person and with every customer of that person, in the order of ids:
 * their search text holds the name. What came from the ERP is refused, unless it is only the star that moves: that is ours.
 */
export async function lockContact(ctx: Context, contactId: number, { erpToo = false } = {}) {
  await ctx.db.execute(sql`
    select from ${customers} where id in (
      select other.customer_id
      from ${contacts} own join ${contacts} other on other.person_id = own.person_id
      where own.id = ${contactId}
    ) order by id for no key update`)
  const [found] = await ctx.db
    .select({ contact: contacts, person: people, customer: customers })
    .from(contacts)
    .innerJoin(people, eq(people.id, contacts.personId))
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(and(eq(contacts.id, contactId), visibleTo(ctx.actor)))
    .for('update', { of: [contacts, people] })
  if (!found) throw new Refusal('not-found', 'gone')
  if (!erpToo && isFromErp(found.contact)) throw new Refusal('conflict', 'contactFromErp')
  const sharing = await ctx.db
    .select({ id: contacts.customerId })
    .from(contacts)
    .where(eq(contacts.personId, found.person.id))
    .orderBy(contacts.customerId)
  const known = await ctx.db.$count(
    customers,
    and(
      anyOf(
        customers.id,
        sharing.map(({ id }) => id),
      ),
      visibleTo(ctx.actor),
    ),
  )
  return { ...found, sharing: sharing.map(({ id }) => id), sharedUnseen: known < sharing.length }
}
