import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import type { ContactRole, Source } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { FAX_BROUGHT } from './rules'

/**
 * The contacts of a customer, the one for collection first. `alsoAt`: how many other customers that the actor may know
 * of have the same person. `lockedByErp`: whether the ERP says, here or at one of those, what the person is called;
 * `faxFromErp`: their fax too.
 */
export async function listContacts(ctx: Context, customerId: number) {
  return ctx.db
    .select({
      id: contacts.id,
      version: contacts.version,
      personVersion: people.version,
      role: sql<ContactRole>`${contacts.role}`,
      ourRole: sql<ContactRole | null>`${contacts.ourRole}`,
      forCollection: contacts.forCollection,
      inCopy: contacts.inCopy,
      comment: contacts.comment,
      source: sql<Source>`${contacts.source}`,
      title: people.title,
      firstName: people.firstName,
      lastName: people.lastName,
      email: people.email,
      phone: people.phone,
      phoneE164: people.phoneE164,
      mobile: people.mobile,
      mobileE164: people.mobileE164,
      fax: people.fax,
      language: people.language,
      undeliverableSince: people.undeliverableSince,
      undeliverableReason: people.undeliverableReason,
      alsoAt: sql<number>`(
        select count(*)::integer from contacts other where other.person_id = ${people.id} and other.customer_id <> ${contacts.customerId}
          and other.customer_id in (${visibleIds(ctx)}))`,
      lockedByErp: sql<boolean>`exists (${placesOfErp} and other.customer_id in (${visibleIds(ctx)}))`,
      faxFromErp: sql<boolean>`exists (
        ${placesOfErp} and other.customer_id in (${visibleIds(ctx)} and ${FAX_BROUGHT} = any(${customers.erpFields})))`,
    })
    .from(contacts)
    .innerJoin(people, eq(people.id, contacts.personId))
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(and(eq(contacts.customerId, customerId), visibleTo(ctx.actor)))
    .orderBy(desc(contacts.forCollection), asc(people.lastName), asc(people.firstName), asc(contacts.id))
}

const placesOfErp = sql`
  select from contacts other where other.person_id = ${people.id} and other.role = 'company' and other.source = 'import'`

export type ContactRow = Awaited<ReturnType<typeof listContacts>>[number]

function visibleIds(ctx: Context) {
  return sql`select ${customers.id} from ${customers} where ${visibleTo(ctx.actor) ?? sql`true`} and ${customers.id} = other.customer_id`
}
