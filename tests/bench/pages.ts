import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, type ClientRequest, get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Context } from '@/lib/context'
import { freePort } from '@/scripts/port.mjs'
import { environment, run, tethered } from '@/scripts/processes.mjs'
import { ensureBuilt, next, root } from '@/scripts/setup.mjs'
import { sessionCookie } from '../support/cookie'
import { launch } from '../support/launch'
import type { Bench } from './bench'
import { byHand } from './by-hand'
import { type Criterion, criteriaOf } from './criteria'
import { alternate, percentile, timed } from './measure'
import { type Line, lineOf } from './report'

export const SECRET = 'the-session-secret-of-the-bench-of-the-pages'
const SEARCHES = ['none', 'country', 'colleague', 'overdue', 'q']
const BUDGET = 2
const SLOWEST = 150
const WARMING = 25
const ROUNDS = { least: 30, most: 100, seconds: 20 }
const AT_ONCE = 10
const BARE = join(root, 'tests/bench/bare')

type Undo = (() => Promise<unknown>)[]
export type Ask = () => Promise<unknown>
type Page = { name: string; ctx: Context; path: string; search?: Criterion }
/** `plain` is there for searches: nothing but their query by hand and fifty rows of it. */
type Sides<Of> = { ours: Of; bare: Of; plain?: Of }
type Asked = { name: string; sides: Sides<Ask> }

/**
 * Whole pages, the list and what one sees first in the morning, from the request to the last byte of the answer, one at
 * a time and ten at a time: beside a bare page of Next with fifty rows of the same query by hand, and, as "no query",
 * beside fifty rows from nowhere.
 */
export async function benchPages(bench: Bench): Promise<Line[]> {
  const { say, wanted, company } = bench
  const criteria = (await criteriaOf(bench.sql, company)).filter(({ name }) => SEARCHES.includes(name))
  const pages: Page[] = [
    ...criteria.map((search) => ({ ...search, search, path: `/customers?${search.address}` })),
    { name: 'today', ctx: company.manager, path: '/' },
    { name: 'today of a portfolio', ctx: company.confined, path: '/' },
  ]
  const undo: Undo = []
  try {
    const bareUrl = await startBare(bench, criteria, undo)
    const url = await startOurs(bench, undo)
    const bare = asking(bareUrl)
    const asked: Asked[] = []
    for (const { name, ctx, path, search } of pages.filter(({ name }) => wanted(`page ${name}`))) {
      const ours = asking(`${url}${path}`, await sessionCookie(ctx.actor.id, 1, SECRET))
      asked.push({ name, sides: { ours, bare, ...(search && { plain: asking(`${bareUrl}searched/${name}`) }) } })
    }
    await warm(asked.flatMap(({ sides }) => Object.values(sides)))
    const lines: Line[] = []
    for (const page of asked) {
      lines.push(...(await oneAtATime(bench, page)), ...(await tenAtATime(bench, page)))
      say(`page ${page.name}: measured`)
    }
    return lines
  } finally {
    for (const end of undo.reverse()) await end()
  }
}

/** Until every process has compiled what it runs often: one at a time all would come from the same. */
async function warm(asks: Ask[]): Promise<void> {
  for (let round = 0; round < WARMING; round++) for (const ask of asks) await ten(ask)()
}

async function oneAtATime(bench: Bench, { name, sides }: Asked): Promise<Line[]> {
  const samples = await alternate(
    each(sides, (ask) => () => timed(ask)),
    ROUNDS,
  )
  const p95 = each(samples, (times) => percentile(times, 0.95))
  if (p95.ours > SLOWEST)
    bench.fault(`page ${name}: ${p95.ours.toFixed(0)} ms at the 95th percentile, above ${SLOWEST} ms`)
  return linesOf(bench, `page ${name}, p95`, p95)
}

