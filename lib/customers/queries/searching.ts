import { is } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import type { Context } from '@/lib/context'
import { postgresError, Refusal } from '@/lib/errors'

/**
 * How many searches a process runs at once, of two statements at most. Its pool has places beyond that: nobody who only
 * saves a customer waits for a search.
 */
export const MOST_SEARCHES = 5
/** Of them of one person, whose tabs must not keep everybody else waiting. */
const OF_ONE = 2
/** As long as a search may take, in milliseconds, one may wait for its turn. */
const PATIENCE = 10_000

type Turn = { who: number; begin: () => void }

const place = globalThis as typeof globalThis & { encoursSearches?: { running: number[]; waiting: Turn[] } }
place.encoursSearches ??= { running: [], waiting: [] }
const { running, waiting } = place.encoursSearches

/**
 * Searches when it is their turn. One that the server gave up, because it is allowed to take so long and no longer, or
 * that never had its turn, becomes a sentence.
 */
export async function searching<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  // Who holds a connection must not wait for somebody who may wait for one.
  const leave = is(ctx.db, PgTransaction) ? undefined : await enter(ctx.actor.id)
  try {
    return await work()
  } catch (error) {
    throw postgresError(error)?.code === '57014' ? tooLong() : error
  } finally {
    leave?.()
  }
}

const tooLong = () => new Refusal('unavailable', 'searchTooLong')

async function enter(who: number): Promise<() => void> {
  if (mayBegin(who)) running.push(who)
  else await turnOf(who)
  return () => {
    running.splice(running.indexOf(who), 1)
    const next = waiting.findIndex((turn) => mayBegin(turn.who))
    if (next >= 0) waiting.splice(next, 1)[0]?.begin()
  }
}

function mayBegin(who: number): boolean {
  return running.length < MOST_SEARCHES && running.filter((one) => one === who).length < OF_ONE
}

function turnOf(who: number): Promise<void> {
  return new Promise((done, fail) => {
    const begin = () => {
      clearTimeout(timer)
      running.push(who)
      done()
    }
    const turn = { who, begin }
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1)
      fail(tooLong())
    }, PATIENCE)
    waiting.push(turn)
  })
}
