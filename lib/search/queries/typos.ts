import { and, asc, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { contacts, customerSearch, customers, people } from '@/db/schema'
import { anyOf, startsWith } from '@/db/sql'
import { type Context, transact } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { postgresError } from '@/lib/errors'
import { inTurns, isNear } from '../rules'
import { holds } from '../where'
import { type CustomerHit, contactHits, customerHits } from './hits'

/** Forgiving is a courtesy: each of its statements may take so long and no longer. */
const PATIENCE = '60ms'
/** The share of its triples of letters that a word must have in common with another to be looked at. */
const LIKENESS = '0.42'
/** So many are looked at: in a large company hundreds of thousands share some letters with any word. */
const CANDIDATES = 300
const MOST_NAMES = 1500
/** The letters in front in which a hasty hand seldom slips, and by which names stand in order. */
const SURE_LETTERS = 3

/** Contacts and customers whose name is a slip or two away from what was typed, where looking for them is quick. */
export async function misspelt(ctx: Context, words: readonly string[], limit: number): Promise<CustomerHit[]> {
  const doubtful = words.filter((word) => /^[\p{Script=Latin}\p{M}'’-]{4,}$/u.test(word))
  if (doubtful.length === 0) return []
  return inTurns(
    await Promise.all([
      hastily(ctx, (ctx) => callersNear(ctx, words, doubtful, limit)),
      hastily(ctx, (ctx) => companiesNear(ctx, words, doubtful, limit)),
    ]),
  )
}

/** Nothing where the search took too long. */
async function hastily(ctx: Context, find: (ctx: Context) => Promise<CustomerHit[]>): Promise<CustomerHit[]> {
  try {
    return await transact(ctx, async (ctx) => {
      await ctx.db.execute(sql`select set_config('statement_timeout', ${PATIENCE}, true),
        set_config('pg_trgm.word_similarity_threshold', ${LIKENESS}, true)`)
      return find(ctx)
    })
  } catch (error) {
    if (postgresError(error)?.code === '57014') return []
    throw error
  }
}

/** Names that exist and begin alike are compared first, each once, however many bear them; then some that only share letters. */
async function callersNear(ctx: Context, words: readonly string[], doubtful: readonly string[], limit: number) {
  const near = new Map<string, string[]>()
  for (const word of doubtful) near.set(word, await namesNear(ctx, word))
  if ([...near.values()].some((names) => names.length > 0)) {
    const where = and(...words.map((word) => or(holds(people.words, word), named(near.get(word) ?? []))))
    const found = await contactHits(ctx, 'near', among(ctx, where), limit)
    if (found.length > 0) return found
  }
  const rows = await ctx.db.execute<{ id: number; words: string; typed: string[] }>(sql`
    select ${contacts.id}::integer as id, ${people.firstKey} || ' ' || ${people.lastKey} as words, ${normalised(words)} as typed
    from ${people} join ${contacts} on ${contacts.personId} = ${people.id} join ${customers} on ${customers.id} = ${contacts.customerId}
    where ${and(...words.map((word) => alike(people.words, word, doubtful)), visibleTo(ctx.actor))} limit ${CANDIDATES}`)
  const ids = nearly(rows)
  return ids.length === 0 ? [] : contactHits(ctx, 'near', anyOf(contacts.id, ids), limit)
}

async function companiesNear(ctx: Context, words: readonly string[], doubtful: readonly string[], limit: number) {
  const rows = await ctx.db.execute<{ id: number; words: string; typed: string[] }>(sql`
    select ${customers.id}::integer as id, norm(concat_ws(' ', ${customers.name}, ${customers.tradingName}, ${customers.city})) as words,
           ${normalised(words)} as typed
    from ${customerSearch} join ${customers} on ${customers.id} = ${customerSearch.customerId}
    where ${and(...words.map((word) => alike(customerSearch.words, word, doubtful)), visibleTo(ctx.actor))} limit ${CANDIDATES}`)
  const ids = nearly(rows)
  if (ids.length === 0) return []
  return customerHits(ctx, 'near', {
    where: anyOf(customers.id, ids),
    order: [asc(customers.name), asc(customers.code)],
    limit,
  })
}

/** First and last names that begin like the word and are near it. Each is one step along the index, whoever else bears it. */
async function namesNear(ctx: Context, word: string): Promise<string[]> {
  const found = await Promise.all(
    [people.lastKey, people.firstKey].map((key) => {
      const next = (after?: SQL) => sql`
        select ${key} as name from ${people} where ${and(startsWith(key, word.slice(0, SURE_LETTERS)), after)}
        order by ${key} using ~<~ limit 1`
      return ctx.db.execute<{ name: string; typed: string }>(sql`
        with recursive names as (
          (${next()}) union all
          (select next.name from names cross join lateral (${next(sql`${key} ~>~ names.name`)}) next)
        )
        select name, norm(${word}) as typed from names limit ${MOST_NAMES}`)
    }),
  )
  const near = found.flatMap((rows) => rows.filter(({ name, typed }) => isNear(name, typed)))
  return [...new Set(near.map(({ name }) => name))]
}

const named = (names: readonly string[]): SQL | undefined =>
  names.length === 0 ? undefined : or(anyOf(people.lastKey, names), anyOf(people.firstKey, names))

function among(ctx: Context, where: SQL | undefined): SQL {
  return sql`${contacts.id} in (
    select ${contacts.id} from ${people} join ${contacts} on ${contacts.personId} = ${people.id}
    join ${customers} on ${customers.id} = ${contacts.customerId}
    where ${and(where, visibleTo(ctx.actor))} limit ${CANDIDATES})`
}

const alike = (column: AnyPgColumn, word: string, doubtful: readonly string[]) =>
  doubtful.includes(word) ? sql`${column} %> norm(${word})` : holds(column, word)

const normalised = (words: readonly string[]) =>
  sql`array[${sql.join(
    words.map((word) => sql`norm(${word})`),
    sql`, `,
  )}]`

/** Those in which each word that was typed is near one that is there. */
function nearly(rows: readonly { id: number; words: string; typed: string[] }[]): number[] {
  const found = rows.filter(({ words, typed }) => {
    const there = words.split(/[\s-]+/)
    return typed.every((word) => there.some((other) => other.startsWith(word) || isNear(other, word)))
  })
  return found.map(({ id }) => id)
}
