import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { and, gte, lt, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { imports } from '@/db/schema'
import { placeOf } from '../where'

const KEPT_DAYS = 30
const DAY = 24 * 3600_000
const FINAL = ['done', 'stopped', 'failed'] as const

/**
 * Thirty days after an import ended, or was left lying, its file and its rows are no more: they are full of what people
 * asked to be kept for as long as it is of use. What was never started goes altogether; what was done stays listed.
 * Tables and files are told by what they belong to, so that what an earlier night left halfway goes too.
 */
export async function forgetImports(db: Executor, now = new Date()): Promise<void> {
  const oldest = new Date(now.getTime() - KEPT_DAYS * DAY)
  const stranded = and(notInArray(imports.state, [...FINAL, 'running', 'checking']), lt(imports.createdAt, oldest))
  await db.delete(imports).where(stranded)
  await dropTables(db, oldest)
  await removeFiles(db, oldest)
}

/** Imports that did not end, or not before then. */
export const stillKept = (oldest: Date): SQL | undefined =>
  or(notInArray(imports.state, [...FINAL]), gte(imports.finishedAt, oldest))

/**
 * In one look at both, so that no import begins between them. Each is dropped by itself: many at once are more than can
 * be locked.
 */
async function dropTables(db: Executor, oldest: Date): Promise<void> {
  const tables = await db.execute<{ name: string }>(sql`
    select tablename as name from pg_tables
    where schemaname = 'staging' and not exists (
      select from ${imports}
      where ${imports.id} = substring(tablename from '[0-9]+$')::bigint and ${stillKept(oldest)})`)
  for (const { name } of tables) await db.execute(sql`drop table if exists staging.${sql.identifier(name)}`)
}

/** A young one may be on its way in. */
async function removeFiles(db: Executor, oldest: Date): Promise<void> {
  const folder = path.dirname(placeOf('any'))
  if (!existsSync(folder)) return
  const rows = await db.select({ key: imports.key }).from(imports).where(stillKept(oldest))
  const kept = new Set(rows.map(({ key }) => key))
  for (const name of await readdir(folder)) {
    const place = path.join(folder, name)
    if (!kept.has(name) && (await stat(place)).mtime < oldest) await rm(place, { force: true })
  }
}
