import { and, eq } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { secondFactors } from '@/db/schema'
import { seal, unseal } from './seal'

/** The secret of the installation, and the one it had before, where it was changed. */
export type Secrets = { secret: string; former?: string | undefined }

/**
 * After AUTH_SECRET was changed: seals those secrets of second factors anew that only the former one opens.
 * `unreadable`: how many neither opens, so that no code of theirs can fit. Done again it finds nothing to do.
 */
export async function rekeySecondFactors(
  db: Executor,
  { secret, former }: Secrets,
): Promise<{ moved: number; unreadable: number }> {
  const rows = await db
    .select({ userId: secondFactors.userId, sealed: secondFactors.secret })
    .from(secondFactors)
    .orderBy(secondFactors.userId)
  const count = { moved: 0, unreadable: 0 }
  for (const { userId, sealed } of rows) {
    const about = String(userId)
    if (unseal(secret, 'second factor', about, sealed) !== undefined) continue
    const text = former && unseal(former, 'second factor', about, sealed)
    if (text === undefined || text === '') {
      count.unreadable += 1
      continue
    }
    await db
      .update(secondFactors)
      .set({ secret: seal(secret, 'second factor', about, text) })
      .where(and(eq(secondFactors.userId, userId), eq(secondFactors.secret, sealed)))
    count.moved += 1
  }
  return count
}
