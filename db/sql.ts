import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

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

/** Contains a text, accents and case ignored; `%`, `_` and `\\` in it mean themselves. The column is normalised already. */
export function contains(column: AnyColumn | SQL, text: string): SQL {
  return sql`${column} like '%' || norm(${literally(text)}) || '%'`
}

export function startsWith(column: AnyColumn | SQL, text: string): SQL {
  return sql`${column} like norm(${literally(text)}) || '%'`
}

/** Folded before it is escaped: a full-width percent sign becomes a plain one on the way. */
function literally(text: string): string {
  return text.normalize('NFKC').replace(/[\\%_]/g, (character) => `\\${character}`)
}
