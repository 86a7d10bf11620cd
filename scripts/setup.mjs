import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'
import { environment, isCode, LaunchError, markLives, processMark, readIfThere, run } from './processes.mjs'

/** @typedef {{ signal?: AbortSignal | undefined }} Options */

export const root = fileURLToPath(new URL('..', import.meta.url))

const oldestNode = [20, 19]
const builtFrom = ['app', 'db', 'lib', 'public', 'instrumentation.ts']
const builtWith = ['next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json']
const runningFolder = join(root, '.data/running')

/**
 * Left alone, V8 takes four helpers for each process, which on a small machine keep the pages of the others from its
 * cores.
 */
export const oneHelper = '--v8-pool-size=1'

/** What node is given to run a file of TypeScript. */
export const typescript = [oneHelper, '--import', 'tsx']

export const next = join(root, 'node_modules/next/dist/bin/next')

/** One process of the web server, as node runs it. */
export const serve = join(root, 'scripts/serve.mjs')

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new LaunchError(`Encours needs Node ${oldestNode.join('.')} or newer; this is Node ${process.versions.node}.`)
}

/**
 * Installs the packages where package-lock.json says something else than when they were last installed.
 *
 * @param {Options} [options]
 */
export async function ensureInstalled({ signal } = {}) {
  const wanted = hashOf(['package-lock.json'])
  const marker = join(root, 'node_modules/.setup-hash')
  if (readIfThere(marker) === wanted) return
  await alone(async () => {
    if (readIfThere(marker) === wanted) return
    refuseWhileRunning('The packages have to be installed again')
    refuseBorrowedPackages()
    process.stdout.write('Installing what is missing; this takes a minute.\n')
    // Said outright, because NODE_ENV=production from outside would leave out what the build needs.
    const status = await run('npm', ['ci', '--include=dev', '--loglevel=error'], { env: process.env, signal })
    if (status !== 0) throw new LaunchError('The packages could not be installed: npm says why above.')
    writeFileSync(marker, wanted)
  })
}

/**
 * Builds the application where its sources are not those of the last build in that folder.
 *
 * @param {string} folder
 * @param {Options} [options]
 */
export async function ensureBuilt(folder, { signal } = {}) {
  const wanted = hashOf([...builtFrom, ...builtWith])
  const marker = join(root, folder, '.setup-hash')
  if (readIfThere(marker) === wanted) return
  await alone(async () => {
    if (readIfThere(marker) === wanted) return
    refuseWhileRunning('The application has to be built again', folder)
    process.stdout.write('Building the application; this takes a minute.\n')
    rmSync(marker, { force: true })
    const env = { ...process.env, NEXT_DIST_DIR: folder, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
    const status = await run(process.execPath, [next, 'build'], { env: environment(env), signal, quiet: true })
    if (status !== 0) throw new LaunchError('The application could not be built: the reason is above.')
    writeFileSync(marker, wanted)
  })
}

/**
 * Notes that an installation runs from here, whose packages and build must stay as they are until it ends.
 *
 * @param {string} folder of its build
 */
export function announceRunning(folder) {
  const ticket = join(runningFolder, String(process.pid))
  try {
    mkdirSync(runningFolder, { recursive: true })
    writeFileSync(ticket, `${processMark(process.pid)}\n${folder}`)
  } catch (error) {
    if (!isCode(error, 'EROFS') && !isCode(error, 'EACCES')) throw error // where nothing can be written, nothing is changed either
  }
  return () => rmSync(ticket, { force: true })
}

/** @param {string} need @param {string} [folder] only those that use this build */
function refuseWhileRunning(need, folder) {
  for (const name of existsSync(runningFolder) ? readdirSync(runningFolder) : []) {
    const [mark = '', built] = readIfThere(join(runningFolder, name))?.split('\n') ?? []
    if (!markLives(mark)) rmSync(join(runningFolder, name), { force: true })
    else if (Number(name) !== process.pid && (folder === undefined || folder === built)) {
      throw new LaunchError(`${need}, but Encours runs from this folder (process ${name}). Stop it first.`)
    }
  }
}

/** npm would empty the folder that a link leads to, which is another's. */
function refuseBorrowedPackages() {
  if (!lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return
  throw new LaunchError(
    'The packages have to be installed again, but node_modules is a symbolic link. Remove the link, then start again.',
  )
}

/** Two set-ups at once would pull the packages from under each other. @param {() => Promise<void>} work */
async function alone(work) {
  await withLock(join(root, '.data/setup.lock'), work, {
    seconds: 1800,
    onWait: ({ pid }) => process.stdout.write(`Waiting for the set-up that process ${pid} is doing.\n`),
  })
}

/** @param {string[]} names files and folders of the project, as far as they exist */
function hashOf(names) {
  const hash = createHash('sha256')
  for (const path of names.flatMap((name) => filesUnder(name))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} name @returns {string[]} */
function filesUnder(name) {
  const entry = statSync(join(root, name), { throwIfNoEntry: false })
  if (!entry) return []
  if (!entry.isDirectory()) return [name]
  return readdirSync(join(root, name))
    .sort()
    .flatMap((inner) => filesUnder(`${name}/${inner}`))
}
