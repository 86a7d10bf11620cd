import { sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { enqueue } from '@/lib/context'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'

/**
 * Takes up again the running changes that no job would end: the queue gives a job up after so many tries, and each
 * worker that is killed counts as one. A change must end all the same, or its customers stay half changed.
 */
export async function resumeChanges(db: Executor): Promise<void> {
  const left = await db.execute<{ id: string }>(sql`
    select c.id from changes c
    where c.state = 'running' and not exists (
      select from graphile_worker.jobs j
      where j.task_identifier = 'changes.run' and j.key = 'change ' || c.id
        and (j.locked_at is not null or j.attempts < j.max_attempts)
    )
    order by c.id`)
  const ctx = await systemContext(db)
  for (const { id } of left) {
    log.warn('change.resumed', { id })
    await enqueue(ctx, 'changes.run', { changeId: Number(id) }, `change ${id}`)
  }
}
