import { randomInt } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { connect, type Db } from '@/db/client'
import { DatabaseRefused, migrate } from '@/db/migrate'
import { settings } from '@/db/schema'
import { readEmail } from '@/lib/auth/email'
import { passwordProblem } from '@/lib/auth/password-rules'
import { EnvError, type RunningEnv, readRunningEnv } from '@/lib/env.mjs'
import { postgresError } from '@/lib/errors'
import { systemContext } from '@/lib/system'
import { makeFirstAdministrator } from '@/lib/users/commands/administrator'
import { lacksAdministrator } from '@/lib/users/queries'

// Brings a database to where the web server and the worker can use it: schema, settings, an administrator, and for a
// newcomer the sample company. Every start runs it; one at a time, and the second finds nothing to do.

const LOCK = 7_302_021

class Unusable extends Error {}

const UNREACHABLE = 'No PostgreSQL server answers at DATABASE_URL. Is it running, and are host and port right?'
const NOT_LET_IN = 'The database server does not accept the user or the password of DATABASE_URL.'

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  CONNECT_TIMEOUT: UNREACHABLE,
  CONNECTION_CLOSED: UNREACHABLE,
  '28P01': NOT_LET_IN,
  '28000': NOT_LET_IN,
  '3D000': 'The database that DATABASE_URL names does not exist. Create it first: createdb NAME.',
  '42501': 'The user of DATABASE_URL may not create tables in that database. Give it the right, or make it the owner.',
  '53300': 'The database server has no connection left for us. Raise its max_connections, or stop what holds them.',
}

try {
  await prepare(readRunningEnv())
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`)
  process.exitCode = 1
}

async function prepare(env: RunningEnv): Promise<void> {
  await migrate(env.databaseUrl)
  const { db, sql, close } = connect(env.databaseUrl, { max: 4, statementTimeout: 600_000 })
  try {
    await alone(sql, async () => {
      await ensureSettings(db)
      await ensureAdministrator(db, env)
    })
  } finally {
    await close()
  }
}

/** A session lock on a connection of its own: what it guards runs in several transactions. */
async function alone(sql: Sql, work: () => Promise<void>): Promise<void> {
  const connection = await sql.reserve()
  try {
    await connection`select pg_advisory_lock(${LOCK})`
    await work()
    await connection`select pg_advisory_unlock(${LOCK})`
  } finally {
    connection.release()
  }
}

async function ensureSettings(db: Db): Promise<void> {
  await db
    .insert(settings)
    .values({ companyName: 'My company', currency: 'EUR', timeZone: 'Europe/Paris', country: 'FR', language: 'en' })
    .onConflictDoNothing()
}

async function ensureAdministrator(db: Db, env: RunningEnv): Promise<void> {
  const ctx = await systemContext(db)
  if (!(await lacksAdministrator(ctx))) return
  const email = readEmail(env.adminEmail)
  if (!email) throw new Unusable('ADMIN_EMAIL must be an e-mail address.')
  const about = { email, firstName: null, lastName: 'Administrator', company: ctx.company.name }
  if (env.adminPassword !== undefined && passwordProblem(env.adminPassword, about))
    throw new Unusable('ADMIN_PASSWORD is one that everybody would guess, or too long. Choose another.')
  const password = env.adminPassword ?? randomPassword()
  await makeFirstAdministrator(ctx, email, password)
  const told =
    env.adminPassword === undefined ? `with the password ${password} (shown only now)` : 'with your ADMIN_PASSWORD'
  process.stdout.write(`\nThe first administrator was made: sign in as ${email} ${told}.\n`)
}

/** Four groups of five, easy to read aloud: about 99 bits. */
function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('')
  return [group(), group(), group(), group()].join('-')
}

/** What a person who starts the program can do something about, without addresses or passwords; the rest as it is. */
function sentence(error: unknown): string {
  if (error instanceof EnvError || error instanceof DatabaseRefused || error instanceof Unusable) return error.message
  const code = postgresError(error)?.code ?? codeOf(error)
  const known = code === undefined ? undefined : SENTENCES[code]
  if (known) return known
  if (error instanceof postgres.PostgresError)
    return `The database could not be prepared: ${error.message} (${error.code}).`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
