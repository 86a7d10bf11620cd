import { sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { enqueue } from '@/lib/context'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { jobOf } from './start'

/**
 * Takes up again the imports that no job would end: the command that began one was killed, or the queue gave its job up.
 * Where somebody is at work on one after all, both take turns.
 */
export async function resumeImports(db: Executor): Promise<void> {
  const left = await db.execute<{ id: string; state: 'checking' | 'running' }>(sql`
    select i.id, i.state from imports i
    where i.state in ('checking', 'running') and not exists (
      select from graphile_worker.jobs j
      where j.key = 'import ' || i.id and (j.locked_at is not null or j.attempts < j.max_attempts)
    )
    order by i.id`)
  const ctx = await systemContext(db)
  for (const { id, state } of left) {
    log.warn('import.resumed', { id })
    const job = state === 'checking' ? 'imports.check' : 'imports.run'
    await enqueue(ctx, job, { importId: Number(id) }, jobOf(Number(id)))
  }
}
