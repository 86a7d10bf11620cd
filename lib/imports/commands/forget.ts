import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { and, eq, inArray, lt, notInArray, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { imports } from '@/db/schema'
import { fatesOf, placeOf, rowsOf } from '../where'

const KEPT_DAYS = 30
const DAY = 24 * 3600_000
const FINAL = ['done', 'stopped', 'failed'] as const

/**
 * Thirty days after an import ended, or was left lying, its file and its rows are no more: they are full of what people
 * asked to be kept for as long as it is of use. What was never started goes altogether; what was done stays listed.
 */
export async function forgetImports(db: Executor, now = new Date()): Promise<void> {
  const oldest = new Date(now.getTime() - KEPT_DAYS * DAY)
  const left = await db
    .delete(imports)
    .where(and(notInArray(imports.state, [...FINAL, 'running', 'checking']), lt(imports.createdAt, oldest)))
    .returning({ id: imports.id, key: imports.key })
  const ended = await db
    .select({ id: imports.id, key: imports.key })
    .from(imports)
    .where(and(inArray(imports.state, [...FINAL]), lt(imports.finishedAt, oldest), hasRows()))
  for (const { id, key } of [...left, ...ended]) {
    await db.execute(sql`drop table if exists ${rowsOf(id)}, ${fatesOf(id)}`)
    await rm(placeOf(key), { force: true })
  }
  await sweep(db, oldest)
}

const hasRows = () => sql`exists (
  select from pg_tables where schemaname = 'staging' and tablename = 'import_' || ${imports.id})`

/** Files that no row knows: parts of an upload that was cut off by the end of its process. */
async function sweep(db: Executor, oldest: Date): Promise<void> {
  const folder = path.dirname(placeOf('any'))
  if (!existsSync(folder)) return
  for (const name of await readdir(folder)) {
    const place = path.join(folder, name)
    if ((await stat(place)).mtime >= oldest) continue
    const [known] = await db.select({ id: imports.id }).from(imports).where(eq(imports.key, name))
    if (!known) await rm(place, { force: true })
  }
}
