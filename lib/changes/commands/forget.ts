import { and, inArray, lt } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { changes } from '@/db/schema'
import { oldestPlan } from '../rules'

/** Forgets what was chosen or planned and never started: it changed nothing, and means customers as they were then. */
export async function forgetPlans(db: Executor, now = new Date()): Promise<void> {
  await db
    .delete(changes)
    .where(and(inArray(changes.state, ['draft', 'planned']), lt(changes.createdAt, oldestPlan(now))))
}
