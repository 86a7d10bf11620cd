import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connect, type Db, type Sql } from '@/db/client'
import { migrate } from '@/db/migrate'
import { benchAssociate } from './associate'
import { buildCompany, type Company } from './company'
import { benchContacts } from './contacts'
import { benchImport } from './imports'
import { benchPages } from './pages'
import { benchPaste } from './paste'
import { benchQuick } from './quick'
import { jsonOf, type Line, tableOf } from './report'
import { benchRules } from './rules'
import { benchSearch } from './search'
import { benchSignIn } from './sign-in'

// npm run bench -- [--size N] [--only JOB] [--json FILE] [--plans] [--strict]: how long the jobs of the product take on a generated
// company, beside plain SQL for the same in the same run. JOB may be several, parted by commas. Ends with 0 when it ran; with --strict, 1 when a budget is exceeded.

const USAGE = 'npm run bench -- [--size N] [--only JOB] [--json FILE] [--plans] [--strict]'
const SMALLEST = 200
const LARGEST = 5_000_000

/** Each measures the lines it names; `--only` takes such a name, or that of a line below it, as in "search country". */
const JOBS: { names: readonly string[]; run: (bench: Bench) => Promise<Line[]> }[] = [
  { names: ['search'], run: benchSearch },
  { names: ['page'], run: benchPages },
  { names: ['contacts'], run: benchContacts },
  { names: ['quick'], run: benchQuick },
  { names: ['paste'], run: benchPaste },
  { names: ['associate', 'undo'], run: benchAssociate },
  { names: ['import'], run: benchImport },
  { names: ['rule'], run: benchRules },
  { names: ['sign-in'], run: benchSignIn },
]

export type Bench = {
  url: string
  db: Db
  sql: Sql
  company: Company
  wanted: (line: string) => boolean
  say: (line: string) => void
  /** Whether the plans of this run are the ones to keep. */
  keep: boolean
  /** What is wrong though it is no figure: said, and counted like a budget that is exceeded. */
  fault: (line: string) => void
}

type Options = { size: number; only: string[]; json: string | undefined; plans: boolean; strict: boolean }

const options = readOptions()
process.exitCode = options ? await run(options) : 1

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: {
        size: { type: 'string', default: '100000' },
        only: { type: 'string' },
        json: { type: 'string' },
        plans: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
      },
    })
    const size = Number(values.size)
    if (!Number.isInteger(size) || size < SMALLEST || size > LARGEST)
      throw new Error(`--size is a whole number from ${SMALLEST} to ${LARGEST}`)
    const only = values.only?.split(',').map((name) => name.trim()) ?? []
    if (values.plans && only.some((name) => name !== 'search'))
      throw new Error('--plans keeps the plans of all searches: without --only, or with --only search')
    const names = JOBS.flatMap((job) => job.names)
    if (!only.every((one) => names.some((name) => covers(one, name) || covers(name, one))))
      throw new Error(`--only is one of ${names.join(', ')}`)
    return { size, only, json: values.json, plans: values.plans, strict: values.strict }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
    return undefined
  }
}

async function run({ size, only, json, plans, strict }: Options): Promise<number> {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error(`DATABASE_URL is not set: ${USAGE}`)
  await migrate(url)
  const { db, sql, close } = connect(url, { max: 4, statementTimeout: 0 })
  const say = (line: string) => console.log(line)
  const lines: Line[] = []
  const faults: string[] = []
  const bench = { url, db, sql, say, keep: plans, fault: (line: string) => void faults.push(line) }
  try {
    const company = await buildCompany(url, db, size, say)
    const wanted = (line: string) => only.length === 0 || only.some((one) => covers(one, line))
    for (const job of JOBS) {
      if (only.length === 0 || only.some((one) => job.names.some((name) => covers(name, one))))
        lines.push(...(await job.run({ ...bench, company, wanted })))
    }
  } finally {
    await close()
  }
  if (lines.length === 0) throw new Error(`nothing is called ${only.join(', ')}`)
  say(`\n${tableOf(lines)}`)
  if (json !== undefined) writeFileSync(resolve(process.env.INIT_CWD ?? '.', json), jsonOf(lines))
  for (const fault of faults) say(fault)
  return strict && (faults.length > 0 || lines.some((line) => !line.within)) ? 1 : 0
}

/** Whether `line` is `name` or one of the lines below it. */
function covers(name: string, line: string): boolean {
  return line === name || line.startsWith(`${name} `)
}
