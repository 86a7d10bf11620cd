import { sql } from 'drizzle-orm'
import { userHandles } from '@/db/schema'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'

const LOCK = 7_302_026

/**
 * The handle itself or, where somebody has or had it, the same with the first number that is free. Holds a lock until
 * the transaction ends, so that two people of one name who are entered at once get two handles. Among one number more
 * than there are handles that begin so, one is free.
 */
export async function freeHandle(ctx: Context, wanted: string): Promise<string> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  const [row] = await ctx.db.execute<{ handle: string }>(sql`
    select wanted.handle
    from generate_series(1, 1 + (select count(*) from ${userHandles} where starts_with(${userHandles.handle}, ${wanted}::text))) as number
    cross join lateral (select ${wanted}::text || case when number = 1 then '' else number::text end as handle) as wanted
    where not exists (select from ${userHandles} where ${userHandles.handle} = wanted.handle)
    order by number
    limit 1`)
  if (!row) throw new Error('no handle is free')
  return row.handle
}

/** Keeps the handle as this user's for good: addresses that carry it go on working. Nobody else's, now or ever. */
export async function keepHandle(ctx: Context, userId: number, handle: string): Promise<void> {
  const kept = await ctx.db
    .insert(userHandles)
    .values({ handle, userId })
    .onConflictDoUpdate({
      target: userHandles.handle,
      set: { userId },
      setWhere: sql`${userHandles.userId} = ${userId}`,
    })
    .returning({ handle: userHandles.handle })
  if (kept.length === 0) throw handleTaken()
}

export function handleTaken(): Refusal {
  return new Refusal('conflict', 'handleTaken', { fields: { handle: 'handleTaken' } })
}
