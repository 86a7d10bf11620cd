import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './port.mjs'
import { checkVersion, lastLines, spawnProgram } from './postgres-cluster.mjs'
import { commandOf, ended, isCode, LaunchError, livingProcesses, markLives, processMark, send } from './processes.mjs'

const common = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The detail of a broken constraint quotes the row, and a log is no place for people's names.
  log_error_verbosity: 'terse',
}
const throwAway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * Fast shutdown, then without a checkpoint, then by force: each time the next start repairs more. @param {number} pid
 * @param {string} mark
 */
export async function shutDown(pid, mark) {
  const steps = /** @type {const} */ ([
    ['SIGINT', 20_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 2000],
  ])
  for (const [signal, patience] of steps) {
    if (!markLives(mark)) return
    send(pid, signal)
    if (await ended(mark, patience)) return
  }
}

/**
 * @param {import('./postgres-programs.mjs').Server} server
 * @param {string} dir
 * @param {import('./postgres.mjs').Options} options
 */
export async function launch(server, dir, { port: wanted, settings, durable = true }) {
  const cluster = join(dir, 'cluster')
  await checkVersion(server, cluster)
  await clearAway(cluster)
  const merged = { ...common, cluster_name: clusterName(cluster), ...(durable ? {} : throwAway), ...settings }
  const flags = Object.entries(merged).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let complaint = ''
  for (let attempt = 0; attempt < 8; attempt++) {
    const port = wanted ?? (await freePort(attempt === 0 ? rememberedPort(dir) : 0))
    const log = openLog(dir)
    const child = spawnProgram(
      server,
      'postgres',
      ['-D', cluster, '-p', String(port), ...flags],
      ['ignore', log.fd, log.fd],
    )
    child.unref()
    closeSync(log.fd)
    const pid = await ready(child, cluster)
    if (pid !== undefined) {
      writeFileSync(join(dir, 'port'), String(port))
      return { pid, port }
    }
    complaint = lastLines(readFileSync(log.path, 'utf8').slice(log.from))
    await pause(250)
  }
  throw new LaunchError(`PostgreSQL does not start from ${dir}:\n${complaint}`)
}

/** @param {import('node:child_process').ChildProcess} child @param {string} cluster */
async function ready(child, cluster) {
  let failed = false
  child.once('error', () => {
    failed = true
  })
  while (!failed && child.exitCode === null && child.signalCode === null) {
    const found = readPidFile(cluster)
    if (found?.status === 'ready' && found.pid === child.pid) return found.pid
    await pause(10)
  }
  return undefined
}

/**
 * The server that runs on this data already, once it is ready.
 *
 * @param {string} cluster
 */
export async function findRunning(cluster) {
  const until = Date.now() + 300_000
  for (let found = readPidFile(cluster); found && Date.now() < until; found = readPidFile(cluster)) {
    if (!commandOf(found.pid)?.includes(cluster)) return undefined
    if (found.status === 'ready') return { pid: found.pid, port: found.port }
    await pause(50)
  }
  return undefined
}

/** @param {string} cluster */
function readPidFile(cluster) {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Takes away what a killed server left, which would keep the next from starting: backends that are still busy, and then its file,
 * whose number PostgreSQL believes in also when it belongs to something else by now or to a dead process that nobody has buried.
 * Never the other way round: without the file PostgreSQL does not look for backends, and two servers on one cluster ruin it.
 *
 * @param {string} cluster
 */
async function clearAway(cluster) {
  const orphans = livingProcesses().filter(({ command }) => command.startsWith(`postgres: ${clusterName(cluster)}: `))
  for (const signal of /** @type {const} */ (['SIGQUIT', 'SIGKILL'])) {
    const marks = orphans.flatMap(({ pid }) => processMark(pid) ?? [])
    for (const mark of marks) send(Number.parseInt(mark, 10), signal)
    for (const mark of marks) await ended(mark, 5000)
  }
  const pid = readPidFile(cluster)?.pid
  if (pid && isTaken(pid) && !commandOf(pid)?.includes('postgres'))
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
}

/** A dead process that nobody has buried keeps its number. @param {number} pid */
function isTaken(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** Under which its backends are listed by the system. @param {string} cluster */
function clusterName(cluster) {
  return `encours-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`
}

/** @param {string} dir */
function rememberedPort(dir) {
  const path = join(dir, 'port')
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
}

/** @param {string} dir */
function openLog(dir) {
  const path = join(dir, 'log')
  if (existsSync(path) && statSync(path).size > 10_000_000) renameSync(path, `${path}.old`)
  const fd = openSync(path, 'a', 0o600)
  return { path, fd, from: statSync(path).size }
}
