import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'

/**
 * Counts an attempt and says whether it is still within `limit` per `seconds`. One statement, so that any number of
 * web processes share the count. Keys are hashed: they are made of addresses.
 */
export async function attempt(db: Executor, key: string, limit: number, seconds: number): Promise<boolean> {
  const [row] = await db.execute<{ attempts: number }>(sql`
    insert into throttles as t (key, attempts, resets_at)
    values (${hashed(key)}, 1, now() + make_interval(secs => ${seconds}))
    on conflict (key) do update set
      attempts = case when t.resets_at <= now() then 1 else t.attempts + 1 end,
      resets_at = case when t.resets_at <= now() then now() + make_interval(secs => ${seconds}) else t.resets_at end
    returning attempts`)
  return (row?.attempts ?? 0) <= limit
}

/** Forgets the attempts under a key: who proved who they are starts afresh. */
export async function forgive(db: Executor, key: string): Promise<void> {
  await db.execute(sql`delete from throttles where key = ${hashed(key)} or resets_at < now() - interval '1 day'`)
}

/** Takes back one attempt that turned out to be honest, without forgetting the others under the key. */
export async function takeBack(db: Executor, key: string): Promise<void> {
  await db.execute(sql`update throttles set attempts = attempts - 1 where key = ${hashed(key)} and attempts > 0`)
}

function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
