import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
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
  const began =
    process.platform === 'linux' ? statOf(pid)?.began : psLines(['-p', String(pid)]).flatMap(readPsLine)[0]?.began
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
 * The living processes: who started them, and the command they were started with or call themselves by.
 *
 * @returns {{ pid: number, parent: number, command: string }[]}
 */
export function livingProcesses() {
  if (process.platform !== 'linux') return psLines(['-A']).flatMap(readPsLine)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(Number(name))
      const command = readIfThere(`/proc/${name}/cmdline`)?.replaceAll('\0', ' ').trim() ?? ''
      return stat ? [{ pid: Number(name), parent: Number(stat.parent), command }] : []
    })
}

/** @param {number} pid */
export function commandOf(pid) {
  return livingProcesses().find((one) => one.pid === pid)?.command
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
    /** @type {NodeJS.Timeout | undefined} */
    let force
    const end = () => {
      if (!child.pid) return
      send(-child.pid, by)
      force = setTimeout(send, 10_000, -child.pid, 'SIGKILL')
    }
    signal?.addEventListener('abort', end, { once: true })
    child.once('error', fail)
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end)
      clearTimeout(force)
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

/** Nothing for one that is dead and not yet buried by its parent. @param {number} pid */
function statOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (!stat) return undefined
  const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? undefined : { parent, began: rest[17] }
}

/** @param {string[]} which */
function psLines(which) {
  const { stdout } = spawnSync('ps', [...which, '-o', 'pid=,ppid=,stat=,lstart=,command='], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.trim() !== '')
}

/** The moment is five words, as in: Sun Nov 22 09:15:08 2026. @param {string} line */
function readPsLine(line) {
  const [pid, parent, state, ...rest] = line.trim().split(/\s+/)
  const [began, command] = [rest.slice(0, 5).join(' '), rest.slice(5).join(' ')]
  return state?.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), began, command }]
}

/**
 * The text of a file that may be gone at any moment, as those of processes are.
 *
 * @param {string} path
 */
export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ESRCH')) return undefined
    throw error
  }
}
