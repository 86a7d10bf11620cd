import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { isCode, LaunchError } from './processes.mjs'

/**
 * A port of this computer that nobody listens on: the wanted one if it is free, else any.
 *
 * @param {number} [wanted]
 * @returns {Promise<number>}
 */
export async function freePort(wanted = 0) {
  try {
    return await listen(wanted, '127.0.0.1')
  } catch (error) {
    if (wanted === 0) throw error
    return await listen(0, '127.0.0.1')
  }
}

/**
 * Refuses a port that the web server could not have, after that many milliseconds of patience.
 *
 * @param {number} port
 * @param {number} patience
 */
export async function ensurePortIsFree(port, patience) {
  for (const until = Date.now() + patience; ; await pause(100)) {
    try {
      await listenEverywhere(port)
      return
    } catch (error) {
      if (isCode(error, 'EACCES'))
        throw new LaunchError(`PORT ${port} may not be used by this user; set PORT to another.`)
      if (!isCode(error, 'EADDRINUSE')) throw error
      if (Date.now() > until) throw new LaunchError(`PORT ${port} is used by another program; set PORT to another.`)
    }
  }
}

/** @param {number} port */
async function listenEverywhere(port) {
  try {
    await listen(port, '::')
  } catch (error) {
    if (!isCode(error, 'EAFNOSUPPORT') && !isCode(error, 'EADDRNOTAVAIL')) throw error
    await listen(port, '0.0.0.0')
  }
}

/** @param {number} port @param {string} host @returns {Promise<number>} */
function listen(port, host) {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(port, host, () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : port))
    })
  })
}
