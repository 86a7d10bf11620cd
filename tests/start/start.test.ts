import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seal } from '@/lib/auth/seal'
import { freePort } from '@/scripts/port.mjs'
import { livingProcesses, processMark, readIfThere } from '@/scripts/processes.mjs'
import { temporaryFolder } from '@/scripts/temporary.mjs'
import { type Launched, launch } from '../support/launch'

// The tests follow one installation through its life, each from where the one before left it.

const folder = temporaryFolder()
const dataDir = join(folder.path, 'data')
const cluster = join(dataDir, 'postgres/cluster')
const FORMER = 'the AUTH_SECRET before this one, forty letters'
let settings: Record<string, string>
let running: Launched

beforeAll(async () => {
  const port = String(await freePort())
  const unset = {
    DATABASE_URL: '',
    AUTH_SECRET: '',
    AUTH_SECRET_PREVIOUS: '',
    ADMIN_EMAIL: '',
    ADMIN_PASSWORD: '',
    TRUSTED_PROXIES: '',
  }
  settings = {
    ...unset,
    PORT: port,
    APP_URL: `http://localhost:${port}`,
    WEB_PROCESSES: '2',
    DATA_DIR: dataDir,
    SAMPLE_DATA: 'no',
  }
})
afterAll(async () => {
  await running.stop()
  folder.remove()
})

test('the first start makes a database and prints the address and how to sign in', async () => {
  running = launch(settings)
  await running.ready
  expect(await healthy()).toBe(true)
  expect(running.output()).toContain(`Encours is ready: ${settings.APP_URL}`)
  expect(running.output()).toContain('admin@encours.example')
  expect((await fetch(`${settings.APP_URL}/login`)).status).toBe(200)
})

test('what is secret is readable by its owner only', () => {
  expect(statSync(join(dataDir, 'auth-secret')).mode & 0o077).toBe(0)
  expect(statSync(join(dataDir, 'postgres/password')).mode & 0o077).toBe(0)
})

test('a second start on the same data is refused with a sentence', async () => {
  const second = launch({ ...settings, PORT: String(await freePort()) })
  expect(await second.over).toBe(1)
  expect(second.output()).toContain('already running')
  expect(second.output()).not.toContain('    at ')
  expect(await healthy()).toBe(true)
})

test('a port that is taken is refused by its name', async () => {
  const other = launch({ ...settings, DATA_DIR: join(folder.path, 'other') })
  expect(await other.over).toBe(1)
  expect(other.output()).toContain('PORT')
  expect(other.output()).not.toContain('    at ')
})

test('the pages come from as many processes as were asked for, and another one takes the place of one that is killed', async () => {
  await eventually(() => renderers().length === 2)
  const [first = 0, second = 0] = renderers()
  process.kill(first, 'SIGKILL')
  await eventually(() => renderers().length === 2 && !renderers().includes(first))
  expect(renderers()).toContain(second)
  await eventually(healthy)
})

test('the web server, the worker and PostgreSQL are started again when they are killed', async () => {
  const before = { web: web(), worker: worker(), server: server() }
  process.kill(before.web, 'SIGKILL')
  await eventually(() => isAnother(web(), before.web))
  await eventually(healthy)
  process.kill(before.worker, 'SIGKILL')
  await eventually(() => isAnother(worker(), before.worker))
  process.kill(before.server, 'SIGKILL')
  await eventually(() => isAnother(server(), before.server))
  await eventually(healthy)
})

test('when the launcher is killed its children end, and the next start goes on with the database as it runs', async () => {
  await query`create table kept as select 'as it was' as word`
  const [admin] = (await query`select id from users`) as { id: string }[]
  const sealed = seal(FORMER, 'second factor', String(admin!.id), 'JBSWY3DPEHPK3PXP')
  await query`insert into second_factors (user_id, secret, last_step) values (${admin!.id}, ${sealed}, 0)`
  const before = { server: server(), others: [web(), worker()] }
  process.kill(running.child.pid!, 'SIGKILL')
  running = launch(settings)
  await running.ready
  expect(server()).toBe(before.server)
  expect(await query`select word from kept`).toEqual([{ word: 'as it was' }])
  for (const pid of before.others) await eventually(() => !alive(pid))
})

