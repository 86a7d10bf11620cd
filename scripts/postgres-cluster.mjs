import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environment, LaunchError } from './processes.mjs'

/** @typedef {import('./postgres-programs.mjs').Server} Server */

/**
 * Makes the cluster beside its place and moves it there whole, so that a start which is killed half-way leaves nothing to trip over.
 *
 * @param {Server} server
 * @param {string} dir
 * @param {boolean} durable
 */
export async function createCluster(server, dir, durable) {
  const draft = join(dir, 'cluster.new')
  const password = join(dir, 'password')
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
  const { uid, gid } = statSync(password)
  if (typeof server.as === 'object') chownSync(password, server.as.uid, server.as.gid)
  const options = [
    '--username=encours',
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]
  const locale = ['--locale-provider=icu', '--icu-locale=und']
  await runToEnd(server, 'initdb', [`--pgdata=${draft}`, ...options, ...locale, ...(durable ? [] : ['--no-sync'])])
  const single = ['--single', '-D', draft, ...(durable ? [] : ['-F']), 'postgres']
  await runToEnd(server, 'postgres', single, 'create database encours;\n')
  chownSync(password, uid, gid)
  renameSync(draft, join(dir, 'cluster'))
}

/**
 * Refuses data that another major version of PostgreSQL wrote, which the server would only refuse in its log.
 *
 * @param {Server} server
 * @param {string} cluster
 */
export async function checkVersion(server, cluster) {
  const theirs = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  const ours = /\d+/.exec(await runToEnd(server, 'postgres', ['--version']))?.[0]
  if (theirs === ours) return
  throw new LaunchError(
    `The data in ${cluster} was written by PostgreSQL ${theirs} and this version of Encours brings PostgreSQL ${ours}. ` +
      'Set DATABASE_URL to a server that holds the data, or choose another DATA_DIR.',
  )
}

/**
 * @param {Server} server
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 */
export function spawnProgram(server, program, args, stdio) {
  const path = join(server.bin, program)
  // Its own session: Ctrl-C in the terminal must reach the launcher alone, which stops things in their order.
  const env = environment({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' })
  const options = { stdio, detached: true, env, cwd: '/' }
  if (server.as === 'namespace') return spawn('unshare', [...intoNamespace, path, ...args], options)
  return spawn(path, args, server.as === 'self' ? options : { ...options, ...server.as })
}

const advice =
  '\nPostgreSQL runs as a user who has a name and is not root. Start Encours as such a user, or from a folder that everybody may enter, ' +
  'or set DATABASE_URL.'
const intoNamespace = ['--user', '--map-user=65534', '--map-group=65534', '--']

/**
 * Runs a program to its end and answers what it printed.
 *
 * @param {Server} server
 * @param {string} program
 * @param {string[]} args
 * @param {string} [input]
 * @returns {Promise<string>}
 */
function runToEnd(server, program, args, input = '') {
  return new Promise((done, fail) => {
    const child = spawnProgram(server, program, args, ['pipe', 'pipe', 'pipe'])
    let output = ''
    const listen = (/** @type {Buffer} */ chunk) => {
      output += chunk
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    const hint = server.as === 'namespace' ? advice : ''
    child.on('error', (error) => fail(new LaunchError(`PostgreSQL cannot be run here: ${error.message}.${hint}`)))
    child.on('close', (code) => {
      if (code === 0) done(output)
      else fail(new LaunchError(`PostgreSQL's ${program} failed: ${lastLines(output)}${hint}`))
    })
    child.stdin?.on('error', () => undefined) // it ended before it read its input: its status tells how
    child.stdin?.end(input)
  })
}

/** @param {string} text */
export function lastLines(text) {
  return text.trim().split('\n').slice(-5).join('\n')
}
