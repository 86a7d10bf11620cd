import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** Something that a person has to put right before the command can do its work; the message is a sentence for them. */
export class LaunchError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'LaunchError'
  }
}

/**
 * A process in words that no later process can share: its number and the moment it began, since numbers are used again.
 *
 * @param {number} pid
 * @returns {string | undefined} nothing when it does not live
 */
export function processMark(pid) {
  const began = process.platform === 'linux' ? beganOnLinux(pid) : psSays('lstart', pid)
  return began && `${pid} ${began}`
}

/** @param {string} mark */
export function markLives(mark) {
  return mark !== '' && processMark(Number.parseInt(mark, 10)) === mark
}

/**
 * Sends the signal; false when there is nobody left to receive it. A negative number means a process group.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function send(pid, signal) {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false
    throw error
  }
}

/**
 * Whether the process with this mark ended within that time.
 *
 * @param {string} mark
 * @param {number} milliseconds
 */
export async function ended(mark, milliseconds) {
  for (const until = Date.now() + milliseconds; markLives(mark); await pause(20)) {
    if (Date.now() > until) return false
  }
  return true
}

/**
 * The command a process was started with, as far as the system tells.
 *
 * @param {number} pid
 */
export function commandOf(pid) {
  if (process.platform === 'linux') return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? ''
  return psSays('command', pid) ?? ''
}

/**
 * An environment that says no more than this. Next's types want NODE_ENV in every one, which a server of another kind has no use for.
 *
 * @param {Record<string, string | undefined>} values
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(values) {
  return /** @type {NodeJS.ProcessEnv} */ (values)
}

/**
 * What a Node process needs so that it ends when this one does.
 *
 * @param {Record<string, string | undefined>} values
 */
export function tethered(values) {
  const preload = `--import=${new URL('tether.mjs', import.meta.url).href}`
  const options = values.NODE_OPTIONS ?? ''
  const NODE_OPTIONS = options.includes(preload) ? options : `${options} ${preload}`.trim()
  return environment({ ...values, NODE_OPTIONS, ENCOURS_TETHER: String(process.pid) })
}

/**
 * Runs a program to its end in a process group of its own, so that an abort ends all of it.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, signal?: AbortSignal | undefined, quiet?: boolean, by?: NodeJS.Signals }} options
 *   `quiet`: only a failure is shown; `by`: what an abort sends
 * @returns {Promise<number>} its exit status
 */
export function run(program, args, { env, signal, quiet = false, by = 'SIGTERM' }) {
  signal?.throwIfAborted()
  return new Promise((done, fail) => {
    const out = quiet ? 'pipe' : 'inherit'
    const child = spawn(program, args, { stdio: ['ignore', out, out], env: tethered(env), detached: true })
    /** @type {Buffer[]} */
    const output = []
    child.stdout?.on('data', (chunk) => output.push(chunk))
    child.stderr?.on('data', (chunk) => output.push(chunk))
    const end = () => child.pid && send(-child.pid, by)
    signal?.addEventListener('abort', end, { once: true })
    child.once('error', fail)
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end)
      if (signal?.aborted) {
        if (child.pid) send(-child.pid, 'SIGKILL')
        return fail(signal.reason)
      }
      if (code !== 0) for (const chunk of output) process.stderr.write(chunk)
      done(code ?? 1)
    })
  })
}

/** @param {unknown} error @param {string} code */
export function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code
}

/** @param {number} pid */
function beganOnLinux(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? undefined : rest[18]
}

/** @param {string} field @param {number} pid */
function psSays(field, pid) {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined // ps exits with 1 when there is no such process
  }
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ESRCH')) return undefined
    throw error
  }
}
