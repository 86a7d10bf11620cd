import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import { connect, type Sql } from './client'
import { takeTurn } from './turn'

const FOLDER = path.join(process.cwd(), 'drizzle')
const LOCK = 7_302_019
const OUTSIDE = '-- outside a transaction'
const OLDEST_SERVER = 150_000

/** A reason why the database cannot be used, as a sentence for the person who starts the program. */
export class DatabaseRefused extends Error {}

/**
 * Brings the schema up to date, one process at a time: the others wait for the session lock and then find nothing
 * to do. Each file runs in a transaction of its own, unless its first line says `-- outside a transaction`; such a file
 * must bear being run again from its beginning. `onWait` is told once when another process takes its time.
 */
export async function migrate(url: string, options: { folder?: string; onWait?: () => void } = {}): Promise<void> {
  const folder = options.folder ?? FOLDER
  const { sql, close } = connect(url, { max: 1, statementTimeout: 0 })
  try {
    await mustBeRecent(sql)
    await takeTurn(sql, LOCK, options.onWait)
    await sql`create table if not exists migrations (tag text primary key, applied_at timestamptz not null default now())`
    const applied = new Set((await sql<{ tag: string }[]>`select tag from migrations`).map((row) => row.tag))
    for (const tag of await tags(folder)) {
      if (!applied.has(tag)) await apply(sql, folder, tag)
    }
    await runMigrations({ connectionString: url })
  } finally {
    await close()
  }
}

async function mustBeRecent(sql: Sql): Promise<void> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`
  if (Number(row?.version) < OLDEST_SERVER)
    throw new DatabaseRefused('The database server must be PostgreSQL 15 or newer.')
}

async function tags(folder: string): Promise<string[]> {
  const journal = JSON.parse(await readFile(path.join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { tag: string }[]
  }
  return journal.entries.map((entry) => entry.tag)
}

async function apply(sql: Sql, folder: string, tag: string): Promise<void> {
  const text = await readFile(path.join(folder, `${tag}.sql`), 'utf8')
  const statements = text.split('--> statement-breakpoint')
  try {
    if (text.startsWith(OUTSIDE)) {
      for (const statement of statements) await sql.unsafe(statement)
      await sql`insert into migrations (tag) values (${tag})`
      return
    }
    await sql.begin(async (tx) => {
      for (const statement of statements) await tx.unsafe(statement)
      await tx`insert into migrations (tag) values (${tag})`
    })
  } catch (error) {
    throw explained(error)
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof postgres.PostgresError)) return error
  const refused = error.code === '42501' || error.code === '0A000' || error.code === '58P01'
  return refused && /extension/i.test(error.message)
    ? new DatabaseRefused(
        'The database refuses the extensions pg_trgm and unaccent. Ask its administrator to run CREATE EXTENSION pg_trgm and CREATE EXTENSION unaccent in this database, then start again.',
      )
    : error
}
