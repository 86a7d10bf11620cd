import { eq, sql } from 'drizzle-orm'
import { contacts, customers, history, people } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { fullName } from '@/lib/users/rules'
import type { Folded, Moved } from '../commands/fold'
import type { Typed } from '../commands/person'
import { canUnmerge, PERSONAL, type Personal } from '../rules'

/** A person as they were before a merge. Entries of before they could be marked say nothing of it. */
export type Former = Typed & { id: number; version: number; phoneE164: string | null; mobileE164: string | null } & {
  undeliverableSince?: string | null
  undeliverableReason?: string | null
}
/** What became of the other's contact at one customer. */
export type MergedPlace = { moved: Moved; folded?: never } | { folded: Folded['place']; moved?: never }
/**
 * What an entry about a merge keeps for taking it back: who the two were, how often the one was written then, and the
 * place.
 */
export type Undoing = MergedPlace & { kept: Former; gone: Former; version: number }

/** A merge as the history tells it, with a place for each customer that the other had. */
export type Merge = Pick<Undoing, 'kept' | 'gone' | 'version'> & {
  personId: number
  actorId: number | null
  at: Date
  places: (MergedPlace & { customerId: number; name: string; code: string })[]
}

/** Why a merge cannot be taken back. Whatever was touched is said alike, also what the actor may not know of. */
type UnmergeProblem = 'tooLateToUnmerge' | 'unmergeOfOthers' | 'unmergeMoved'

/** The newest entry that tells of a merge into this person. */
export async function newestMerge(ctx: Context, personId: number): Promise<number | undefined> {
  const [row] = await ctx.db.execute<{ id: number | null }>(sql`
    select max(id)::float8 as id from ${history} where person_id = ${personId} and action = 'contact.merged'`)
  return row?.id ?? undefined
}

/** The merge that an entry tells of, if the actor may know of every customer that it was about. */
export async function findMerge(ctx: Context, entryId: number): Promise<Merge | undefined> {
  const visible = visibleTo(ctx.actor) ?? sql`true`
  type Row = { personId: number; actorId: number | null; at: string; undo: Undoing } & Record<
    'code' | 'name',
    string
  > & {
      customerId: number | null
    }
  const rows = await ctx.db.execute<Row>(sql`
    select h.person_id::float8 as "personId", h.actor_id::float8 as "actorId", to_json(h.at) #>> '{}' as at, h.new -> 'undo' as undo,
      ${customers.id}::float8 as "customerId", ${customers.code}, ${customers.name}
    from ${history} one
    join ${history} h on h.person_id = one.person_id and h.action = one.action and h.at = one.at and h.old -> 'personId' = one.old -> 'personId'
    left join ${customers} on ${customers.id} = h.customer_id and ${visible}
    where one.id = ${entryId} and one.action = 'contact.merged' and one.new ? 'undo'
    order by ${customers.name}, ${customers.id}`)
  const [first] = rows
  if (!first) return undefined
  const places = rows.flatMap(({ customerId, code, name, undo }) =>
    customerId === null ? [] : [{ customerId, code, name, ...placeOf(undo) }],
  )
  if (places.length < rows.length) return undefined
  const { personId, actorId, at, undo } = first
  return { personId, actorId, at: new Date(at), kept: undo.kept, gone: undo.gone, version: undo.version, places }
}

const placeOf = ({ moved, folded }: Undoing): MergedPlace => (moved ? { moved } : { folded })

/** What stands in the way of taking a merge back; asked again once all is locked. */
export async function problemOf(ctx: Context, merge: Merge): Promise<UnmergeProblem | undefined> {
  if (!canUnmerge(merge.at, ctx.now)) return 'tooLateToUnmerge'
  if (merge.actorId !== ctx.actor.id && !can(ctx.actor, 'changes.undoAny')) return 'unmergeOfOthers'
  const [person] = await ctx.db.select().from(people).where(eq(people.id, merge.personId))
  if (person?.version !== merge.version) return 'unmergeMoved'
  const there = await ctx.db
    .select({ id: contacts.id, version: contacts.version, visible: sql<boolean>`${visibleTo(ctx.actor) ?? sql`true`}` })
    .from(contacts)
    .innerJoin(customers, eq(customers.id, contacts.customerId))
    .where(eq(contacts.personId, merge.personId))
  const stands = merge.places.map(({ moved, folded }) => moved ?? folded.into)
  const untouched = stands.every(({ id, version }) => there.some((one) => one.id === id && one.version === version))
  return untouched && there.every(({ visible }) => visible) ? undefined : 'unmergeMoved'
}

/**
 * What taking a merge back would do. Undefined where there is no such merge, or it is about a customer that the actor
 * may not know of.
 */
export async function previewUnmerge(ctx: Context, entryId: number) {
  const merge = await findMerge(ctx, entryId)
  if (!merge) return undefined
  const problem = await problemOf(ctx, merge)
  const [person] = await ctx.db.select().from(people).where(eq(people.id, merge.personId))
  const fields = problem || !person ? [] : PERSONAL.filter((field) => person[field] !== merge.kept[field])
  return {
    entryId,
    problem,
    kept: fullName(merge.kept),
    gone: fullName(merge.gone),
    /** What the kept person gets back. */
    fields: fields.map((field): { field: Personal; now: string | null; before: string | null } => ({
      field,
      now: person?.[field] ?? null,
      before: merge.kept[field],
    })),
    places: merge.places.map(({ name, folded }) => ({ name, twice: folded !== undefined })),
  }
}

export type UnmergePreview = NonNullable<Awaited<ReturnType<typeof previewUnmerge>>>
