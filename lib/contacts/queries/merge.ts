import { and, desc, eq, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { FROM_ERP, traceOf } from '../where'

const MOST_PLACES = 50

/**
 * Without the number of the person: another one after a change tells that there are customers whom it did not reach.
 */
export type Side = Omit<NonNullable<Awaited<ReturnType<typeof findSide>>>, 'personId'>
/** What merging two contacts would do; or why the two cannot be merged. */
export type MergePreview = { kept: Side; gone: Side; problem: 'mergeSame' | 'mergeErp' | undefined }

/**
 * Two contacts beside each other, before they become one person: `kept` is the first, unless the ERP has a say in the
 * other. Undefined where one of them is gone, or at a customer that the actor may not know of.
 */
export async function previewMerge(
  ctx: Context,
  contactId: number,
  otherId: number,
): Promise<MergePreview | undefined> {
  const [one, other] = await Promise.all([findSide(ctx, contactId), findSide(ctx, otherId)])
  if (!one || !other) return undefined
  const [kept, gone] = other.fromErp && !one.fromErp ? [other, one] : [one, other]
  const problem = kept.personId === gone.personId ? 'mergeSame' : gone.fromErp ? 'mergeErp' : undefined
  return { kept: shown(kept), gone: shown(gone), problem }
}

function shown({ personId: _, ...side }: Side & { personId: number }): Side {
  return side
}

async function findSide(ctx: Context, contactId: number) {
  const [row] = await ctx.db
    .select({ contact: contacts, person: people, code: customers.code })
    .from(contacts)
    .innerJoin(people, eq(people.id, contacts.personId))
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(and(eq(contacts.id, contactId), visibleTo(ctx.actor)))
  if (!row) return undefined
  const { title, firstName, lastName, email, phone, mobile, fax, language, version, id } = row.person
  const places = await placesIn(ctx, id)
  return {
    contactId,
    code: row.code,
    personId: id,
    personVersion: version,
    undeliverable: row.person.undeliverableSince !== null,
    fields: { title, firstName, lastName, email, phone, mobile, fax, language },
    places: places.map(({ total: _, ...place }) => place),
    customers: places[0]?.total ?? 0,
    fromErp: places.some((place) => place.fromErp),
    faxFromErp: places.some((place) => place.faxFromErp),
  }
}

/** The first of them, those of the ERP before others, each with how many there are. */
async function placesIn(ctx: Context, personId: number) {
  return ctx.db
    .select({
      customerId: customers.id,
      code: customers.code,
      name: customers.name,
      forCollection: contacts.forCollection,
      externalId: contacts.externalId,
      total: sql<number>`count(*) over ()::integer`,
      ...FROM_ERP,
    })
    .from(contacts)
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(and(eq(contacts.personId, personId), visibleTo(ctx.actor)))
    .orderBy(desc(FROM_ERP.fromErp), customers.name, customers.id)
    .limit(MOST_PLACES)
}

/**
 * What erasing somebody would take away: at which customers, and how many entries of the history would name nobody any
 * more.
 */
export async function previewErasure(ctx: Context, contactId: number) {
  const side = await findSide(ctx, contactId)
  if (!side) return undefined
  const [counted] = await ctx.db.execute<{ entries: number }>(
    sql`select count(*)::integer as entries from (${traceOf(side.personId)}) trace`,
  )
  return { ...shown(side), entries: counted?.entries ?? 0 }
}
