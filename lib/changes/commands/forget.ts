import { and, desc, eq, inArray, isNull, lt, notInArray } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { changes } from '@/db/schema'
import type { Context } from '@/lib/context'
import { MOST_PLANS, oldestPlan } from '../rules'

const NOT_STARTED = inArray(changes.state, ['draft', 'planned'])

/** Forgets what was chosen or planned and never started: it changed nothing, and means customers as they were then. */
export async function forgetPlans(db: Executor, now = new Date()): Promise<void> {
  await db.delete(changes).where(and(NOT_STARTED, lt(changes.createdAt, oldestPlan(now))))
}

/** Of one person all but the latest: each may hold ten thousand ids. Undos hold none, and a change has one at most. */
export async function forgetOlderPlans({ db, actor }: Context): Promise<void> {
  const theirs = and(eq(changes.createdBy, actor.id), NOT_STARTED, isNull(changes.undoOf))
  const latest = db.select({ id: changes.id }).from(changes).where(theirs).orderBy(desc(changes.id)).limit(MOST_PLANS)
  await db.delete(changes).where(and(theirs, notInArray(changes.id, latest)))
}
