import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from '../client'

type Row = Record<string, string | number | boolean | null>

/** Identities for rows that are still to be written, so that others can name them. */
export async function takeIds(db: Executor, table: PgTable, count: number): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select nextval(pg_get_serial_sequence(${getTableName(table)}, 'id')) as id from generate_series(1, ${count}::integer)`,
  )
  return rows.map((row) => Number(row.id))
}

/** Writes rows in one statement whatever their number. All of them have the columns of the first. */
export async function insertRows(db: Executor, table: PgTable, rows: readonly Row[], onConflict?: SQL): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = sql.join(
    Object.keys(first).map((key) => sql.identifier(columnOf(key))),
    sql`, `,
  )
  const text = JSON.stringify(rows.map(named))
  await db.execute(
    sql`insert into ${table} (${columns}) overriding system value
        select ${columns} from json_populate_recordset(null::${table}, ${text}::json) ${onConflict ?? sql``}`,
  )
}

function named(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [columnOf(key), value]))
}

function columnOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