test('SIGTERM ends everything, and nothing is left behind but the data', async () => {
  const before = [web(), ...renderers(), worker(), server()]
  expect(await running.stop()).toBe(0)
  expect(before.filter(alive)).toEqual([])
  expect(processesOf(dataDir)).toEqual([])
  expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false)
  expect(existsSync(join(dataDir, 'start.lock'))).toBe(false)
})

test('under another AUTH_SECRET it starts for everybody else, and says how many it keeps out and what to do', async () => {
  running = launch(settings)
  await running.ready
  expect(await healthy()).toBe(true)
  expect(running.output()).toContain('not the one under which 1 set up their second factor: no code of theirs fits.')
  expect(running.output()).toContain('Set AUTH_SECRET_PREVIOUS to the former one and start again.')
  expect(running.output()).toContain('npm run reset -- EMAIL --without-second-factor')
})

test('everything killed at once is no harm, told the former AUTH_SECRET it moves second factors to this one, and Ctrl-C ends it as SIGTERM does', async () => {
  for (const pid of [running.child.pid!, web(), worker(), server()]) process.kill(pid, 'SIGKILL')
  running = launch({ ...settings, AUTH_SECRET_PREVIOUS: FORMER })
  await running.ready
  expect(await query`select word from kept`).toEqual([{ word: 'as it was' }])
  expect(running.output()).toContain('AUTH_SECRET has changed, and the second factors of 1 go on under it.')
  running.child.kill('SIGINT')
  expect(await running.over).toBe(0)
  expect(processesOf(dataDir)).toEqual([])
})

test('a malformed variable is refused by its name and never by its value', async () => {
  const wrong = launch({ ...settings, TRUSTED_PROXIES: 'hunter2', DATABASE_URL: 'hunter3' })
  expect(await wrong.over).toBe(1)
  expect(wrong.output()).toContain('TRUSTED_PROXIES')
  expect(wrong.output()).toContain('DATABASE_URL')
  expect(wrong.output()).not.toContain('hunter')
})

test('a command beside the application starts the database where it does not run, and ends it again', () => {
  const args = ['scripts/run.mjs', 'tests/start/probe.ts', '3']
  const env = { ...process.env, ...settings }
  expect(() => execFileSync(process.execPath, args, { env, stdio: 'pipe' })).toThrow(
    expect.objectContaining({ status: 3 }),
  )
  expect(processesOf(dataDir)).toEqual([])
})

async function healthy(): Promise<boolean> {
  try {
    return (await fetch(`${settings.APP_URL}/api/health`)).ok
  } catch (error) {
    if (error instanceof TypeError) return false // nobody listens
    throw error
  }
}

async function query(words: TemplateStringsArray, ...values: string[]): Promise<unknown[]> {
  const password = readFileSync(join(dataDir, 'postgres/password'), 'utf8')
  const port = Number(readFileSync(join(dataDir, 'postgres/port'), 'utf8'))
  const sql = postgres({ host: '127.0.0.1', port, user: 'encours', password, database: 'encours', max: 1 })
  try {
    return [...(await sql(words, ...values))]
  } finally {
    await sql.end()
  }
}

function web(): number {
  return child('scripts/web.mjs')
}

function worker(): number {
  return child('lib/jobs/start.ts')
}

function renderers(): number[] {
  return childrenOf(web()).map(({ pid }) => pid)
}

function child(words: string): number {
  return childrenOf(running.child.pid!).find(({ command }) => command.includes(words))?.pid ?? 0
}

function childrenOf(pid: number) {
  return livingProcesses().filter(({ parent }) => parent === pid)
}

function processesOf(words: string): string[] {
  return livingProcesses()
    .map(({ command }) => command)
    .filter((command) => command.includes(words))
}

function server(): number {
  return Number(readIfThere(join(cluster, 'postmaster.pid'))?.split('\n')[0] ?? 0)
}

function isAnother(pid: number, before: number): boolean {
  return pid !== 0 && pid !== before
}

function alive(pid: number): boolean {
  return processMark(pid) !== undefined
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 60_000; !(await condition()); await pause(50)) {
    if (Date.now() > until) throw new Error('That did not come about within a minute.')
  }
}
