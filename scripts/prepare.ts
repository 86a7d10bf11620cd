import { randomInt } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { connect, type Db, type Sql } from '@/db/client'
import { migrate } from '@/db/migrate'
import { fillSample } from '@/db/sample/fill'
import { customers, settings } from '@/db/schema'
import { databaseSentence } from '@/db/sentence'
import { takeTurn } from '@/db/turn'
import { readEmail } from '@/lib/auth/email'
import { passwordProblem } from '@/lib/auth/password-rules'
import { rekeySecondFactors } from '@/lib/auth/rekey'
import { dayIn } from '@/lib/context'
import { EnvError, type RunningEnv, readRunningEnv } from '@/lib/env.mjs'
import { systemContext } from '@/lib/system'
import { makeFirstAdministrator } from '@/lib/users/commands/administrator'
import { lacksAdministrator } from '@/lib/users/queries'

// Brings a database to where the web server and the worker can use it: schema, settings, an administrator, and for a
// newcomer the sample company. Every start runs it; one at a time, and the second finds nothing to do.

const LOCK = 7_302_021

class Unusable extends Error {}

try {
  await prepare(readRunningEnv())
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`)
  process.exitCode = 1
}

async function prepare(env: RunningEnv): Promise<void> {
  await migrate(env.databaseUrl, { onWait: sayThatWeWait })
  const { db, sql, close } = connect(env.databaseUrl, { max: 4, statementTimeout: 600_000 })
  try {
    await alone(sql, async () => {
      await ensureSettings(db)
      await ensureAdministrator(db, env)
      await ensureReadable(db, env)
      if (env.sampleData) await ensureSample(db)
    })
  } finally {
    await close()
  }
}

/** A session lock on a connection of its own: what it guards runs in several transactions. */
async function alone(sql: Sql, work: () => Promise<void>): Promise<void> {
  const connection = await sql.reserve()
  try {
    await takeTurn(connection, LOCK, sayThatWeWait)
    await work()
    await connection`select pg_advisory_unlock(${LOCK})`
  } finally {
    connection.release()
  }
}

function sayThatWeWait(): void {
  process.stdout.write('Another process is preparing this database; waiting for it.\n')
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

/**
 * After AUTH_SECRET was changed. Nobody is kept out who has no second factor, so that it says what to do instead of
 * ending.
 */
async function ensureReadable(db: Db, env: RunningEnv): Promise<void> {
  const { moved, unreadable } = await rekeySecondFactors(db, { secret: env.authSecret, former: env.authSecretPrevious })
  if (moved > 0) {
    process.stdout.write(
      `AUTH_SECRET has changed, and the second factors of ${moved} go on under it. Recovery codes that were made before work while AUTH_SECRET_PREVIOUS is set.\n`,
    )
  }
  if (unreadable > 0) {
    process.stderr.write(
      `AUTH_SECRET is not the one under which ${unreadable} set up their second factor: no code of theirs fits. ` +
        'Set AUTH_SECRET_PREVIOUS to the former one and start again. If it is lost, take each second factor off: npm run reset -- EMAIL --without-second-factor\n',
    )
  }
}

/**
 * Only while nobody has touched the settings: to whom the sample company was shown once and who emptied it, it is not
 * shown again.
 */
async function ensureSample(db: Db): Promise<void> {
  const [untouched] = await db.select({ timeZone: settings.timeZone }).from(settings).where(eq(settings.version, 1))
  if (!untouched || (await db.$count(customers)) > 0) return
  await fillSample(db, dayIn(untouched.timeZone, new Date()))
  process.stdout.write('The sample company was put in: npm run sample -- remove takes it away.\n')
}

/** Four groups of five, easy to read aloud: about 99 bits. */
function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 5 }, () => letters.charAt(randomInt(letters.length))).join('')
  return [group(), group(), group(), group()].join('-')
}

/** What a person who starts the program can do something about; a defect as it is. */
function sentence(error: unknown): string {
  if (error instanceof EnvError || error instanceof Unusable) return error.message
  return databaseSentence(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))
}
