import { and, eq, sql } from 'drizzle-orm'
import { contacts, people } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { refreshCustomers } from '@/lib/customers/commands'
import { Refusal, refusing } from '@/lib/errors'
import { difference, record } from '@/lib/history'
import { fullName } from '@/lib/users/rules'
import { type Former, findMerge, type Merge, problemOf } from '../queries/unmerge'
import { type Mark, markTold } from '../rules'
import { lockContacts, type Person, placesOf, writing } from './lock'
import { typedOf } from './person'

/** `customers`: how many the other person is a contact of again. */
export type Unmerged = { customers: number }

/**
 * Takes a merge back while nothing of it was changed since: the other is a person again, with the contacts they had,
 * and the kept one is called and reached as before. Whoever was parted from people that the actor may not know of is
 * joined with them again.
 */
export async function unmergeContacts(ctx: Context, { entry }: { entry: number }): Promise<Unmerged> {
  // A file may have brought the number of the other again, as a contact of its own.
  const refusals = { contacts_external_id_key: () => new Refusal('conflict', 'unmergeMoved') }
  const work = async (ctx: Context) => {
    const asked = await findMerge(ctx, entry)
    if (!asked) throw new Refusal('not-found', 'gone')
    await mustStand(ctx, asked)
    const [held] = await lockContacts(
      ctx,
      asked.places.map(({ moved, folded }) => (moved ?? folded.into).id),
    )
    const merge = await findMerge(ctx, entry)
    if (!merge || !held) throw new Refusal('not-found', 'gone')
    await mustStand(ctx, merge)
    const otherId = await otherPerson(ctx, merge)
    for (const place of merge.places) await partAt(ctx, place, otherId)
    const customerIds = merge.places.map(({ customerId }) => customerId)
    const keptIds = await takeBack(ctx, merge, held.person)
    const about = { old: { personId: merge.personId }, new: { contact: fullName(merge.gone), personId: merge.gone.id } }
    const entries = customerIds.map((customerId) => ({
      action: 'contact.unmerged',
      ...{ customerId, personId: otherId, ...about },
    }))
    await record(ctx, ...entries)
    await refreshCustomers(ctx, [...new Set([...customerIds, ...keptIds])])
    return { customers: customerIds.length }
  }
  return refusing(refusals, () => writing(ctx, work))
}

async function mustStand(ctx: Context, merge: Merge): Promise<void> {
  const problem = await problemOf(ctx, merge)
  if (problem) throw new Refusal(problem === 'unmergeOfOthers' ? 'forbidden' : 'conflict', problem)
}

/**
 * The person who was merged away: made anew under their number, so that the history knows them. Where they are
 * somebody's contact that the merging one did not know of, they are there still, and meant unless they were changed.
 */
async function otherPerson(ctx: Context, { gone }: Merge): Promise<number> {
  const [there] = await ctx.db.select().from(people).where(eq(people.id, gone.id)).for('update')
  if (there?.version === gone.version) return there.id
  const id = there ? sql`nextval(pg_get_serial_sequence('people', 'id'))` : sql`${gone.id}::bigint`
  const { title, firstName, lastName, email, phone, phoneE164, mobile, mobileE164, fax, language } = gone
  const { undeliverableSince = null, undeliverableReason = null } = gone
  const [made] = await ctx.db.execute<{ id: string }>(sql`
    insert into people (id, title, first_name, last_name, email, phone, phone_e164, mobile, mobile_e164, fax, language,
      undeliverable_since, undeliverable_reason, version)
    overriding system value values (${id}, ${title}, ${firstName}, ${lastName}, ${email}, ${phone}, ${phoneE164}, ${mobile}, ${mobileE164},
      ${fax}, ${language}, ${undeliverableSince}::timestamptz, ${undeliverableReason}, ${gone.version + 1})
    returning id`)
  if (!made) throw new Error('the person was not written')
  return Number(made.id)
}

/** The kept contact first, because star and external number are one each. */
async function partAt(ctx: Context, { moved, folded }: Merge['places'][number], personId: number): Promise<void> {
  if (moved) {
    const { id, source } = moved
    await ctx.db
      .update(contacts)
      .set({ personId, source, version: moved.version + 1 })
      .where(eq(contacts.id, id))
    return
  }
  const { id, version, ...then } = folded.into
  await ctx.db
    .update(contacts)
    .set({ ...then, version: version + 1 })
    .where(eq(contacts.id, id))
  const { contact } = folded
  await ctx.db.execute(sql`
    insert into contacts (id, customer_id, person_id, role, our_role, for_collection, in_copy, comment, source, external_id, created_at, version)
    overriding system value values (${contact.id}, ${contact.customerId}, ${personId}, ${contact.role}, ${contact.ourRole}, ${contact.forCollection},
      ${contact.inCopy}, ${contact.comment}, ${contact.source}, ${contact.externalId}, ${contact.createdAt}::timestamptz, ${contact.version + 1})`)
}

/**
 * The kept person as before, at every customer where they are still a contact; answers these where anything changed.
 */
async function takeBack(ctx: Context, merge: Merge, person: Person): Promise<number[]> {
  const mark = markIn(merge.kept)
  const present = { ...person, ...markTold(person) }
  const differs = difference<Record<string, unknown>>(present, { ...typedOf(merge.kept), ...markTold(mark) })
  if (!differs) return []
  const { phoneE164, mobileE164 } = merge.kept
  const values = { ...typedOf(merge.kept), ...mark, phoneE164, mobileE164, version: person.version + 1 }
  await ctx.db.update(people).set(values).where(eq(people.id, person.id))
  const customerIds = (await placesOf(ctx, person.id)).map(({ customerId }) => customerId)
  const joined = merge.kept.id !== person.id && (await join(ctx, person.id, merge.kept))
  const entry = {
    action: 'contact.updated',
    personId: joined ? merge.kept.id : person.id,
    old: joined ? { ...differs.old, personId: person.id } : differs.old,
    new: { ...differs.new, contact: fullName(merge.kept), personId: merge.gone.id },
  }
  await record(ctx, ...customerIds.map((customerId) => ({ ...entry, customerId })))
  return customerIds
}

function markIn({ undeliverableSince, undeliverableReason = null }: Former): Mark {
  return { undeliverableSince: undeliverableSince ? new Date(undeliverableSince) : null, undeliverableReason }
}

/**
 * Gives the places of a parted person back to the one they were parted from, if that one is as it was. Versions stay,
 * as in parting.
 */
async function join(ctx: Context, partedId: number, former: Former): Promise<boolean> {
  const [there] = await ctx.db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, former.id), eq(people.version, former.version)))
    .for('update')
  if (!there) return false
  const places = await placesOf(ctx, partedId)
  const others = await placesOf(ctx, former.id)
  if (others.some(({ customerId }) => places.some((place) => place.customerId === customerId))) return false
  await ctx.db
    .update(contacts)
    .set({ personId: former.id })
    .where(
      anyOf(
        contacts.id,
        places.map(({ id }) => id),
      ),
    )
  await ctx.db.delete(people).where(eq(people.id, partedId))
  return true
}
