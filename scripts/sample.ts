import { sql } from 'drizzle-orm'
import { connect, type Db } from '@/db/client'
import { DatabaseRefused, migrate } from '@/db/migrate'
import { fillSample } from '@/db/sample/fill'
import { removeSample } from '@/db/sample/remove'
import { customers } from '@/db/schema'

// npm run sample: puts the sample company into a database without customers. npm run sample -- remove: takes it away.

const USAGE = 'Use "npm run sample" to add the sample company, or "npm run sample -- remove" to take it away.'
const ZONE = 'Europe/Paris'
const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'CONNECT_TIMEOUT']

const commands: Record<string, (db: Db) => Promise<number>> = { add, remove }
process.exitCode = await run(process.argv.slice(2)).catch(failed)

async function run([name = 'add', ...rest]: string[]): Promise<number> {
  const command = rest.length === 0 ? commands[name] : undefined
  if (!command) return refuse(USAGE)
  const url = process.env.DATABASE_URL
  if (!url) return refuse(`DATABASE_URL is not set. ${USAGE}`)
  await migrate(url)
  const { db, close } = connect(url, { max: 1, statementTimeout: 600_000 })
  try {
    return await command(db)
  } finally {
    await close()
  }
}

async function add(db: Db): Promise<number> {
  if (await hasCustomers(db))
    return refuse('There are customers already. The sample company is only added to a database without any.')
  await fillSample(db, new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date()))
  console.log(`The sample company is there: ${await db.$count(customers)} customers of Vauban Métal SA.`)
  console.log('The company name, currency, country and time zone in the settings are now those of the sample.')
  return 0
}

async function remove(db: Db): Promise<number> {
  const removed = await removeSample(db)
  if (removed.customers === 0 && removed.users === 0) {
    console.log('There is no sample company here. Nothing was removed.')
    return 0
  }
  console.log(`The sample company was removed: ${removed.customers} customers and ${removed.users} users.`)
  console.log('The settings keep the name and the currency of the company: change them under Settings.')
  return 0
}

async function hasCustomers(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ found: boolean }>(sql`select exists (select from ${customers}) as found`)
  return row?.found === true
}

/** A sentence for what the person can put right, the trace for a defect. */
function failed(error: unknown): number {
  if (error instanceof DatabaseRefused) return refuse(error.message)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (UNREACHABLE.includes(code)) return refuse('No PostgreSQL server answers at DATABASE_URL.')
  throw error
}

function refuse(sentence: string): number {
  console.error(sentence)
  return 1
}
