import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { readEnv } from '../lib/env.mjs'
import { ensureDataDir, openDatabase, settledEnvironment } from './database.mjs'
import { startTemporaryPostgres } from './postgres.mjs'
import { environment, LaunchError, tethered } from './processes.mjs'
import { reportFailure } from './report.mjs'
import { checkNode, ensureInstalled, root, typescript } from './setup.mjs'

// node scripts/run.mjs [--own-database | --no-database] FILE.ts ARGS…: one command beside the application, on the
// database that the environment means, on one of its own that is gone afterwards, or on none. Files that a person names
// are relative to INIT_CWD, the folder they stood in.

const flag = ['--own-database', '--no-database'].find((name) => name === process.argv[2])
const [file, ...args] = process.argv.slice(flag ? 3 : 2)

/** @type {import('node:child_process').ChildProcess | undefined} */
let child
const quit = new AbortController()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    quit.abort(128 + constants.signals[signal])
    child?.kill(signal)
  })
}
process.exit(await main())

async function main() {
  try {
    checkNode()
    process.env.INIT_CWD ??= process.cwd()
    process.chdir(root)
    await ensureInstalled({ signal: quit.signal })
    return await withDatabase(runFile)
  } catch (error) {
    return quit.signal.aborted ? quit.signal.reason : reportFailure(error)
  }
}

/** @param {(env: NodeJS.ProcessEnv) => Promise<number>} work */
async function withDatabase(work) {
  if (flag === '--no-database') return await work(environment(process.env))
  if (flag !== '--own-database') {
    const env = readEnv()
    ensureDataDir(env)
    return await during(await openDatabase(env), env, work)
  }
  const temporary = await startTemporaryPostgres({
    settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
  })
  const settings = { DATA_DIR: join(temporary.dir, 'data'), SAMPLE_DATA: 'no' }
  return await during(temporary, readEnv(settings), work)
}

/**
 * @param {import('./postgres.mjs').Postgres | undefined} postgres
 * @param {import('../lib/env.mjs').Env} env
 * @param {(env: NodeJS.ProcessEnv) => Promise<number>} work
 */
async function during(postgres, env, work) {
  try {
    return await work(settledEnvironment(env, postgres?.url))
  } finally {
    await postgres?.stop()
  }
}

/** @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function runFile(env) {
  return new Promise((done, fail) => {
    if (file === undefined)
      return fail(new LaunchError('Which file? node scripts/run.mjs [--own-database | --no-database] FILE.ts ARGS…'))
    if (quit.signal.aborted) return done(quit.signal.reason)
    child = spawn(process.execPath, [...typescript, file, ...args], {
      stdio: 'inherit',
      env: tethered(env),
    })
    child.once('error', fail)
    child.once('exit', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 1)))
  })
}
