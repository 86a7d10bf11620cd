import { sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { giveToWorker } from './start'

/**
 * Takes up again the imports that no job would end, because the command that began one was killed. One that the queue
 * has given up after so many tries is given up here too, with the reason: a file that ends every worker must not do so
 * for ever. Where somebody is at work on one after all, both take turns.
 */
export async function resumeImports(db: Executor): Promise<void> {
  const left = await db.execute<{ id: string; state: 'checking' | 'running'; exhausted: boolean }>(sql`
    select i.id, i.state, j.id is not null as exhausted
    from imports i left join graphile_worker.jobs j on j.key = 'import ' || i.id
    where i.state in ('checking', 'running')
      and (j.id is null or (j.locked_at is null and j.attempts >= j.max_attempts))
    order by i.id`)
  const ctx = await systemContext(db)
  for (const { id, state, exhausted } of left) {
    if (exhausted) {
      await giveUp(db, Number(id))
      continue
    }
    log.warn('import.resumed', { id })
    await giveToWorker(ctx, state === 'checking' ? 'imports.check' : 'imports.run', Number(id))
  }
}

/** A check goes back to whoever chose how to read the file; what a run has written stays, and can be undone. */
async function giveUp(db: Executor, id: number): Promise<void> {
  log.error('import.failed', { id, reason: 'importGaveUp' })
  await db.execute(sql`
    update imports
    set state = case state when 'checking' then 'read' else 'failed' end, problem = 'importGaveUp', problem_facts = '{}',
        finished_at = case state when 'running' then now() end
    where id = ${id} and state in ('checking', 'running')`)
}
