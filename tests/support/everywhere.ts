import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'

/** Every table of the database as text, so that nothing can hide in a column nobody thought of. */
export async function whereIsThere(db: Db, word: string): Promise<string[]> {
  const tables = await db.execute<{ name: string }>(
    sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await db.execute<{ n: number }>(
      sql`select count(*)::integer as n from ${sql.raw(name)} t where norm(t::text) like '%' || norm(${word}) || '%'`,
    )
    if (row && row.n > 0) found.push(name)
  }
  return found
}
