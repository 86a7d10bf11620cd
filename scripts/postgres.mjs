import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { withLock } from './lock.mjs'
import { createCluster } from './postgres-cluster.mjs'
import { prepareServer } from './postgres-programs.mjs'
import { findRunning, launch, shutDown } from './postgres-server.mjs'
import { markLives, processMark } from './processes.mjs'
import { temporaryFolder } from './temporary.mjs'

/**
 * @typedef {{
 *   url: string,
 *   pid: number,
 *   adopted: boolean,
 *   gone: (signal?: AbortSignal) => Promise<void>,
 *   stop: () => Promise<void>,
 * }} Postgres `gone` resolves when the server has ended, for whatever reason
 *
 * @typedef {{
 *   dir: string,
 *   port?: number | undefined,
 *   settings?: Record<string, string>,
 *   bin?: string | undefined,
 *   durable?: boolean,
 * }} Options `bin`: other programs than the packaged ones; `durable: false`: fast, and lost with the computer's next breath
 */

/**
 * Starts the PostgreSQL whose data lives under `dir`, making it first where there is none, or joins it where it runs already.
 * Several processes may use it at a time: the last one to call `stop` ends it, and those that died do not count.
 *
 * @param {Options} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres(options) {
  mkdirSync(options.dir, { recursive: true })
  const dir = realpathSync(options.dir)
  return await withLock(join(dir, 'lock'), async () => {
    const server = prepareServer(dir, options.bin)
    const cluster = join(dir, 'cluster')
    const running = await findRunning(cluster)
    if (!existsSync(cluster)) await createCluster(server, dir, options.durable ?? true)
    const { pid, port } = running ?? (await launch(server, dir, options))
    return handle({ dir, pid, port, adopted: running !== undefined })
  })
}

/**
 * A PostgreSQL of its own in a temporary folder, without care for power cuts. It and its folder are gone after `stop`,
 * and also when this process is killed.
 *
 * @param {{ settings?: Record<string, string>, bin?: string | undefined }} [options]
 * @returns {Promise<Postgres & { dir: string }>}
 */
export async function startTemporaryPostgres(options = {}) {
  const folder = temporaryFolder()
  try {
    const postgres = await startPostgres({ ...options, dir: folder.path, durable: false })
    const stop = async () => {
      await postgres.stop()
      folder.remove()
    }
    return { ...postgres, dir: folder.path, stop }
  } catch (error) {
    folder.remove()
    throw error
  }
}

/** @param {{ dir: string, pid: number, port: number, adopted: boolean }} found @returns {Postgres} */
function handle({ dir, pid, port, adopted }) {
  const mark = processMark(pid) ?? ''
  const ticket = join(dir, 'users', `${process.pid}-${Math.random().toString(36).slice(2)}`)
  mkdirSync(join(dir, 'users'), { recursive: true })
  writeFileSync(ticket, processMark(process.pid) ?? '')
  const password = readFileSync(join(dir, 'password'), 'utf8')
  return {
    url: `postgres://encours:${password}@127.0.0.1:${port}/encours`,
    pid,
    adopted,
    gone: async (signal) => {
      while (markLives(mark) && !signal?.aborted) await pause(100)
    },
    stop: () =>
      withLock(join(dir, 'lock'), async () => {
        rmSync(ticket, { force: true })
        if (!othersUse(dir)) await shutDown(pid, mark)
      }),
  }
}

/** @param {string} dir */
function othersUse(dir) {
  const users = join(dir, 'users')
  const living = readdirSync(users).filter((name) => {
    const lives = markLives(readFileSync(join(users, name), 'utf8'))
    if (!lives) rmSync(join(users, name), { force: true })
    return lives
  })
  return living.length > 0
}
