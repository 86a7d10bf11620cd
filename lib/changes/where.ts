import { createHash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { selected } from '@/lib/customers/queries/selected'
import type { Change } from './kinds/kind'
import { changeTarget } from './selection'

export type SetMark = { total: number; fingerprint: string }

/** How many customers, and which: two sets with the same mark are the same set. Summed hashes need no sorting. */
export const MARK = sql`count(*)::integer as total,
  coalesce(sum(hashint8extended(id, 7)::numeric), 0)::text || ':' || coalesce(bit_xor(hashint8extended(id, 11)), 0)::text as fingerprint`

/** The customers that a change aims at, as a condition on them, within what the actor may know of now. */
export async function targeted(ctx: Context, target: unknown): Promise<SQL | undefined> {
  const selection = changeTarget.parse(target)
  if (selection.kind === 'change' || selection.kind === 'rule') throw new Error('an undo or a rule is not aimed anew')
  return selected(ctx, selection)
}

export async function markOf(ctx: Context, target: SQL | undefined): Promise<SetMark> {
  const [row] = await ctx.db.execute<SetMark>(
    sql`select ${MARK} from (select ${customers.id} as id from ${customers} where ${target ?? sql`true`}) target`,
  )
  return row ?? { total: 0, fingerprint: '' }
}

/** The customers an undo aims at: those of the chunks that were done, which nothing can move any more. */
export async function markOfUndo(ctx: Context, undoOf: number): Promise<SetMark> {
  const [row] = await ctx.db.execute<SetMark>(sql`
    select coalesce(sum(cardinality(customer_ids)), 0)::integer as total, 'chunks:' || count(*) as fingerprint
    from change_chunks where change_id = ${undoOf} and done_at is not null`)
  return row ?? { total: 0, fingerprint: '' }
}

/** What was decided, as the end of the fingerprint that a preview shows: another decision is not what the person saw. */
export function decisionMark({ kind, input, startsOn, endsOn }: Change): string {
  const text = JSON.stringify([kind, input, startsOn, endsOn])
  return ` ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}
