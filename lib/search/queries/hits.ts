import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import type { ContactRole, CustomerState, Role } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'

/** A customer, or somebody at one. */
export type CustomerHit = {
  kind: 'customer'
  /** What of the hit is what was looked for. */
  why: 'code' | 'customer' | 'city' | 'vat' | 'contact' | 'email' | 'phone' | 'near'
  /** Nobody else can be meant: Enter goes there. */
  sure: boolean
  customerId: number
  code: string
  name: string
  city: string | null
  country: string | null
  state: CustomerState
  overdue: string
  contact: { id: number; name: string; role: ContactRole; email: string | null; phone: string | null } | null
}
export type UserHit = {
  kind: 'user'
  why: 'user' | 'near'
  sure: boolean
  handle: string
  name: string
  role: Role
  active: boolean
}
export type ViewHit = {
  kind: 'view'
  why: 'view'
  sure: boolean
  slug: string
  name: string
  search: string
  owner: string
}
export type Hit = CustomerHit | UserHit | ViewHit

/** `partly`: not all names were looked through for misspellings, because they are too many. */
export type Found = { hits: Hit[]; partly: boolean }

const customerColumns = {
  customerId: customers.id,
  code: customers.code,
  name: customers.name,
  city: customers.city,
  country: customers.country,
  state: sql<CustomerState>`${customers.state}`,
  overdue: customers.overdue,
}

/** One reason for all of them, or what tells it of each. */
type Reason = CustomerHit['why'] | SQL<CustomerHit['why']>

const reasonOf = (why: Reason) => (typeof why === 'string' ? sql<CustomerHit['why']>`${why}::text` : why)

/** Customers that the actor may know of. `found` is joined and gives their order. */
export async function customerHits(
  ctx: Context,
  why: Reason,
  { where, join, order, limit }: { where?: SQL | undefined; join?: SQL; order: SQL[]; limit: number },
): Promise<CustomerHit[]> {
  const query = ctx.db
    .select({ ...customerColumns, why: reasonOf(why) })
    .from(customers)
    .$dynamic()
  if (join) query.innerJoin(join, sql`found.id = ${customers.id}`)
  const rows = await query
    .where(and(where, visibleTo(ctx.actor)))
    .orderBy(...order)
    .limit(limit)
  return rows.map((row) => ({ ...row, kind: 'customer', sure: false, contact: null }))
}

/** Contacts of customers that the actor may know of. `first` is what puts some before others. */
export async function contactHits(
  ctx: Context,
  why: Reason,
  where: SQL | undefined,
  limit: number,
  { phone, first }: { phone?: SQL; first?: SQL } = {},
): Promise<CustomerHit[]> {
  const rows = await ctx.db
    .select({
      ...customerColumns,
      why: reasonOf(why),
      contact: {
        id: contacts.id,
        name: sql<string>`concat_ws(' ', ${people.firstName}, ${people.lastName})`,
        role: sql<ContactRole>`coalesce(${contacts.ourRole}, ${contacts.role})`,
        email: people.email,
        phone: sql<string | null>`${phone ?? sql`coalesce(${people.phone}, ${people.mobile})`}`,
      },
    })
    .from(people)
    .innerJoin(contacts, eq(contacts.personId, people.id))
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(and(where, visibleTo(ctx.actor)))
    .orderBy(
      ...(first ? [desc(first)] : []),
      asc(people.lastName),
      asc(people.firstName),
      asc(customers.code),
      asc(contacts.id),
    )
    .limit(limit)
  return rows.map((row) => ({ ...row, kind: 'customer', sure: false }))
}

/** The only one of its kind is meant. */
export function surely<One extends Hit>(found: One[]): One[] {
  return found.length === 1 ? found.map((hit) => ({ ...hit, sure: true })) : found
}
