import postgres from 'postgres'
import { startTemporaryPostgres } from '@/scripts/postgres.mjs'

/** Smaller than the product's: a cluster of the tests holds a few thousand rows and shares the computer with the rest of them. */
const settings = { shared_buffers: '128MB', max_connections: '200' }

/** A PostgreSQL for one run of tests, by the programs in ENCOURS_TEST_PG_BIN where they are named. */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  return await startTemporaryPostgres({ settings, bin: process.env.ENCOURS_TEST_PG_BIN || undefined })
}

/**
 * What a set-up of vitest started ends with it, also when the whole run is asked to end, which `npm test` does by SIGHUP:
 * on other signals vitest is gone at once.
 */
export function endedWithRun(end: () => Promise<void>): () => Promise<void> {
  let ending: Promise<void> | undefined
  const once = () => {
    ending ??= end()
    return ending
  }
  process.once('SIGHUP', () => void once().finally(() => process.exit(1)))
  return once
}

/** The same server, another database. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

/** Runs one statement that needs a connection of its own, such as those that make and drop databases. */
export async function administer(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
