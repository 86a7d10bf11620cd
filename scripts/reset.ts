import { eq } from 'drizzle-orm'
import { connect, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { users } from '@/db/schema'
import { databaseSentence } from '@/db/sentence'
import { readEmail } from '@/lib/auth/email'
import { EnvError, type RunningEnv, readRunningEnv } from '@/lib/env.mjs'
import { Refusal } from '@/lib/errors'
import { systemContext } from '@/lib/system'
import { resetLink } from '@/lib/users/commands/links'
import { takeSecondFactor } from '@/lib/users/commands/second-factor'
import { linkAddress } from '@/lib/users/rules'

// npm run reset -- EMAIL [--without-second-factor]: prints a link with which somebody who is locked out chooses a new
// password, and takes the second factor off somebody who has lost that too.

const USAGE = 'Say whose password: npm run reset -- EMAIL [--without-second-factor]'
const FLAG = '--without-second-factor'

process.exitCode = await run(process.argv.slice(2))

async function run(args: string[]): Promise<number> {
  const [given, ...rest] = args.filter((arg) => arg !== FLAG)
  const email = readEmail(given ?? '')
  if (!email || rest.length > 0) return refuse(USAGE)
  try {
    return await reset(email, readRunningEnv(), args.includes(FLAG))
  } catch (error) {
    const sentence = error instanceof EnvError ? error.message : databaseSentence(error)
    if (sentence) return refuse(sentence)
    throw error
  }
}

async function reset(email: string, { databaseUrl, appUrl }: RunningEnv, bare: boolean): Promise<number> {
  await migrate(databaseUrl)
  const { db, close } = connect(databaseUrl, { max: 1 })
  try {
    return await printLink(db, email, appUrl, bare)
  } catch (error) {
    if (error instanceof Refusal && error.message === 'linkForInactive') {
      return refuse(`${email} is not active. An administrator has to activate the user first.`)
    }
    throw error
  } finally {
    await close()
  }
}

async function printLink(db: Db, email: string, appUrl: string, bare: boolean): Promise<number> {
  const [user] = await db.select({ handle: users.handle }).from(users).where(eq(users.email, email))
  if (!user) return refuse(`No user has the address ${email}.`)
  const ctx = await systemContext(db)
  const { purpose, token } = await resetLink(ctx, user.handle)
  if (bare) await takeSecondFactor(ctx, user.handle)
  process.stdout.write(`${linkAddress(appUrl, purpose, token)}\nIt works once, within one hour.\n`)
  return 0
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 1
}
