import type { Executor } from './client'

const place = globalThis as typeof globalThis & { encoursKeepingPlans?: WeakMap<Executor, Executor> }
place.encoursKeepingPlans ??= new WeakMap()
/** Beside a pool, the one whose connections keep their plans; of a process, as its pool is. */
export const keepingPlans = place.encoursKeepingPlans

/**
 * A statement that differs from one request to the next by its placeholders alone, built once for each pool, and planned
 * once for each connection that keeps plans: either takes the processor as long as everything else about it. For what
 * every page asks, along unique keys and small indexes, so that the values change nothing about the plan.
 */
export function builtOnce<Statement>(build: (db: Executor) => Statement): (db: Executor) => Statement {
  const built = new WeakMap<Executor, Statement>()
  return (db) => {
    const statement = built.get(db) ?? build(keepingPlans.get(db) ?? db)
    built.set(db, statement)
    return statement
  }
}
