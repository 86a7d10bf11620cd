import { and, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { contacts, customerSearch, customers, people } from '@/db/schema'
import { anyOf, beginsWord, contains, holdsWord, isSpaceless, startsWith } from '@/db/sql'
import { nameSplits } from './rules'

/** Candidates of a search in the middle of names before they are put in order; more than these nobody reads. */
const CONTACT_CANDIDATES = 100
export const CUSTOMER_CANDIDATES = 200

/**
 * The contacts whose first and last name begin like this, either way round. Each probe walks an index in the order
 * of its own (`~<~` is the one of pattern indexes) and stops when it has enough.
 */
export function namesBeginning(seen: SQL | undefined, words: readonly string[], limit: number): SQL {
  const whole = words.join(' ')
  const byLast = sql`${people.lastKey} using ~<~, ${people.firstKey}`
  const byFirst = sql`${people.firstKey} using ~<~, ${people.lastKey}`
  const probe = (where: SQL | undefined, order: SQL) => contactIds(seen, where, sql`order by ${order} limit ${limit}`)
  const probes = [
    probe(startsWith(people.lastKey, whole), byLast),
    probe(startsWith(people.firstKey, whole), byFirst),
    ...nameSplits(words).map(([first, last]) =>
      probe(and(startsWith(people.lastKey, last), startsWith(people.firstKey, first)), byLast),
    ),
  ]
  return sql`${contacts.id} in (${sql.join(probes, sql` union all `)})`
}

/** The contacts whose name or address holds every word somewhere. */
export function namesHolding(seen: SQL | undefined, words: readonly string[]): SQL {
  const where = and(...words.map((word) => holds(people.words, word, words)))
  return sql`${contacts.id} in (${contactIds(seen, where, sql`limit ${CONTACT_CANDIDATES}`)})`
}

/** The contacts whose e-mail address begins like this. */
export function addressBeginning(seen: SQL | undefined, text: string, limit: number): SQL {
  const order = sql`order by ${people.emailKey} using ~<~ limit ${limit}`
  return sql`${contacts.id} in (${contactIds(seen, startsWith(people.emailKey, text), order)})`
}

/**
 * The contacts with this in their e-mail address. The index is asked for the rarest piece, the one around the sign:
 * whole addresses share too many pieces with each other.
 */
export function addressHolding(seen: SQL | undefined, text: string): SQL {
  const at = text.indexOf('@')
  const piece = at === 0 ? text : text.slice(Math.max(0, at - 6), at + 4)
  const where = sql`${contains(people.words, piece)} and strpos(${people.words}, norm(${text})) > 0`
  return sql`${contacts.id} in (${contactIds(seen, where, sql`limit ${CONTACT_CANDIDATES}`)})`
}

/**
 * The customers whose name begins like this, case and accents aside: a stretch of the order of names, in which nothing
 * sorts behind U+FFFF.
 */
export function nameBeginning(text: string): SQL {
  const from = sql`norm(${text}) collate "und-x-icu"`
  return sql`${customers.name} >= ${from} and ${customers.name} < (norm(${text}) || chr(65535)) collate "und-x-icu"`
}

/**
 * Customers that hold every word in their search text, as rows `(id, rank)`: the name begins with what was typed, a
 * word does, it is somewhere inside, it is not together; no rank where some of the words are those of a contact. The
 * text has code and name in front and the contacts behind, so that where a word stands tells whose it is without
 * normalising anything again. Those with a rank come first.
 */
export function customersHolding(seen: SQL | undefined, text: string, words: readonly string[], most: number): SQL {
  const gap = isSpaceless(text) ? '' : ' '
  const kept = (column: SQL) => (gap === '' ? sql`replace(${column}, ' ', '')` : column)
  const own = sql`(concat_ws(' ', ${customers.code}, ${customers.name}, ${customers.tradingName}, ${customers.city}, ${customers.vatNumber}) collate "C")`
  const at = (piece: string) => sql`strpos(words, norm(${gap === '' ? piece.replaceAll(' ', '') : piece}))`
  const isOwn = (piece: string) => sql`${at(piece)} between 1 and own + 1`
  const columns = sql`${customers.name} as name, ${kept(sql`' ' || ${customerSearch.words}`)} as words,
    char_length(${kept(own)}) as own, char_length(${customers.code}) + ${gap.length + 1} as name_at`
  return sql`
    with candidates as materialized (${candidates(seen, everyWord(words), columns, CUSTOMER_CANDIDATES)})
    select id::integer as id, case
      when not (${and(...words.map((word) => isOwn(isShort(word) ? gap + word : word)))}) then null
      when ${at(gap + text)} = name_at then 1 when ${isOwn(gap + text)} then 2 when ${isOwn(text)} then 3 else 4 end as rank
    from candidates order by rank, name, candidates.id limit ${most}`
}

/**
 * The contacts whose name holds some of the words, of customers that hold them all: `petra bergmann` is Petra of
 * Bergmann Stahl. Those whose name holds the most come first.
 */
export function togetherHolding(holders: readonly number[], words: readonly string[]): SQL {
  const named = words.map((word) => holds(people.words, word, words))
  const most = sql.join(
    named.map((holding) => sql`(${holding})::integer`),
    sql` + `,
  )
  return sql`${contacts.id} in (
    select ${contacts.id} from ${contacts} join ${people} on ${people.id} = ${contacts.personId}
    where ${and(anyOf(contacts.customerId, holders.slice(0, CONTACT_CANDIDATES)), or(...named))} order by ${most} desc limit ${CONTACT_CANDIDATES})`
}

/**
 * Where the words of a customer found by `customersHolding` stand: in its name, unless one of the others has them all.
 */
export function whyCustomer(words: readonly string[]) {
  const all = (column: AnyPgColumn) => and(...words.map((word) => within(column, word)))
  return sql<'customer' | 'city' | 'vat' | 'code'>`case
    when ${all(customers.name)} then 'customer'
    when ${all(customers.city)} then 'city'
    when ${all(customers.vatNumber)} then 'vat'
    when ${all(customers.code)} then 'code'
    else 'customer' end`
}

/** What of a contact holds a word: the name, unless only the address does. */
export function whyContact(words: readonly string[]) {
  const any = (column: AnyPgColumn) => or(...words.map((word) => within(column, word)))
  return sql<'contact' | 'email'>`case
    when ${any(people.lastKey)} or ${any(people.firstKey)} then 'contact'
    when ${any(people.emailKey)} then 'email'
    else 'contact' end`
}

const within = (column: AnyPgColumn, word: string) => sql`strpos(norm(${column}), norm(${word})) > 0`

const everyWord = (words: readonly string[]) => and(...words.map((word) => holds(customerSearch.words, word, words)))

/** Customers whose search text fits, as rows of their id and these columns. */
export function candidates(seen: SQL | undefined, where: SQL | undefined, columns: SQL, most: number): SQL {
  return sql`
    select ${customers.id} as id, ${columns}
    from ${customerSearch} join ${customers} on ${customers.id} = ${customerSearch.customerId}
    where ${and(where, seen)} limit ${most}`
}

/** Ids of contacts that fit. */
export function contactIds(seen: SQL | undefined, where: SQL | undefined, rest: SQL): SQL {
  return sql`(
    select ${contacts.id} from ${people}
    join ${contacts} on ${contacts.personId} = ${people.id}
    join ${customers} on ${customers.id} = ${contacts.customerId}
    where ${and(where, seen)} ${rest})`
}

/**
 * A trigram index knows nothing shorter than three Latin letters but how words begin. `words`: all that must be held.
 */
export function holds(column: AnyPgColumn | SQL, word: string, words: readonly string[]): SQL {
  if (!isShort(word) || !/^[\p{ASCII}\p{Script=Latin}]+$/u.test(word)) return holdsWord(column, word)
  if (words.length > 1) return beginsWord(column, word)
  return sql`(${or(startsWith(column, word), contains(column, ` ${word}`))})`
}

const isShort = (word: string) => [...word].length <= 2
