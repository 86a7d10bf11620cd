import { connect, type Db } from '@/db/client'
import { readRunningEnv } from './env.mjs'

const place = globalThis as typeof globalThis & { encoursPool?: { db: Db } }

/** The process's one pool, opened at the first question. Searches that take longer than ten seconds are stopped. */
export function database(): Db {
  place.encoursPool ??= connect(readRunningEnv().databaseUrl, { statementTimeout: 10_000 })
  return place.encoursPool.db
}
