import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './port.mjs'
import { checkVersion, lastLines, spawnProgram } from './postgres-cluster.mjs'
import { commandOf, ended, isCode, LaunchError, markLives, processMark, send } from './processes.mjs'

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

/** Fast shutdown, then without a checkpoint, then by force: each time the next start repairs more. @param {number} pid @param {string} mark */
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
  endOrphans(cluster)
  const merged = { ...common, ...(durable ? {} : throwAway), ...settings }
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
 * The server that runs on this data already, once it is ready. The file left by a dead one whose number now belongs to something
 * else is taken away, since PostgreSQL takes any process of that number for a server; a server it may still be is PostgreSQL's to judge.
 *
 * @param {string} cluster
 */
export async function findRunning(cluster) {
  const until = Date.now() + 300_000
  for (let found = readPidFile(cluster); found && Date.now() < until; found = readPidFile(cluster)) {
    const command = processMark(found.pid) && commandOf(found.pid)
    if (!command?.includes(cluster)) {
      if (command && !command.includes('postgres')) rmSync(join(cluster, 'postmaster.pid'), { force: true })
      return undefined
    }
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

/** Backends that outlive a killed server hold its shared memory, and no new one starts while one of them is busy. @param {string} cluster */
function endOrphans(cluster) {
  if (process.platform !== 'linux') return
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name) && commandOf(Number(name)).startsWith('postgres: ') && folderOf(name) === cluster) {
      send(Number(name), 'SIGQUIT')
    }
  }
}

/** @param {string} pid */
function folderOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ESRCH') || isCode(error, 'EACCES')) return undefined
    throw error
  }
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
