import { and, eq, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { imports } from '@/db/schema'
import { contextFor } from '@/lib/auth/identity'
import { type Context, expectManyRows, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import { systemContext } from '@/lib/system'
import { importOptions, type Mapping } from '../input'
import type { Kind, Run } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { openTable, recognise } from '../parse/reading'
import { fileSource, type Source } from '../parse/source'
import { findImport, type Import, type Plan } from '../queries/imports'
import { fatesOf, placeOf, rowsOf } from '../where'
import { mayImport } from './allowed'
import { columnsOf, standardMapping } from './columns'
import { stage } from './stage'

const CHECKING = 7_302_031

/** `progress` is called now and then with the rows read so far. */
export type Watch = { signal?: AbortSignal | undefined; progress?: (rows: number) => Promise<void> }

/**
 * Reads a file that is `checking` as a whole into its table, and works out what would become of each row, without
 * touching anything else. In one transaction: killed anywhere, the next call begins anew. A file that cannot be
 * understood goes back to whoever chose how to read it, with the reason.
 */
export async function checkImport(db: Executor, id: number, signal?: AbortSignal): Promise<void> {
  const found = await findImport(db, id)
  if (found?.state !== 'checking') return
  const ctx = await contextOf(db, found)
  if (!ctx || !mayImport(ctx, found.kind)) return fail(db, id)
  const progress = async (offered: number) => {
    await db.update(imports).set({ offered }).where(eq(imports.id, id))
  }
  await check(ctx, found, { signal, progress })
}

/** On whose behalf an import goes on; undefined where its author may do nothing any more. */
export async function contextOf(db: Executor, { createdBy }: Import): Promise<Context | undefined> {
  return createdBy === null ? systemContext(db) : contextFor(db, createdBy)
}

/** The same where somebody waits for it: what cannot be understood is thrown as well. */
export async function check(ctx: Context, found: Import, watch: Watch): Promise<void> {
  try {
    const source = await fileSource(placeOf(found.key))
    await transact(ctx, async (ctx) => checkAlone(ctx, found, source, watch))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await refused(ctx.db, found.id, error)
    if (found.source !== 'web') throw error
  }
}

/** Two that check the same file would do it twice: the second leaves it to the first. */
async function checkAlone(ctx: Context, found: Import, source: Source, watch: Watch): Promise<void> {
  const [lock] = await ctx.db.execute<{ mine: boolean }>(sql`
    select pg_try_advisory_xact_lock(${CHECKING}, ${found.id}::integer) as mine`)
  if (!lock?.mine) return
  await prepare(ctx, found.id)
  const kind = kindOf(found.kind)
  const reading = found.reading ?? (await recognise(source, kind.headings)).reading
  const table = await openTable(source, reading)
  try {
    const mapping = found.mapping ?? standardMapping(kind, table.headings)
    const columns = columnsOf(kind, table.headings, mapping)
    const progress = async (rows: number) => {
      watch.signal?.throwIfAborted()
      await watch.progress?.(rows)
    }
    const offered = await stage(ctx, { importId: found.id, kind, table, reading, columns, progress })
    const run: Run = {
      ctx,
      importId: found.id,
      options: importOptions.parse(found.options),
      has: (heading) => columns.places.has(heading),
      strict: false,
      made: { users: [], groups: [] },
    }
    const plan = { ...(await judgeAll(run, kind)), ignored: columns.ignored, made: run.made }
    await settle(ctx, found, { reading, mapping, offered, plan })
  } finally {
    // Lets the file go, however far it was read.
    await table.rows.return(undefined)
  }
}

/** What every transaction of an import begins with. */
export async function prepare(ctx: Context, importId: number): Promise<void> {
  await ctx.db.execute(sql`
    select set_config('statement_timeout', '0', true), set_config('jit', 'off', true),
           set_config('work_mem', '64MB', true), set_config('encours.import_id', ${String(importId)}::text, true)`)
  await expectManyRows(ctx)
}

/** Gives the rows of an import the name under which the kinds know them. */
export async function showRows(ctx: Context, importId: number): Promise<void> {
  await ctx.db.execute(sql`create temporary view import_rows as select * from ${rowsOf(importId)}`)
}

export async function hideRows(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`drop view import_rows`)
}

async function judgeAll(run: Run, kind: Kind): Promise<Pick<Plan, 'create' | 'update' | 'unchanged' | 'reject'>> {
  const { ctx, importId } = run
  const fates = fatesOf(importId)
  await showRows(ctx, importId)
  await ctx.db.execute(
    sql.raw(`
    create temporary table import_done (n integer primary key, customer_id bigint, created boolean not null) on commit drop;
    create temporary table import_touched (n integer not null) on commit drop;
    create temporary table import_judged (n integer not null, own boolean not null, before jsonb not null, after jsonb not null) on commit drop`),
  )
  await kind.judge(run)
  await ctx.db.execute(sql`drop table if exists ${fates}`)
  await ctx.db.execute(sql`
    create table ${fates} (
      n integer primary key, fate text not null, customer_id bigint,
      own_before jsonb, own_after jsonb, before jsonb, after jsonb
    ) with (autovacuum_enabled = false)`)
  await ctx.db.execute(sql`
    insert into ${fates}
    select d.n, case when d.created then 'create' when j.n is not null then 'update' else 'unchanged' end, d.customer_id,
           j.own_before, j.own_after, j.before, j.after
    from import_done d
    join import_rows r on r.n = d.n and r.problem is null
    left join (${merged()}) j on j.n = d.n and not d.created
    order by d.n`)
  await ctx.db.execute(sql`create index on ${fates} (fate, n)`)
  await ctx.db.execute(sql`analyze ${fates}`)
  const [counts] = await ctx.db.execute<Pick<Plan, 'create' | 'update' | 'unchanged' | 'reject'>>(sql`
    select count(*) filter (where fate = 'create')::integer as create,
           count(*) filter (where fate = 'update')::integer as update,
           count(*) filter (where fate = 'unchanged')::integer as unchanged,
           (select count(*)::integer from import_rows where problem is not null) as reject
    from ${fates}`)
  await hideRows(ctx)
  return counts ?? { create: 0, update: 0, unchanged: 0, reject: 0 }
}

/** Rows of which several things differ are one. */
const merged = () => sql`
  select n, jsonb_join(before) filter (where own) as own_before, jsonb_join(after) filter (where own) as own_after,
         jsonb_join(before) as before, jsonb_join(after) as after
  from import_judged group by n`

type Found = { reading: Import['reading']; mapping: Mapping; offered: number; plan: Plan }

async function settle(ctx: Context, { id }: Import, found: Found): Promise<void> {
  await ctx.db
    .update(imports)
    .set({ ...found, state: 'checked', checkedAt: sql`clock_timestamp()`, problem: null, problemFacts: null, position: 0 })
    .where(and(eq(imports.id, id), eq(imports.state, 'checking')))
}

async function refused(db: Executor, id: number, { message, values }: Refusal): Promise<void> {
  await db
    .update(imports)
    .set({ state: 'read', problem: message, problemFacts: values, offered: 0 })
    .where(and(eq(imports.id, id), eq(imports.state, 'checking')))
}

/** Whoever brought the file may not go on with it. */
async function fail(db: Executor, id: number): Promise<void> {
  log.warn('import.failed', { id })
  await db
    .update(imports)
    .set({ state: 'failed', problem: 'forbidden', finishedAt: sql`now()` })
    .where(and(eq(imports.id, id), eq(imports.state, 'checking')))
}
