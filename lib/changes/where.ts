import { and, type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { selected } from '@/lib/customers/queries/selected'
import { visibleTo } from '@/lib/customers/where'
import { touchedBy } from './kinds/undo'
import type { ChangeTarget } from './selection'

/** The target as a condition on customers, within what the actor may know of now. */
export async function targeted(ctx: Context, target: ChangeTarget): Promise<SQL | undefined> {
  return target.kind === 'change' ? and(visibleTo(ctx.actor), touchedBy(target.changeId)) : selected(ctx, target)
}

export type SetMark = { total: number; fingerprint: string }

/** How many customers, and which: two sets with the same mark are the same set. Summed hashes need no sorting. */
export const MARK = sql`count(*)::integer as total,
  coalesce(sum(hashint8extended(id, 7)::numeric), 0)::text || ':' || coalesce(bit_xor(hashint8extended(id, 11)), 0)::text as fingerprint`

export async function markOf(ctx: Context, target: SQL | undefined): Promise<SetMark> {
  const [row] = await ctx.db.execute<SetMark>(
    sql`select ${MARK} from (select ${customers.id} as id from ${customers} where ${target ?? sql`true`}) target`,
  )
  return row ?? { total: 0, fingerprint: '' }
}
