import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { beyondAscii } from './columns'

/** Membership of a list whose length a person decides: one array parameter, however long. */
export function anyOf(column: AnyColumn | SQL, values: readonly number[]): SQL
export function anyOf(column: AnyColumn | SQL, values: readonly string[]): SQL
export function anyOf(column: AnyColumn | SQL, values: readonly (number | string)[]): SQL {
  const type = typeof values[0] === 'number' ? sql.raw('bigint[]') : sql.raw('text[]')
  if (values.length === 1) return sql`${column} = ${values[0]}`
  return sql`${column} = any(${sql.param(values)}::${type})`
}

/** Ids as one array parameter. */
export const ids = (values: readonly number[]): SQL => sql`${sql.param(values)}::bigint[]`

/**
 * Contains a text, accents and case ignored; `%`, `_` and `\\` in it mean themselves. The column is normalised already.
 */
export function contains(column: AnyColumn | SQL, text: string): SQL {
  return sql`${column} like '%' || norm(${literally(text)}) || '%'`
}

export function startsWith(column: AnyColumn | SQL, text: string): SQL {
  return sql`${column} like norm(${literally(text)}) || '%'`
}

/**
 * Has a word that begins like this. One scan of a trigram index: an OR of two LIKEs is two, and whatever else is asked
 * for is looked up in both.
 */
export function beginsWord(column: AnyColumn | SQL, text: string): SQL {
  return sql`${column} ~ ('(^| )' || ${asPattern(text)})`
}

/** Contains one of these, in one scan as well. */
export function containsEither(column: AnyColumn | SQL, one: string, other: string): SQL {
  return sql`${column} ~ (${asPattern(one)} || '|' || ${asPattern(other)})`
}

/**
 * Holds a word somewhere. Letters of other scripts than Latin are looked up by themselves and in pairs, whatever the
 * server's locale knows of them; Chinese, Japanese and Korean names are found whether or not there is a space between
 * their parts.
 */
export function holdsWord(column: AnyColumn | SQL, word: string): SQL {
  if (!/[^\p{ASCII}\p{Script=Latin}\P{L}]/u.test(word)) return contains(column, word)
  const spaceless = isSpaceless(word)
  const pieces = spaceless ? [...word].join(' ') : word
  const there = contains(spaceless ? sql`replace(${column}, ' ', '')` : column, word)
  return sql`(${beyondAscii(column)} and letter_pairs(${column}) @> letter_pairs(norm(${pieces})) and ${there})`
}

/** Whether a word is of a script that is written without spaces between words. */
export const isSpaceless = (word: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word)

/** Folded before it is escaped: a full-width percent sign becomes a plain one on the way. */
function literally(text: string): string {
  return text.normalize('NFKC').replace(/[\\%_]/g, (character) => `\\${character}`)
}

/** Quoted once it is normal: some signs turn into what means something in a pattern, as 〔 into [. */
function asPattern(text: string): SQL {
  return sql`regexp_replace(norm(${text.normalize('NFKC')}), '[][\\\\^$.*+?(){}|]', '\\\\\\&', 'g')`
}
