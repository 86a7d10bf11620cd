import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { bigint, type CheckBuilder, check, customType, numeric, timestamp } from 'drizzle-orm/pg-core'

/** The identity of a row. Never shown in an address where a code, handle, slug or short id serves. */
export const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity()

export const reference = () => bigint({ mode: 'number' })

export const moment = () => timestamp({ withTimezone: true, mode: 'date' })

/** An amount: numeric(18,3) in PostgreSQL, a string in TypeScript. Its currency stands beside it. */
export const money = (name = '') => numeric(name, { precision: 18, scale: 3 })

/** Text compared byte by byte: codes, handles, slugs, keys. */
export const codeText = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/** Text people read and sort: ordered by the root ICU collation, whatever the server's locale. */
export const nameText = customType<{ data: string }>({ dataType: () => 'text collate "und-x-icu"' })

/** Membership of a closed vocabulary, as a CHECK. */
export function memberOf(name: string, column: AnyColumn, words: readonly string[]): CheckBuilder {
  return check(name, sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`)
}

/** The look-up form of a text: lower case without accents. One SQL function for every search. */
export const normalised = (text: SQL | AnyColumn): SQL => sql`norm(${text})`

/**
 * Whether a look-up text has letters that no accent was taken from: the indexes of `letter_pairs` hold only those rows.
 */
export const beyondAscii = (text: SQL | AnyColumn): SQL => sql`octet_length(${text}) <> char_length(${text})`
