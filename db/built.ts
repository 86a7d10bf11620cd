import type { Executor } from './client'

/**
 * A statement that differs from one request to the next by its placeholders alone, built once for each pool: putting it together takes
 * the processor as long as everything else about it. For what every page asks.
 */
export function builtOnce<Statement>(build: (db: Executor) => Statement): (db: Executor) => Statement {
  const built = new WeakMap<Executor, Statement>()
  return (db) => {
    const statement = built.get(db) ?? build(db)
    built.set(db, statement)
    return statement
  }
}
