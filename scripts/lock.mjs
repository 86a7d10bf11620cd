import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isCode, LaunchError, markLives, processMark } from './processes.mjs'

/**
 * @typedef {{ release: () => void, inherited: boolean }} Held `inherited`: its last holder died without letting go
 * @typedef {{ holder: Holder }} Refused
 * @typedef {{ pid: number, note: string }} Holder
 */

/**
 * Takes the lock file, or says who holds it. A lock whose holder is dead counts as free.
 *
 * @param {string} path
 * @param {string} [note] one line for whoever finds the lock taken
 * @returns {Held | Refused}
 */
export function takeLock(path, note = '') {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  const text = `${processMark(process.pid)}\n${note}\n`
  writeFileSync(draft, text)
  try {
    for (let attempt = 0; ; attempt++) {
      if (placed(draft, path)) return { release: () => releaseLock(path, text), inherited: attempt > 0 }
      const found = readLock(path)
      if (found?.lives) return { holder: found.holder }
      if (found) setAside(path, found.text)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Does the work while holding the lock, after waiting for whoever holds it.
 *
 * @template T
 * @param {string} path
 * @param {() => T | Promise<T>} work
 * @param {{ seconds?: number, onWait?: (holder: Holder) => void }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { seconds = 600, onWait } = {}) {
  const until = Date.now() + seconds * 1000
  for (let told = false; ; ) {
    const lock = takeLock(path)
    if ('release' in lock) {
      try {
        return await work()
      } finally {
        lock.release()
      }
    }
    if (!told) onWait?.(lock.holder)
    told = true
    if (Date.now() > until) throw new LaunchError(`Process ${lock.holder.pid} holds ${path} and does not let go.`)
    await pause(25)
  }
}

/**
 * Linking, not writing: the lock appears with its holder's name in it or not at all. @param {string} draft @param
 * {string} path
 */
function placed(draft, path) {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** @param {string} path */
function readLock(path) {
  try {
    const text = readFileSync(path, 'utf8')
    const [mark = '', note = ''] = text.split('\n')
    return { text, lives: markLives(mark), holder: { pid: Number.parseInt(mark, 10), note } }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Two may find the same dead lock; the slower must not carry off the lock that the quicker has just placed. @param
 * {string} path @param {string} dead
 */
function setAside(path, dead) {
  const aside = `${path}.${process.pid}.dead`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  if (readFileSync(aside, 'utf8') !== dead) placed(aside, path)
  rmSync(aside, { force: true })
}

/** @param {string} path @param {string} text */
function releaseLock(path, text) {
  if (readLock(path)?.text === text) rmSync(path, { force: true })
}
