import { type SQL, sql } from 'drizzle-orm'
import { camel } from './kind'

/** A column that the history speaks of, and the type that what it kept as text has again. */
export type Turned = { column: string; type: string; present: SQL }

/** Whether the column is still as the history entry `r` left it. */
const still = ({ column, present }: Turned): SQL => {
  const key = sql`${camel(column)}::text`
  return sql`(r.new ? ${key} and coalesce(to_jsonb(${present}), 'null') = r.new -> ${key})`
}

/** What the column is turned back to: what it was, where it is still as it was left, and else itself. */
export function former(turned: Turned): SQL {
  const key = sql`${camel(turned.column)}::text`
  const text = sql`r.old ->> ${key}`
  const value =
    turned.type === 'text[]'
      ? sql`array(select jsonb_array_elements_text(r.old -> ${key}))`
      : sql`(${text})::${sql.raw(turned.type)}`
  return sql`case when ${still(turned)} then ${value} else ${turned.present} end`
}

/** Whether all that the entry speaks of is still as it left it. */
export function untouched(list: readonly Turned[]): SQL {
  const parts = list.map((turned) => sql`(not r.new ? ${camel(turned.column)}::text or ${still(turned)})`)
  return sql.join(parts, sql` and `)
}

/** Whether anything of the entry can be turned back. */
export function turnable(list: readonly Turned[]): SQL {
  return sql.join(list.map(still), sql` or `)
}
