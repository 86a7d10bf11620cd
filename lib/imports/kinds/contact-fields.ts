import { type SQL, sql } from 'drizzle-orm'
import type { Field, Run } from './kind'
import { CONTACT_COLUMNS } from './people'

export const PLACE_COLUMNS = ['role', 'in_copy', 'comment', 'external_id'] as const
/** A blank cell never erases them: there is no contact without a name and a role, and the key stays the key. */
const KEPT: readonly string[] = ['last_name', 'role', 'external_id']

/** What a row `s` makes of the contact `k` of the person `p`, field by field. */
export function contactFields(run: Run): Field[] {
  const keeps = run.options.blank === 'keep'
  const field = (row: SQL, column: string): Field => {
    const [present, said] = [sql`${row}.${sql.identifier(column)}`, sql`s.${sql.identifier(column)}`]
    const blank = column === 'in_copy' ? sql`false` : sql`null`
    const next = keeps || KEPT.includes(column) ? sql`coalesce(${said}, ${present})` : sql`coalesce(${said}, ${blank})`
    return { column, present, next: run.has(column) ? next : present }
  }
  return [
    ...CONTACT_COLUMNS.map((column) => field(sql`p`, column)),
    ...PLACE_COLUMNS.map((column) => field(sql`k`, column)),
  ]
}
