import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { contacts, customers, people } from '@/db/schema'
import { selectedContacts } from '@/lib/contacts/queries/selected'
import type { Context } from '@/lib/context'
import { selected } from '@/lib/customers/queries/selected'
import type { Change } from './kinds/kind'
import { type About, changeTarget } from './selection'

export type SetMark = { total: number; fingerprint: string }

/** How many, and which: two sets with the same mark are the same set. Summed hashes need no sorting. */
export const MARK = sql`count(*)::integer as total,
  coalesce(sum(hashint8extended(id, 7)::numeric), 0)::text || ':' || coalesce(bit_xor(hashint8extended(id, 11)), 0)::text as fingerprint`

/**
 * What a change aims at: a condition on `customers`; or one on `contacts` and `customers`, and on `people` where it
 * asks of these.
 */
export type Target = { about: About; where: SQL | undefined; people: boolean }

/** The customers or contacts that a change aims at, within what the actor may know of now. */
export async function targeted(ctx: Context, target: unknown): Promise<Target> {
  const selection = changeTarget.parse(target)
  switch (selection.kind) {
    case 'change':
    case 'rule':
      throw new Error('an undo or a rule is not aimed anew')
    case 'contacts':
    case 'contactSearch':
      return { about: 'contacts', ...(await selectedContacts(ctx, selection)) }
    default:
      return { about: 'customers', where: await selected(ctx, selection), people: false }
  }
}

/**
 * The rest of a SELECT of what a change aims at, from FROM on. `withPeople`: also where the condition does not ask of
 * them.
 */
export function rowsOf({ about, where, people: asked }: Target, withPeople = false): SQL {
  const condition = sql`where ${where ?? sql`true`}`
  if (about === 'customers') return sql`from ${customers} ${condition}`
  const persons = asked || withPeople ? sql`join ${people} on ${people.id} = ${contacts.personId}` : sql``
  return sql`from ${contacts} join ${customers} on ${customers.id} = ${contacts.customerId} ${persons} ${condition}`
}

export async function markOf(ctx: Context, target: Target): Promise<SetMark> {
  const id = target.about === 'customers' ? customers.id : contacts.id
  const [row] = await ctx.db.execute<SetMark>(sql`select ${MARK} from (select ${id} as id ${rowsOf(target)}) target`)
  return row ?? { total: 0, fingerprint: '' }
}

/** What an undo aims at: the chunks that were done, which nothing can move any more. */
export async function markOfUndo(ctx: Context, undoOf: number): Promise<SetMark> {
  const [row] = await ctx.db.execute<SetMark>(sql`
    select coalesce(sum(cardinality(customer_ids)), 0)::integer as total, 'chunks:' || count(*) as fingerprint
    from change_chunks where change_id = ${undoOf} and done_at is not null`)
  return row ?? { total: 0, fingerprint: '' }
}

/**
 * What was decided, as the end of the fingerprint that a preview shows: another decision is not what the person saw.
 */
export function decisionMark({ kind, input, startsOn, endsOn }: Change): string {
  const text = JSON.stringify([kind, input, startsOn, endsOn])
  return ` ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}
