import type { PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres, { type Sql as PostgresSql } from 'postgres'
import * as schema from './schema'

export type Sql = PostgresSql
export type Db = PostgresJsDatabase<typeof schema>
/** The pool or a transaction: whatever can run a statement. */
export type Executor = PgDatabase<PostgresJsQueryResultHKT, typeof schema>

/**
 * Opens a pool. Statements end after `statementTimeout` milliseconds: a monstrous search must not take the
 * desk down with it. Plans are made for the values asked for: a plan for any value would normalise the searched word
 * once a row.
 */
export function connect(
  url: string,
  options: { max?: number; statementTimeout?: number } = {},
): { db: Db; sql: Sql; close: () => Promise<void> } {
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: {
      application_name: 'encours',
      plan_cache_mode: 'force_custom_plan',
      statement_timeout: options.statementTimeout ?? 60_000,
    },
  })
  return { db: drizzle(sql, { schema, casing: 'snake_case' }), sql, close: () => sql.end({ timeout: 5 }) }
}
