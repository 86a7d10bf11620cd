import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from './client'

const BETWEEN_TRIES = 100
const SAID_AFTER = 2000

/**
 * Waits until this session holds the lock, for as long as another one does. It asks again and again: a statement that
 * waits for a lock holds a snapshot, and a CREATE INDEX CONCURRENTLY of the one it waits for would wait for that.
 * `onWait` is told once, when it takes a while.
 */
export async function takeTurn(session: Sql, lock: number, onWait?: () => void): Promise<void> {
  const began = Date.now()
  for (let told = false; ; await pause(BETWEEN_TRIES)) {
    const [row] = await session<{ mine: boolean }[]>`select pg_try_advisory_lock(${lock}) as mine`
    if (row?.mine) return
    if (told || Date.now() - began < SAID_AFTER) continue
    told = true
    onWait?.()
  }
}
