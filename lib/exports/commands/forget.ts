import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { exports } from '@/db/schema'
import { log } from '@/lib/log'
import { oldestDraft, oldestOrder } from '../rules'
import { exportsFolder, keepOnly } from './store'

/**
 * Deletes the files that expired, what nobody went on with or could ever make, and whatever lies in the folder without
 * belonging to an export.
 */
export async function forgetExports(db: Executor, now = new Date(), folder = exportsFolder()): Promise<void> {
  await db
    .delete(exports)
    .where(
      or(
        and(isNotNull(exports.expiresAt), lt(exports.expiresAt, now)),
        and(eq(exports.state, 'draft'), lt(exports.createdAt, oldestDraft(now))),
        and(isNull(exports.expiresAt), lt(exports.createdAt, oldestOrder(now))),
      ),
    )
  const rows = await db.select({ key: exports.key }).from(exports)
  const files = await keepOnly(folder, new Set(rows.map(({ key }) => key)), oldestDraft(now))
  if (files > 0) log.info('exports.forgotten', { files })
}
