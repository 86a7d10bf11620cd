import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connect, type Db, type Sql } from '@/db/client'
import { migrate } from '@/db/migrate'
import { benchAssociate } from './associate'
import { buildCompany, type Company } from './company'
import { benchContacts } from './contacts'
import { benchImport } from './imports'
import { benchMeanwhile } from './meanwhile'
import { benchPages } from './pages'
import { benchPaste } from './paste'
import { benchQuick } from './quick'
import { jsonOf, type Line, tableOf } from './report'
import { benchRules } from './rules'
import { benchSearch } from './search'
import { benchSignIn } from './sign-in'

// npm run bench -- [--size N,…] [--only JOB,…] [--json FILE] [--plans] [--strict]: how long the jobs of the product take on a generated company, beside
// plain SQL for the same in the same run; of several sizes, one after the other, also how they grow. Ends with 0 when it ran; with --strict, 1 when a budget
// is exceeded or a search has lost an index.

const USAGE = 'npm run bench -- [--size N,…] [--only JOB,…] [--json FILE] [--plans] [--strict]'
const SMALLEST = 200
const LARGEST = 5_000_000

/** Each measures the lines it names; `--only` takes such a name, or that of a line below it, as in "search country". */
const JOBS: readonly Job[] = [
  { names: ['search'], run: benchSearch },
  { names: ['page'], run: benchPages },
  { names: ['contacts'], run: benchContacts },
  { names: ['quick'], run: benchQuick },
  { names: ['paste'], run: benchPaste },
  { names: ['associate', 'undo'], run: benchAssociate },
  { names: ['import'], alone: benchImport },
  { names: ['import page meanwhile'], alone: benchMeanwhile },
  { names: ['rule'], run: benchRules },
  { names: ['sign-in'], run: benchSignIn },
]

/** `alone`: in databases of its own, so that no company is needed beside them. */
type Job = { names: readonly string[] } & (
  | { run: (bench: Bench) => Promise<Line[]> }
  | { alone: (ground: Ground) => Promise<Line[]> }
)

export type Bench = Ground & { company: Company }
export type Ground = {
  url: string
  db: Db
  sql: Sql
  size: number
  wanted: (line: string) => boolean
  say: (line: string) => void
  /** Whether the plans of this run are the ones to keep. */
  keep: boolean
  /** What is wrong though it is no figure: said, and counted like a budget that is exceeded. */
  fault: (line: string) => void
}

type Options = { sizes: number[]; only: string[]; json: string | undefined; plans: boolean; strict: boolean }

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
    const sizes = values.size.split(',').map(Number)
    if (!sizes.every((size) => Number.isInteger(size) && size >= SMALLEST && size <= LARGEST))
      throw new Error(`--size is a whole number from ${SMALLEST} to ${LARGEST}, or several`)
    const only = values.only?.split(',').map((name) => name.trim()) ?? []
    if (values.plans && only.some((name) => name !== 'search'))
      throw new Error('--plans keeps the plans of all searches: without --only, or with --only search')
    const names = JOBS.flatMap((job) => job.names)
    if (!only.every((one) => names.some((name) => covers(one, name) || covers(name, one))))
      throw new Error(`--only is one of ${names.join(', ')}`)
    return { sizes, only, json: values.json, plans: values.plans, strict: values.strict }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
    return undefined
  }
}

async function run(options: Options): Promise<number> {
  const { sizes, only, json, strict } = options
  const url = process.env.DATABASE_URL
  if (!url) throw new Error(`DATABASE_URL is not set: ${USAGE}`)
  const faults: string[] = []
  const fault = (line: string) => void faults.push(line)
  const lines: Line[] = []
  for (const size of sizes) {
    const measure = (url: string) => measureSize(url, size, options, fault)
    lines.push(...(await (sizes.length === 1 ? measure(url) : inDatabaseOfItsOwn(url, measure))))
  }
  if (lines.length === 0) throw new Error(`nothing is called ${only.join(', ')}`)
  say(`\n${tableOf(lines)}`)
  if (json !== undefined) writeFileSync(resolve(process.env.INIT_CWD ?? '.', json), jsonOf(lines))
  for (const fault of faults) say(fault)
  return strict && (faults.length > 0 || lines.some((line) => !line.within)) ? 1 : 0
}

function say(line: string): void {
  console.log(line)
}

async function measureSize(
  url: string,
  size: number,
  { only, plans }: Options,
  fault: Bench['fault'],
): Promise<Line[]> {
  await migrate(url)
  const { db, sql, close } = connect(url, { max: 4, statementTimeout: 0 })
  try {
    const wanted = (line: string) => only.length === 0 || only.some((one) => covers(one, line))
    const ground = { url, db, sql, size, say, wanted, keep: plans, fault }
    let company: Company | undefined
    const lines: Line[] = []
    for (const job of JOBS.filter((job) => isAsked(job, only))) {
      if ('alone' in job) lines.push(...(await job.alone(ground)))
      else {
        company ??= await buildCompany(url, db, size, say)
        lines.push(...(await job.run({ ...ground, company })))
      }
    }
    return lines
  } finally {
    await close()
  }
}

/** A company fills a database; the next one needs another. */
async function inDatabaseOfItsOwn<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `bench_${randomBytes(6).toString('hex')}`
  const { sql, close } = connect(url, { max: 1, statementTimeout: 0 })
  try {
    await sql.unsafe(`create database ${name}`)
    return await work(Object.assign(new URL(url), { pathname: `/${name}` }).href)
  } finally {
    await sql.unsafe(`drop database if exists ${name} with (force)`)
    await close()
  }
}

function isAsked({ names }: Job, only: readonly string[]): boolean {
  return only.length === 0 || only.some((one) => names.some((name) => covers(name, one) || covers(one, name)))
}

/** Whether `line` is `name` or one of the lines below it. */
function covers(name: string, line: string): boolean {
  return line === name || line.startsWith(`${name} `)
}
