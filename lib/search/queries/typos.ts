import { and, asc, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { contacts, customerSearch, customers, people } from '@/db/schema'
import { anyOf, containsEither, startsWith } from '@/db/sql'
import { type Context, transact } from '@/lib/context'
import { postgresError } from '@/lib/errors'
import { inTurns, isNear, slipsInFront } from '../rules'
import { candidates, holds } from '../where'
import { contactHits, customerHits, type Found, type Hit } from './hits'
import { type Colleagues, colleaguesOf, usersNear } from './house'
import { amongSeen } from './seen'

/** Forgiving is a courtesy: each of its statements may take so long and no longer. */
const PATIENCE = '60ms'
/**
 * And along an index: the planner hopes to meet enough early in a walk through the whole table, and there may be none.
 */
const WITHIN_PATIENCE = sql`select set_config('statement_timeout', ${PATIENCE}, true), set_config('enable_seqscan', 'off', true)`
/** So many are compared: in a large company thousands begin like any word. */
const CANDIDATES = 150
const MOST_NAMES = 1500
/**
 * Of thousands who bear a name any do, twice as many as are shown: some of them may have been found for how they are
 * written.
 */
const mostBearers = (limit: number) => Math.min(2 * limit, 50)
const SHORTEST = 4
/** A company is looked for by half of a word: of shorter ones a half says nothing. */
const SHORTEST_HALVED = 6

/**
 * Contacts, customers and colleagues whose name is a slip or two away from what was typed, as far as looking for them
 * is quick.
 */
export async function misspelt(
  ctx: Context,
  words: readonly string[],
  limit: number,
  colleagues: Colleagues = colleaguesOf(ctx, words),
): Promise<Found> {
  const doubtful = words.filter((word) => word.length >= SHORTEST && /^[\p{Script=Latin}\p{M}'’-]+$/u.test(word))
  if (doubtful.length === 0) return { hits: [], partly: false }
  const [users, ...found] = await Promise.all([
    usersNear(ctx, colleagues, words, doubtful),
    hastily(ctx, (ctx) => callersNear(ctx, words, doubtful, limit)),
    hastily(ctx, (ctx) => companiesNear(ctx, words, doubtful, limit)),
  ])
  const hits = inTurns<Hit>([...found.map(({ hits }) => hits), users])
  return { hits, partly: found.some(({ partly }) => partly) }
}

/** Nothing where the search took too long. */
async function hastily(ctx: Context, find: (ctx: Context) => Promise<Found>): Promise<Found> {
  try {
    return await transact(ctx, async (ctx) => {
      await ctx.db.execute(WITHIN_PATIENCE)
      return find(ctx)
    })
  } catch (error) {
    if (postgresError(error)?.code === '57014') return { hits: [], partly: true }
    throw error
  }
}

/** Names that exist are compared first, each once, however many bear them. */
async function callersNear(
  ctx: Context,
  words: readonly string[],
  doubtful: readonly string[],
  limit: number,
): Promise<Found> {
  const { near, cut: partly } = await namesNear(ctx, doubtful)
  if ([...near.values()].every((names) => names.length === 0)) return { hits: [], partly }
  const where = and(...words.map((word) => or(holds(people.words, word, words), bearing(near.get(word) ?? []))))
  const among = amongSeen(ctx, sql`mine.customer_id`)
  // Of a portfolio all bearers are found first: the planner expects so few there that it would look at everybody's name
  // until enough have come.
  const bearers = sql`
    with bearers as ${among ? sql`materialized` : sql`not materialized`} (select ${people.id} as id from ${people} where ${where})
    select mine.id from bearers
    cross join lateral (select ${contacts.id}, ${contacts.customerId} from ${contacts} where ${contacts.personId} = bearers.id offset 0) mine
    where ${among ?? sql`true`} limit ${mostBearers(limit)}`
  return { hits: await contactHits(ctx, 'near', sql`${contacts.id} in (${bearers})`, limit), partly }
}

const bearing = (names: readonly string[]): SQL | undefined =>
  names.length === 0 ? undefined : or(anyOf(people.lastKey, names), anyOf(people.firstKey, names))

/**
 * First and last names near each word: those that begin like it, each of them one step along the index, and those that
 * would be it but for a slip among its first letters. `cut`: more begin like one than are compared.
 */
async function namesNear(
  ctx: Context,
  doubtful: readonly string[],
): Promise<{ near: Map<string, string[]>; cut: boolean }> {
  const asked = doubtful.flatMap((word, place) =>
    [people.lastKey, people.firstKey].map((key) => namesLike(place, word, key)),
  )
  const rows = await ctx.db.execute<{ place: number; name: string; typed: string; cut: boolean }>(
    sql.join(asked, sql` union all `),
  )
  const isMeant = ({ name, typed }: { name: string; typed: string }) =>
    isNear(name, typed) || isNear(name.split(' ')[0] ?? '', typed)
  const meant = rows.filter(isMeant)
  const namesAt = (at: number) => [...new Set(meant.filter(({ place }) => place === at).map(({ name }) => name))]
  return { near: new Map(doubtful.map((word, at) => [word, namesAt(at)])), cut: rows.some(({ cut }) => cut) }
}

function namesLike(place: number, word: string, key: AnyPgColumn): SQL {
  const { head, others } = slipsInFront(word)
  const next = (after?: SQL) => sql`
    select ${key} as name from ${people} where ${and(startsWith(key, head), after)} order by ${key} using ~<~ limit 1`
  return sql`(
    with recursive names as (
      (${next()}) union all
      (select next.name from names cross join lateral (${next(sql`${key} ~>~ names.name`)}) next)
    ), begun as (select name from names limit ${MOST_NAMES})
    select ${place}::integer as place, name, norm(${word}) as typed, count(*) over () = ${MOST_NAMES} as cut from begun
    union all
    select ${place}::integer, other, other, false from unnest(string_to_array(norm(${others.join(' ')}), ' ')) other
    where exists (select from ${people} where ${key} = other))`
}

/** Of a word with a slip in it one half is as it should be. */
async function companiesNear(
  ctx: Context,
  words: readonly string[],
  doubtful: readonly string[],
  limit: number,
): Promise<Found> {
  const halved = doubtful.filter((word) => word.length >= SHORTEST_HALVED)
  if (halved.length === 0) return { hits: [], partly: false }
  const half = (word: string) => {
    const middle = Math.floor(word.length / 2)
    return containsEither(customerSearch.words, ` ${word.slice(0, middle)}`, word.slice(middle))
  }
  const held = (word: string) => (halved.includes(word) ? half(word) : holds(customerSearch.words, word, words))
  const where = and(...words.map(held))
  const typed = sql.join(
    words.map((word) => sql`norm(${word})`),
    sql`, `,
  )
  const rows = await ctx.db.execute<{ id: number; own: string; typed: string[] }>(sql`
    select found.id::integer as id, array[${typed}] as typed,
           norm(concat_ws(' ', found.name, found.trading_name, found.city)) as own
    from (${candidates(amongSeen(ctx, customerSearch.customerId), where, sql`${customers.name}, ${customers.tradingName}, ${customers.city}`, CANDIDATES)}) found`)
  const ids = rows.filter(isNearly).map(({ id }) => id)
  const partly = rows.length === CANDIDATES
  if (ids.length === 0) return { hits: [], partly }
  const order = [asc(customers.name), asc(customers.code)]
  return { hits: await customerHits(ctx, 'near', { where: anyOf(customers.id, ids), order, limit }), partly }
}

/** Each word that was typed is one that is there, or near it. */
function isNearly({ own, typed }: { own: string; typed: string[] }): boolean {
  const there = own.split(/[\s-]+/)
  return typed.every((word) => there.some((other) => other.startsWith(word) || isNear(other, word)))
}
