import { asc, eq, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import type { ContactRole } from '@/db/schema/vocabulary'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { type ContactStanding, readingMany } from '../kinds/contact-kind'
import type { Change, ContactKind, Warning } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { type Target, targeted } from '../where'

const SAMPLES = 10

/** The first contacts that would change, by the code of their customer, as they stand and as they would. Empty for other changes. */
export async function sampleContacts(ctx: Context, change: Change) {
  const kind = kindOf(change.kind)
  if (kind.about !== 'contacts') return []
  const target = await targeted(ctx, change.target)
  const rows = await searching(ctx, () => standing(ctx, kind, change.input, target))
  return rows.map(({ id, code, customer, firstName, lastName, ...standing }) => {
    const before: ContactStanding = { ...standing, removed: false }
    return {
      id,
      code,
      customer,
      firstName,
      lastName,
      before,
      after: { ...before, ...kind.after(change.input, before) },
    }
  })
}

async function standing(ctx: Context, kind: ContactKind, given: unknown, target: Target) {
  const first = await kind.first(ctx, given, target)
  if (first?.length === 0) return []
  const differing = kind.differing(ctx, given, target)
  return readingMany(ctx, (ctx) =>
    ctx.db
      .select({
        id: contacts.id,
        code: customers.code,
        customer: customers.name,
        firstName: people.firstName,
        lastName: people.lastName,
        role: sql<ContactRole>`coalesce(${contacts.ourRole}, ${contacts.role})`,
        language: people.language,
        email: people.email,
        forCollection: contacts.forCollection,
      })
      .from(contacts)
      .innerJoin(customers, eq(customers.id, contacts.customerId))
      .innerJoin(people, eq(people.id, contacts.personId))
      .where(first ? anyOf(contacts.id, first) : sql`${contacts.id} in (${differing})`)
      .orderBy(asc(customers.code), asc(contacts.id))
      .limit(SAMPLES),
  )
}

/** What else would follow from a change, and how often; nothing where it would not. */
export async function warnOf(ctx: Context, change: Change): Promise<Warning[]> {
  if (change.undoOf !== null) return []
  const target = await targeted(ctx, change.target)
  const warnings = await searching(ctx, () => kindOf(change.kind).warn(ctx, change.input, target))
  return warnings.filter(({ count }) => count > 0)
}
