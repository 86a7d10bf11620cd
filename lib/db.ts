import { connect, type Db } from '@/db/client'
import { readRunningEnv } from './env.mjs'

const place = globalThis as typeof globalThis & { encoursPool?: { db: Db } }

/** Ten for searches (`lib/customers/queries/searching.ts`), and two that they never take. */
const PLACES = 12
/** For what every page asks before and around its own. */
const KEPT = 2

/** The process's one pool, opened at the first question. Searches that take longer than ten seconds are stopped. */
export function database(): Db {
  place.encoursPool ??= connect(readRunningEnv().databaseUrl, { max: PLACES, kept: KEPT, statementTimeout: 10_000 })
  return place.encoursPool.db
}
