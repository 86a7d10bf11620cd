import { type PgDatabase, PgPreparedQuery } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres, { type Sql as PostgresSql } from 'postgres'
import { keepingPlans } from './built'
import { learnTypesOnce, mayBeAskedAgain, outliveCuts, socketsThatEndAtOnce, WRITTEN_AT_ONCE } from './cut'
import * as schema from './schema'

throwOnlyTheCause()

export type Sql = PostgresSql
export type Db = PostgresJsDatabase<typeof schema>
/** The pool or a transaction: whatever can run a statement. */
export type Executor = PgDatabase<PostgresJsQueryResultHKT, typeof schema>

type Options = { max?: number; kept?: number; statementTimeout?: number; silence?: number }
type Pool = { db: Db; sql: Sql; close: () => Promise<void> }

/**
 * Opens a pool. Statements end after `statementTimeout` milliseconds: a monstrous search must not take the desk down with
 * it. A transaction whose process says nothing for `silence` milliseconds ends too. Plans are made for the values asked
 * for: a plan for any value would normalise the searched word once a row. `kept`: so many connections more for
 * `builtOnce`, whose plans are kept.
 */
export function connect(url: string, { kept, ...options }: Options = {}): Pool {
  const pool = openPool(url, options, 'force_custom_plan')
  if (kept === undefined) return pool
  const beside = openPool(url, { ...options, max: kept }, 'force_generic_plan')
  keepingPlans.set(pool.db, beside.db)
  return { ...pool, close: async () => void (await Promise.all([pool.close(), beside.close()])) }
}

function openPool(url: string, options: Options, plans: 'force_custom_plan' | 'force_generic_plan'): Pool {
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    backoff: (failures) => Math.min(3 ** failures / 100, 1),
    onnotice: () => undefined,
    onclose: (connection) => cut(connection),
    ...socketsThatEndAtOnce(() => learnTypesOnce(sql)),
    connection: {
      application_name: 'encours',
      options: WRITTEN_AT_ONCE,
      plan_cache_mode: plans,
      statement_timeout: options.statementTimeout ?? 60_000,
      ...(options.silence !== undefined && { idle_in_transaction_session_timeout: options.silence }),
    },
  })
  const cut = outliveCuts(sql)
  return { db: drizzle(sql, { schema, casing: 'snake_case' }), sql, close: () => sql.end({ timeout: 5 }) }
}

/**
 * Drizzle wraps what the server says into an error whose text is the whole statement with its parameters: names, addresses.
 * Next prints what a page throws, so the wrapping is taken off where it is put on, and the server's own error goes on
 * without the detail that quotes values.
 */
function throwOnlyTheCause(): void {
  const prepared = PgPreparedQuery.prototype as unknown as { queryWithCache: (...given: unknown[]) => Promise<unknown> }
  const wrapping = prepared.queryWithCache
  prepared.queryWithCache = async function (...given) {
    for (let tries = 1; ; tries++) {
      try {
        return await wrapping.apply(this, given)
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
        if (mayBeAskedAgain(cause, tries)) continue
        if (cause instanceof postgres.PostgresError) cause.detail = ''
        throw cause
      }
    }
  }
}
