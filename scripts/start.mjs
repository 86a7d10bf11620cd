import { get } from 'node:http'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readEnv } from '../lib/env.mjs'
import { ensureDataDir, openDatabase, settledEnvironment } from './database.mjs'
import { takeLock } from './lock.mjs'
import { ensurePortIsFree } from './port.mjs'
import { environment, LaunchError, run } from './processes.mjs'
import { reportFailure } from './report.mjs'
import {
  announceRunning,
  checkNode,
  ensureBuilt,
  ensureInstalled,
  oneHelper,
  root,
  serve,
  typescript,
} from './setup.mjs'
import { keepAlive, keepPostgresAlive } from './supervise.mjs'

/** @typedef {import('../lib/env.mjs').Env} Env */

const dev = process.argv.includes('--dev')
const asked = Symbol('somebody asked us to stop')
const quit = new AbortController()

/** What was started, to be ended in the opposite order. @type {(() => unknown)[]} */
const undo = []

/** @type {import('./supervise.mjs').Service[]} */
const services = []

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (quit.signal.aborted) for (const service of services) service.hurry()
    quit.abort(asked)
  })
}
process.exit(await main())

async function main() {
  let status = 0
  try {
    checkNode()
    process.chdir(root)
    const env = readEnv()
    ensureDataDir(env)
    await start(env)
    if (!quit.signal.aborted) await new Promise((done) => quit.signal.addEventListener('abort', done, { once: true }))
    quit.signal.throwIfAborted()
  } catch (error) {
    if (error !== asked) status = reportFailure(error)
  }
  quit.abort(asked)
  for (const end of undo.reverse()) {
    try {
      await end()
    } catch (error) {
      status = reportFailure(error)
    }
  }
  return status
}

/** @param {Env} env */
async function start(env) {
  const { signal } = quit
  const inherited = takeInstallation(env)
  await ensurePortIsFree(env.port, inherited ? 5000 : 0)
  const folder = process.env.NEXT_DIST_DIR ?? '.next'
  await ensureInstalled({ signal })
  if (!dev) await ensureBuilt(folder, { signal })
  undo.push(announceRunning(dev ? 'dev' : folder))
  const settled = await startDatabase(env)
  const prepared = await run(process.execPath, [...typescript, 'scripts/prepare.ts'], { env: settled, signal })
  if (prepared !== 0) throw new LaunchError('The database could not be prepared: the reason is above.')
  startServices(env, settled)
  await answering(env.port)
  process.stdout.write(
    `\nEncours is ready: ${env.appUrl}\n` +
      `Sign in as ${env.adminEmail}. Whoever has lost the password runs: npm run reset -- ${env.adminEmail}\n`,
  )
}

/** One installation to a data folder. Answers whether the one before died without letting go. @param {Env} env */
function takeInstallation({ dataDir, appUrl }) {
  const lock = takeLock(join(dataDir, dev ? 'dev.lock' : 'start.lock'), appUrl)
  if ('holder' in lock) {
    const { pid, note } = lock.holder
    const place = relative(root, dataDir) || dataDir
    throw new LaunchError(
      `Encours is already running on ${place} (process ${pid}): ${note}\nFor a second one, set DATA_DIR and PORT to others.`,
    )
  }
  undo.push(lock.release)
  return lock.inherited
}

/** @param {Env} env */
async function startDatabase(env) {
  const open = () => openDatabase(env)
  const first = await open()
  const settled = settledEnvironment(env, first?.url)
  if (!first) return settled
  const moved = (/** @type {string} */ url) => {
    settled.DATABASE_URL = url
    for (const service of services) service.restart()
  }
  undo.push(keepPostgresAlive({ first, open, signal: quit.signal, moved, giveUp }))
  return settled
}

/** @param {Env} env @param {NodeJS.ProcessEnv} settled */
function startServices(env, settled) {
  quit.signal.throwIfAborted()
  const NODE_ENV = dev ? 'development' : 'production'
  const forService = () => environment({ ...settled, ADMIN_PASSWORD: '', NODE_ENV })
  const plans = [
    { name: 'worker', args: [...typescript, 'lib/jobs/start.ts'], patience: 15_000 },
    { name: 'web server', args: webServer(env), patience: 8000 },
  ]
  for (const plan of plans) {
    const service = keepAlive({ ...plan, env: forService, giveUp })
    services.push(service)
    undo.push(service.stop)
  }
}

/** @param {Env} env */
function webServer({ port, webProcesses }) {
  if (dev) return [serve, String(port), '--dev']
  // A page leaves much that is soon forgotten: with more room for it, less of it is taken for lasting.
  const memory = [oneHelper, '--max-semi-space-size=32']
  if (webProcesses === 1) return [...memory, serve, String(port)]
  return [...memory, 'scripts/web.mjs', String(port), String(webProcesses)]
}

/** @param {number} port */
async function answering(port) {
  const until = Date.now() + (dev ? 300_000 : 90_000)
  for (; Date.now() < until; await pause(50)) {
    quit.signal.throwIfAborted()
    if (await isHealthy(port)) return
  }
  throw new LaunchError('The web server runs but does not answer /api/health.')
}

/**
 * Without an agent, because a connection that is kept open would keep the web server from ending. @param {number} port
 * @returns {Promise<boolean>}
 */
function isHealthy(port) {
  return new Promise((done) => {
    const where = { host: '127.0.0.1', port, path: '/api/health' }
    const request = get({ ...where, agent: false, timeout: 30_000, signal: quit.signal }, (response) => {
      response.resume()
      done(response.statusCode === 200)
    })
    request.once('error', () => done(false)) // nobody listens yet
    request.once('timeout', () => request.destroy())
  })
}

/** @param {unknown} error */
function giveUp(error) {
  quit.abort(error)
}
