import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect, type Sql } from '@/db/client'
import { migrate } from '@/db/migrate'
import { environment, tethered } from '@/scripts/processes.mjs'
import { root, typescript } from '@/scripts/setup.mjs'
import type { Ground } from './bench'
import { timed } from './measure'
import { type Line, lineOf } from './report'

const BUDGET = { run: 1.5, rowsPerSecond: 20_000, megabytes: 512 }
const HEADINGS = [
  ...['code', 'name', 'city', 'zip', 'country', 'collector', 'colleagues'],
  ...['contact_first_name', 'contact_last_name', 'contact_email', 'contact_phone'],
]
const CITIES = ['Lyon', 'Nice', 'Metz', 'Brest', 'Lille', 'Nantes', 'Rouen', 'Tours']

/**
 * A file of new customers with collector, colleague and contact into an empty company, by the command that people use;
 * beside it the same file by COPY into a staging table and one INSERT … SELECT a table. Each in a database of its own.
 */
export async function benchImport(bench: Ground): Promise<Line[]> {
  if (!bench.wanted('import')) return []
  const { size } = bench
  const folder = await mkdtemp(path.join(tmpdir(), 'encours-bench-import-'))
  try {
    const file = path.join(folder, 'customers.csv')
    await writeCustomers(file, size)
    const plain = await inDatabase(bench, 'plain', async (_url, sql) => timed(() => plainly(sql, file)))
    const ours = await inDatabase(bench, 'ours', (url, sql) => byCommand(url, sql, { file, folder, size }))
    const rate = size / ours.check
    const small = ours.megabytes ?? 0
    bench.say(
      `import: check ${ours.check.toFixed(1)} s (${Math.round(rate).toLocaleString('en')} rows/s), run ${ours.run.toFixed(1)} s, at most ${small.toFixed(0)} MB of memory`,
    )
    if (rate < BUDGET.rowsPerSecond)
      bench.fault(`import: ${Math.round(rate)} rows/s checked, below ${BUDGET.rowsPerSecond}`)
    if (small > BUDGET.megabytes) bench.fault(`import: ${small.toFixed(0)} MB of memory, above ${BUDGET.megabytes}`)
    return [lineOf({ job: 'import', size, ours: ours.run, plain: plain / 1000, budget: BUDGET.run, unit: 's' })]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A file of so many customers whom nobody knows yet. */
export async function writeCustomers(file: string, size: number): Promise<void> {
  async function* lines() {
    yield `${HEADINGS.join(',')}\n`
    for (let n = 1; n <= size; n++) {
      const user = `${(n % 200) + 1}@bench.example`
      const city = CITIES[n % CITIES.length]
      yield `N${String(n).padStart(7, '0')},Customer ${n} ${city},${city},${10000 + (n % 80000)},FR,u${user},u${user},Ann${n % 500},Person${n % 9000},ann${n}@customer${n % 3000}.example,01 42 ${String(n % 1_000_000).padStart(6, '0')}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}

async function inDatabase<T>(bench: Ground, name: string, work: (url: string, sql: Sql) => Promise<T>): Promise<T> {
  const database = `bench_import_${name}`
  await bench.sql.unsafe(`create database ${database} template template0`)
  const url = new URL(bench.url)
  url.pathname = `/${database}`
  await migrate(url.href)
  const { sql, close } = connect(url.href, { max: 2, statementTimeout: 0 })
  try {
    await sql`
      insert into settings (company_name, currency, time_zone, country, language)
      values ('Bench SA', 'EUR', 'Europe/Paris', 'FR', 'en')`
    await sql`
      insert into users (handle, email, last_name, role, language)
      select 'user' || n, 'u' || n || '@bench.example', 'User ' || n, 'collector', 'en' from generate_series(1, 201) n`
    await sql.unsafe('vacuum analyze')
    await sql.unsafe('checkpoint')
    return await work(url.href, sql)
  } finally {
    await close()
    await bench.sql.unsafe(`drop database ${database} with (force)`)
  }
}

type Order = { file: string; folder: string; size: number }
type Took = { check: number; run: number; megabytes: number | undefined }

async function byCommand(url: string, sql: Sql, { file, folder, size }: Order): Promise<Took> {
  const child = importing(url, { file, folder, stdio: 'pipe' })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  let megabytes: number | undefined
  const watch = setInterval(() => {
    megabytes = memoryOf(child) ?? megabytes
  }, 200)
  const [status] = await once(child, 'exit')
  clearInterval(watch)
  const last = `offered ${size} · created ${size} · updated 0 · unchanged 0 · rejected 0`
  if (status !== 0 || !said.trimEnd().endsWith(last)) throw new Error(`the import ended with ${status}: ${said}`)
  const [row] = await sql<{ check: number; run: number }[]>`
    select extract(epoch from checked_at - created_at)::float as check, extract(epoch from finished_at - started_at)::float as run
    from imports`
  if (!row) throw new Error('there is no import')
  return { ...row, megabytes }
}

/** The command that people use, on a file of customers. */
export function importing(
  url: string,
  { file, folder, stdio }: { file: string; folder: string; stdio: 'pipe' | 'ignore' },
): ChildProcess {
  return spawn(process.execPath, [...typescript, 'scripts/import.ts', 'customers', file], {
    cwd: root,
    env: tethered(
      environment({
        ...process.env,
        ...{ DATABASE_URL: url, AUTH_SECRET: 'the-session-secret-of-the-bench-of-imports', DATA_DIR: folder },
      }),
    ),
    stdio: ['ignore', stdio, 'inherit'],
  })
}

/** The most that a process ever took, where the system tells. */
function memoryOf({ pid }: ChildProcess): number | undefined {
  const place = `/proc/${pid}/status`
  if (!existsSync(place)) return undefined
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(place, 'utf8')) ?? []
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

/** The same rows into the same tables: staging, then one statement each, committed. */
async function plainly(sql: Sql, file: string): Promise<void> {
  await sql.begin(async (sql) => {
    await sql.unsafe(
      `create temporary table file (${HEADINGS.map((name) => `${name} text`).join(', ')}) on commit drop`,
    )
    await pipeline(createReadStream(file), await sql`copy file from stdin with (format csv, header)`.writable())
    await sql`analyze file`
    await sql`
      insert into customers (code, code_key, name, city, zip, country, collector_id, erp_fields, reachable)
      select f.code, f.code, f.name, f.city, f.zip, f.country, u.id, array['city', 'country', 'name', 'zip', 'collector=' || u.id], true
      from file f join users u on u.email = f.collector`
    await sql`
      insert into people (id, first_name, last_name, email, phone, phone_e164) overriding system value
      select c.id, f.contact_first_name, f.contact_last_name, f.contact_email, f.contact_phone, '+33' || substr(replace(f.contact_phone, ' ', ''), 2)
      from file f join customers c using (code)`
    await sql`
      insert into contacts (customer_id, person_id, role, for_collection, source)
      select id, id, 'company', true, 'import' from customers`
    await sql`
      insert into associations (customer_id, user_id, kind, source)
      select c.id, u.id, 'other', 'import' from file f join customers c using (code) join users u on u.email = f.colleagues`
    await sql`
      insert into customer_search (customer_id, words, has_contact, has_email)
      select c.id, norm(concat_ws(' ', c.code, c.name, c.city, f.contact_first_name, f.contact_last_name, f.contact_first_name, f.contact_email)), true, true
      from file f join customers c using (code)`
    await sql`
      insert into history (action, customer_id, new)
      select 'customer.created', c.id, jsonb_build_object('code', c.code, 'name', c.name, 'city', c.city, 'zip', c.zip,
        'country', c.country, 'state', c.state, 'collectorId', c.collector_id)
      from customers c
      union all
      select 'contact.added', c.id, jsonb_build_object('role', 'company', 'firstName', f.contact_first_name,
        'lastName', f.contact_last_name, 'email', f.contact_email, 'phone', f.contact_phone, 'forCollection', true)
      from file f join customers c using (code)
      union all
      select 'association.given', customer_id, jsonb_build_object('kind', kind, 'source', source) from associations`
  })
}
