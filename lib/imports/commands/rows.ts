import { sql } from 'drizzle-orm'
import { type Context, expectManyRows } from '@/lib/context'
import { fatesOf, rowsOf } from '../where'

/**
 * What every transaction of an import begins with: time and room enough, and one core, for people read pages meanwhile.
 */
export async function prepare(ctx: Context, importId: number): Promise<void> {
  await ctx.db.execute(sql`
    select set_config('statement_timeout', '0', true), set_config('jit', 'off', true),
           set_config('max_parallel_workers_per_gather', '0', true), set_config('work_mem', '64MB', true),
           set_config('encours.import_id', ${String(importId)}::text, true)`)
  await expectManyRows(ctx)
}

/** Gives the rows of an import the name under which the kinds know them. */
export async function showRows(ctx: Context, importId: number): Promise<void> {
  await ctx.db.execute(sql`create temporary view import_rows as select * from ${rowsOf(importId)}`)
}

/**
 * A slice of the rows under that name. Each row is found by its number: where searches expect to find next to nobody
 * who still lacks something, as in a company that every file completes, they look the rest up row by row.
 */
export async function cutRows(ctx: Context, importId: number, from: number, until: number): Promise<void> {
  await ctx.db.execute(sql`
    create temporary table import_rows on commit drop as
    select * from ${rowsOf(importId)} where n > ${from} and n <= ${until}`)
  await ctx.db.execute(sql`create unique index on import_rows (n)`)
  await ctx.db.execute(sql`analyze import_rows`)
}

export async function hideRows(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`drop view import_rows`)
}

/** What the kinds note of the rows: whose row it is, and for which something was written. */
export async function noteWork(ctx: Context): Promise<void> {
  await ctx.db.execute(
    sql.raw(`
    create temporary table import_done (
      n integer primary key, customer_id bigint, contact_id bigint, created boolean not null
    ) on commit drop;
    create temporary table import_touched (n integer not null) on commit drop`),
  )
}

/** The table that says what is to become of each row of an import, empty. */
export async function makeFates(ctx: Context, importId: number): Promise<void> {
  const fates = fatesOf(importId)
  await ctx.db.execute(sql`drop table if exists ${fates}`)
  await ctx.db.execute(sql`
    create table ${fates} (
      n integer primary key, fate text not null, customer_id bigint, contact_id bigint,
      own_before jsonb, own_after jsonb, before jsonb, after jsonb
    ) with (autovacuum_enabled = false)`)
}

/** Makes the rows of a fate quick to find, and those about a contact, once they are written. */
export async function sortFates(ctx: Context, importId: number): Promise<void> {
  await ctx.db.execute(sql`create index on ${fatesOf(importId)} (fate, n)`)
  await ctx.db.execute(sql`create index on ${fatesOf(importId)} (contact_id) where contact_id is not null`)
  await ctx.db.execute(sql`analyze ${fatesOf(importId)}`)
}