async function tenAtATime(bench: Bench, { name, sides }: Asked): Promise<Line[]> {
  const samples = await alternate(each(sides, ten), { ...ROUNDS, least: 10, most: 30 })
  const means = each(samples, (times) => times.reduce((sum, time) => sum + time, 0) / times.length)
  return linesOf(bench, `page ${name}, ten at a time`, means)
}

/** Held against the page with the query by hand, where there is one; beside no query it is told. */
function linesOf({ company: { size } }: Bench, job: string, { ours, bare, plain }: Sides<number>): Line[] {
  const measured = { job, size, ours, unit: 'ms' } as const
  const told = lineOf({ ...measured, job: `${job}, no query`, plain: bare })
  return plain === undefined ? [told] : [lineOf({ ...measured, plain, budget: BUDGET }), told]
}

const each = <From, To>({ ours, bare, plain }: Sides<From>, made: (one: From) => To): Sides<To> => ({
  ours: made(ours),
  bare: made(bare),
  ...(plain && { plain: made(plain) }),
})

const ten = (ask: Ask) => () => timed(() => Promise.all(Array.from({ length: AT_ONCE }, ask)))

/**
 * Asks for that page as a browser does, compressed and on connections that stay. The first answer is read; those after it are let go
 * by, so that who asks takes next to nothing from who answers.
 */
export function asking(url: string, cookie?: string): Ask {
  const agent = new Agent({ keepAlive: true })
  const headers = { 'accept-encoding': 'gzip, deflate, br', ...(cookie && { cookie }) }
  let whole = 0
  return async () => {
    const answer = await answered(() => get(url, { agent, headers }))
    const body = await buffer(answer)
    const status = answer.statusCode
    const read = answer.headers['content-encoding'] === 'br' ? brotliDecompressSync : gunzipSync
    if (!whole && status === 200 && read(body).includes('</html>')) whole = body.length
    if (!whole || status !== 200 || body.length < whole / 2)
      throw new Error(`${url} answered ${status} with ${body.length} bytes`)
  }
}

/** A connection that stayed may be closed by the server while it is taken again: like a browser, asks once more then. */
async function answered(ask: () => ClientRequest): Promise<IncomingMessage> {
  const asked = ask()
  try {
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return answer
  } catch (error) {
    if (!asked.reusedSocket) throw error
    return answered(ask)
  }
}

/** The product on the company of that database, until it is undone. */
export async function startOurs({ url: databaseUrl }: Pick<Bench, 'url'>, undo: Undo): Promise<string> {
  await ensureBuilt('.next-test')
  const folder = await mkdtemp(join(tmpdir(), 'encours-bench-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const settings = { PORT: String(port), APP_URL: url, DATA_DIR: folder, SAMPLE_DATA: 'no', TRUSTED_PROXIES: '0' }
  const launched = launch({ ...settings, DATABASE_URL: databaseUrl, AUTH_SECRET: SECRET })
  undo.push(launched.stop)
  await launched.ready
  return url
}

async function startBare({ url: DATABASE_URL }: Bench, criteria: Criterion[], undo: Undo): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'encours-bench-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'searches.json')
  await writeFile(file, JSON.stringify(Object.fromEntries(criteria.map((one) => [one.name, byHand(one)]))))
  const settings = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', DATABASE_URL, SEARCHES: file }
  const env = environment({ ...process.env, ...settings })
  if ((await run(process.execPath, [next, 'build', BARE], { env, quiet: true })) !== 0)
    throw new Error('the bare page could not be built')
  const port = String(await freePort())
  const child = spawn(process.execPath, [next, 'start', BARE, '--port', port], { env: tethered(env), stdio: 'ignore' })
  undo.push(() => stopped(child))
  const url = `http://localhost:${port}/`
  for (let tries = 0; tries < 300; tries++, await pause(100)) {
    const answered = await fetch(url).catch(() => undefined)
    if (answered?.ok) return url
  }
  throw new Error('the bare page did not come up')
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const over = once(child, 'exit')
  child.kill('SIGTERM')
  await over
}
