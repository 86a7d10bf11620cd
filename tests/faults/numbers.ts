import { sql } from 'drizzle-orm'
import { migrate } from '@/db/migrate'
import { contextFor } from '@/lib/auth/identity'
import type { CustomerSelection } from '@/lib/customers/selection'
import { type Numbers, numbersOf, sumOf, type Wish } from '../support/numbers'
import { type Cast, makeCompany } from './company'
import { inside } from './prepare'
import { asking, type Server } from './server'

const EVERYONE: CustomerSelection = { kind: 'search', search: 'state=all', except: [] }

type Given = { name: string; by: 'manager' | 'confined'; wish: (cast: Cast) => Wish; shrinks?: boolean }

const PRESSED: readonly Given[] = [
  {
    name: 'by one who sees all',
    by: 'manager',
    wish: () => ({ kind: 'state', given: { state: 'blocked' }, selection: EVERYONE }),
  },
  {
    name: 'within a portfolio',
    by: 'confined',
    wish: ({ one, two }) => ({ kind: 'associate', given: { colleagues: [one, two] }, selection: EVERYONE }),
  },
  {
    name: 'while it shrinks',
    by: 'confined',
    wish: ({ groups }) => ({ kind: 'group', given: { groups }, selection: EVERYONE }),
    shrinks: true,
  },
]

/**
 * The number on the button at a size that the tests have no time for. Says each, and answers how many did not come out as
 * changed + already so + not allowed.
 */
export async function pressButtons(server: Server, size: number, seed: number): Promise<number> {
  const database = 'numbers'
  await asking(server.url('postgres'), (sql) => sql.unsafe(`create database ${database}`))
  await migrate(server.url(database))
  return inside(server.url(database), async (db) => {
    const cast = await makeCompany(db, size, seed)
    let wrong = 0
    for (const { name, by, wish, shrinks } of PRESSED) {
      const ctx = await contextFor(db, cast[by])
      if (!ctx) throw new Error('the company lacks a user')
      const { promised, done } = await numbersOf(ctx, db, wish(cast), async (start) => {
        await start()
        if (shrinks)
          await db.execute(
            sql`update customers set collector_id = null where collector_id = ${cast.confined} and id % 7 = 0`,
          )
      })
      const right = sumOf(done) === promised.button && done.button === promised.button
      const kept = shrinks ? done.notAllowed > 0 : JSON.stringify(done) === JSON.stringify(promised)
      if (!right || !kept) wrong += 1
      console.log(sentence(name, done, right && kept))
    }
    return wrong
  })
}

function sentence(name: string, { button, changed, already, notAllowed }: Numbers, right: boolean): string {
  const [on, ...of] = [button, changed, already, notAllowed].map((figure) => figure.toLocaleString('en'))
  return `${name}: ${on} on the button, ${of[0]} changed + ${of[1]} already so + ${of[2]} not allowed${right ? '' : ' WRONG'}`
}
