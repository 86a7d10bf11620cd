import { and, inArray, lt, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { exports } from '@/db/schema'
import { wholeSearch } from '../input'
import { exportsFolder, removeFile } from './store'

/**
 * Takes back the files that were made, or begun, before somebody was erased: any of them may name that person, and can
 * be made again. What waits is made without them, unless words were looked for, which may be the person's.
 */
export async function forgetForErasure(db: Executor, before: Date, folder = exportsFolder()): Promise<void> {
  const searched = sql`(${exports.state} = 'waiting' and ${exports.target} ->> 'search' ~ '(^|&)q=')`
  const gone = await db
    .update(exports)
    .set({
      ...{ state: 'failed', problem: 'exportErased', said: '', target: wholeSearch('') },
      ...{ finishedAt: sql`now()`, expiresAt: sql`coalesce(${exports.expiresAt}, now() + interval '7 days')` },
    })
    .where(and(lt(exports.createdAt, before), sql`(${inArray(exports.state, ['running', 'done'])} or ${searched})`))
    .returning({ key: exports.key })
  for (const { key } of gone) await removeFile(folder, key)
}
