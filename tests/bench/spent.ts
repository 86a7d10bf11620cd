import { performance } from 'node:perf_hooks'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { Db, Sql } from '@/db/client'
import * as schema from '@/db/schema'

export type Spent = { db: Db; sql: Sql; on: (work: () => Promise<unknown>) => Promise<number> }

/**
 * Clients of the same pool that tell how long the server was at `work`, in milliseconds: as long as one statement at
 * least is on its way. What is read and built before, between and after them is not the server's.
 */
export function serverTime(pool: Sql): Spent {
  let [flying, since, spent] = [0, 0, 0]
  const took = () => {
    if (flying++ === 0) since = performance.now()
  }
  const gave = () => {
    if (--flying === 0) spent += performance.now() - since
  }
  const unsafe: Sql['unsafe'] = (...asked) => {
    const query = pool.unsafe(...asked)
    const watched: typeof query.then = (...given) => {
      took()
      return query.finally(gave).then(...given)
    }
    return withKey(query, 'then', watched) as never
  }
  const sql = withKey(pool, 'unsafe', unsafe)
  const on = async (work: () => Promise<unknown>) => {
    spent = 0
    await work()
    return spent
  }
  return { db: drizzle(sql, { schema, casing: 'snake_case' }), sql, on }
}

/** The same but for one of its keys. */
function withKey<T extends object, K extends keyof T>(whole: T, key: K, value: T[K]): T {
  return new Proxy(whole, { get: (target, asked) => (asked === key ? value : Reflect.get(target, asked)) })
}
