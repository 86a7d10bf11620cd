import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@/db/client'
import { migrate } from '@/db/migrate'
import { sessionCookie } from '../support/cookie'
import type { Ground } from './bench'
import { buildCompany } from './company'
import { importing, writeCustomers } from './imports'
import { percentile, timed } from './measure'
import { type Ask, asking, SECRET, startOurs } from './pages'
import { type Line, lineOf } from './report'

const JOB = 'import page meanwhile'
const BUDGET = 1.5
const LARGEST = 50_000
/** Rows of the file for each customer that is there. */
const ROWS = 4
const WARMING = 20
const QUIET_SECONDS = 15
/** What is measured of a longer import. */
const MOST_SECONDS = 60
/** Between two pages, as a person reads one before the next. */
const READING = 50

/** The page of all customers while a file of many new ones is taken in by the command, beside the same page when nothing else goes on. */
export async function benchMeanwhile(ground: Ground): Promise<Line[]> {
  if (!ground.wanted(JOB)) return []
  const undo: (() => Promise<unknown>)[] = []
  try {
    const { url, ask, folder, size } = await stage(ground, undo)
    for (let round = 0; round < WARMING; round++) await ask()
    const end = performance.now() + QUIET_SECONDS * 1000
    const quiet = await pages(ask, () => performance.now() < end)
    const file = path.join(folder, 'customers.csv')
    await writeCustomers(file, size * ROWS)
    const child = importing(url, { file, folder, stdio: 'ignore' })
    undo.push(() => ended(child))
    const start = performance.now()
    const busy = await pages(ask, () => child.exitCode === null && performance.now() - start < MOST_SECONDS * 1000)
    if (child.exitCode !== null && child.exitCode !== 0) throw new Error(`the import ended with ${child.exitCode}`)
    const seconds = (performance.now() - start) / 1000
    ground.say(
      `${JOB}: ${quiet.length} quiet pages, ${busy.length} in ${seconds.toFixed(0)} s of an import of ${size * ROWS} rows`,
    )
    const p95 = { ours: percentile(busy, 0.95), plain: percentile(quiet, 0.95) }
    const median = { ours: percentile(busy, 0.5), plain: percentile(quiet, 0.5) }
    ground.say(`${JOB}: median ${median.plain.toFixed(0)} ms quiet, ${median.ours.toFixed(0)} ms meanwhile`)
    return [lineOf({ job: JOB, size, ...p95, budget: BUDGET, unit: 'ms' })]
  } finally {
    for (const end of undo.reverse()) await end()
  }
}

/** A company of its own, for the file spoils it, and the product on it. */
async function stage(ground: Ground, undo: (() => Promise<unknown>)[]) {
  const size = Math.min(ground.size, LARGEST)
  const database = 'bench_import_meanwhile'
  await ground.sql.unsafe(`create database ${database} template template0`)
  undo.push(() => ground.sql.unsafe(`drop database ${database} with (force)`))
  const url = new URL(ground.url)
  url.pathname = `/${database}`
  await migrate(url.href)
  const { db, close } = connect(url.href, { max: 2, statementTimeout: 0 })
  const company = await buildCompany(url.href, db, size, ground.say).finally(close)
  const folder = await mkdtemp(path.join(tmpdir(), 'encours-bench-meanwhile-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  const cookie = await sessionCookie(company.manager.actor.id, 1, SECRET)
  const ask = asking(`${await startOurs({ url: url.href }, undo)}/customers`, cookie)
  return { url: url.href, ask, folder, size }
}

async function pages(ask: Ask, goesOn: () => boolean): Promise<number[]> {
  const samples: number[] = []
  while (goesOn()) {
    samples.push(await timed(ask))
    await pause(READING)
  }
  return samples
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const over = once(child, 'exit')
  child.kill('SIGKILL')
  await over
}
