import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { LaunchError, send, tethered } from './processes.mjs'

/**
 * @typedef {{ restart: () => void, stop: () => Promise<void>, hurry: () => void }} Service
 * @typedef {{ name: string, args: string[], env: () => NodeJS.ProcessEnv, patience: number, giveUp: (error: Error) => void }} Plan
 */

/** Who lives no longer than that, in milliseconds, was not really up. */
export const shortLife = 15_000
export const mostShortLives = 5

/**
 * Keeps one Node process alive: started again when it dies, a little later each time, until it has died at once so often
 * that starting it again is no help.
 *
 * @param {Plan} plan
 * @returns {Service}
 */
export function keepAlive({ name, args, env, patience, giveUp }) {
  let shortLives = 0
  let stopping = false
  let expected = false
  let child = start()

  function start() {
    const born = Date.now()
    expected = false
    // A process group of its own: Ctrl-C in the terminal must not reach it before its turn.
    const started = spawn(process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: tethered(env()),
      detached: true,
    })
    started.once('error', giveUp)
    started.once('exit', (code, signal) => {
      endGroup(started.pid)
      if (!stopping) void revive(`${signal ?? `exit status ${code}`}`, Date.now() - born)
    })
    return started
  }

  /** @param {string} how @param {number} lived */
  async function revive(how, lived) {
    shortLives = lived < shortLife && !expected ? shortLives + 1 : 0
    if (shortLives >= mostShortLives) {
      return giveUp(new LaunchError(`The ${name} ended ${shortLives} times in a row right after its start (${how}).`))
    }
    if (!expected) process.stderr.write(`The ${name} ended (${how}); it is started again.\n`)
    await pause(shortLives === 0 ? 0 : 2 ** shortLives * 100)
    if (!stopping) child = start()
  }

  return {
    restart() {
      expected = true
      child.kill('SIGTERM')
    },
    async stop() {
      stopping = true
      await stopChild(child, patience)
    },
    hurry() {
      stopping = true
      endGroup(child.pid)
    },
  }
}

/** @param {import('node:child_process').ChildProcess} child @param {number} patience in milliseconds, then by force */
async function stopChild(child, patience) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  const force = setTimeout(() => endGroup(child.pid), patience)
  await gone
  clearTimeout(force)
}

/** What a process started goes with it. @param {number | undefined} pid */
function endGroup(pid) {
  if (pid !== undefined) send(-pid, 'SIGKILL')
}

/**
 * Keeps the embedded PostgreSQL alive until the signal.
 *
 * @param {{
 *   first: import('./postgres.mjs').Postgres,
 *   open: () => Promise<import('./postgres.mjs').Postgres | undefined>,
 *   signal: AbortSignal,
 *   moved: (url: string) => void,
 *   giveUp: (error: unknown) => void,
 * }} plan `moved`: it came back under another address, because its port was taken meanwhile
 * @returns {() => Promise<void>} ends it, once the signal was given
 */
export function keepPostgresAlive({ first, open, signal, moved, giveUp }) {
  let current = first
  const watching = watch().catch(giveUp)

  async function watch() {
    for (let shortLives = 0, born = Date.now(); ; born = Date.now()) {
      await current.gone(signal)
      if (signal.aborted) return
      shortLives = Date.now() - born < shortLife ? shortLives + 1 : 0
      if (shortLives >= mostShortLives) throw new LaunchError('PostgreSQL ends again and again right after its start.')
      process.stderr.write('PostgreSQL ended; it is started again.\n')
      await current.stop()
      const { url } = current
      current = (await open()) ?? current
      if (current.url !== url) moved(current.url)
    }
  }

  return async () => {
    await watching
    await current.stop()
  }
}
