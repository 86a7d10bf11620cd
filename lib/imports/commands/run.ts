import { and, eq, sql } from 'drizzle-orm'
import type { Executor } from '@/db/client'
import { imports } from '@/db/schema'
import { shareAssociations } from '@/lib/associations/commands'
import { type Context, enqueue, transact } from '@/lib/context'
import { postgresError, Refusal } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Made, Run, Work } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { findImport, type Import } from '../queries/imports'
import { type Counts, countRows } from '../queries/outcome'
import { SLICE } from '../rules/limits'
import { fatesOf, rowsOf } from '../where'
import { mayImport } from './allowed'
import { contextOf, runOf } from './check'
import { cutRows, hideRows, noteWork, prepare, showRows } from './rows'
import { endOfCustomer, UNDOING } from './undo'

const LOCK = 7_302_025
const TRIES = 3
/** From so many rows on, searches would be planned for a company that is no more. */
const MANY = 5000
const UNIQUE_VIOLATION = '23505'
/** What `begin` leaves behind that each slice makes anew. */
const BEGUN = ['import_mentions', 'import_names', 'import_users', 'import_groups']

/**
 * Does what is left of a running import, slice by slice, each in a transaction of its own: killed anywhere, the next
 * call goes on. Whoever started it must still be allowed to. It runs beside people at work, and locks only what it
 * changes.
 */
export async function runImport(db: Executor, id: number, going: Going = {}): Promise<void> {
  const { ctx: given, signal, slice = SLICE } = going
  for (;;) {
    signal?.throwIfAborted()
    const found = await findImport(db, id)
    if (found?.state !== 'running') return
    const ctx = given ?? (await contextOf(db, found))
    if (!ctx || !mayImport(ctx, found.kind)) return giveUp(db, found, new Refusal('forbidden', 'forbidden'))
    try {
      if (!(await runSlice(ctx, id, slice))) return
    } catch (error) {
      if (error instanceof Refusal) return giveUp(db, found, error)
      throw error
    }
  }
}

/**
 * On whose behalf, where that is known; what ends it between two slices; and how many rows a slice has, for tests of
 * few rows.
 */
type Going = { ctx?: Context; signal?: AbortSignal | undefined; slice?: number }

/** Somebody may enter by hand what the file was about to create. The next try finds it. */
async function runSlice(ctx: Context, id: number, slice: number): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await transact(ctx, async (ctx) => workOn(ctx, id, slice))
    } catch (error) {
      if (tries >= TRIES || postgresError(error)?.code !== UNIQUE_VIOLATION) throw error
    }
  }
}

/** Holds the import while it works on a slice: two workers take turns, and one who stops it waits for the slice. */
async function workOn(ctx: Context, id: number, slice: number): Promise<boolean> {
  const [row] = await ctx.db.select().from(imports).where(eq(imports.id, id)).for('update')
  const found = row as Import | undefined
  if (found?.state !== 'running') return false
  await prepare(ctx, id)
  await shareAssociations(ctx)
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  const kind = found.undoOf === null ? kindOf(found.kind) : UNDOING
  const run = runOf(ctx, found)
  if (found.position === 0) await begin(run, kind)
  if (found.position >= found.offered) {
    await finish(run, kind, found)
    return false
  }
  // A slice that a crash takes back was not done and is done again; the end of the import, written after it, waits for
  // the disk.
  await ctx.db.execute(sql`set local synchronous_commit = off`)
  const last = Math.min(found.position + slice, found.offered)
  const until = found.undoOf === null ? last : await endOfCustomer(ctx, id, last)
  await cut(run, found.position, until)
  await kind.apply(run)
  const counts = await countRows(ctx)
  await noteFates(ctx, id)
  await ctx.db
    .update(imports)
    .set({ ...added(counts), position: until, made: both(found.made, run.made) })
    .where(eq(imports.id, id))
  if (found.position === 0 && found.offered > slice) await ctx.db.execute(kind.written)
  return true
}

async function begin(run: Run, kind: Work): Promise<void> {
  if (!kind.begin) return
  const { ctx, importId } = run
  await showRows(ctx, importId)
  await kind.begin(run)
  await hideRows(ctx)
  await ctx.db.execute(sql.raw(`drop table if exists ${BEGUN.map((name) => `pg_temp.${name}`).join(', ')}`))
}

/**
 * The rows of a slice, under the name by which the kinds know them, and what was seen of them when they were checked.
 */
async function cut({ ctx, importId }: Run, from: number, until: number): Promise<void> {
  await cutRows(ctx, importId, from, until)
  await ctx.db.execute(sql`
    create temporary table import_checked on commit drop as
    select n, fate, own_before, own_after from ${fatesOf(importId)} where n > ${from} and n <= ${until}`)
  await ctx.db.execute(sql`create unique index on import_checked (n)`)
  await ctx.db.execute(sql`analyze import_checked`)
  await noteWork(ctx)
}

/** Where something else became of a row than was to be expected, the tables of the import say so. */
async function noteFates(ctx: Context, id: number): Promise<void> {
  await ctx.db.execute(sql`
    update ${rowsOf(id)} r set problem = s.problem, facts = s.facts, remark = s.remark, remark_facts = s.remark_facts
    from import_rows s
    where s.n = r.n and (s.problem, s.remark) is distinct from (r.problem, r.remark)`)
  await ctx.db.execute(sql`
    with fates as (
      select r.n, case when d.created then 'create' when t.n is not null then 'update' else 'unchanged' end as fate
      from import_rows r
      join import_done d on d.n = r.n
      left join (select distinct n from import_touched) t on t.n = r.n
      where r.problem is null
    )
    update ${fatesOf(id)} f set fate = fates.fate from fates where fates.n = f.n and fates.fate <> f.fate`)
  await ctx.db.execute(sql`
    delete from ${fatesOf(id)} f using import_rows r where r.n = f.n and r.problem is not null`)
}

/** What is done once, when every row was worked on. */
async function finish(run: Run, kind: Work, found: Import): Promise<void> {
  const { ctx } = run
  if (kind.finish) {
    await showRows(ctx, found.id)
    await kind.finish(run)
    await hideRows(ctx)
  }
  if (found.created + found.updated > MANY) await ctx.db.execute(kind.written)
  await enqueue(ctx, 'rules.apply', {}, 'rules.apply')
  await ctx.db
    .update(imports)
    .set({ state: 'done', finishedAt: sql`now()`, made: both(found.made, run.made) })
    .where(eq(imports.id, found.id))
}

const added = ({ created, updated, unchanged, rejected }: Counts) => ({
  created: sql`${imports.created} + ${created}`,
  updated: sql`${imports.updated} + ${updated}`,
  unchanged: sql`${imports.unchanged} + ${unchanged}`,
  rejected: sql`${imports.rejected} + ${rejected}`,
})

const both = (one: Partial<Made>, other: Made): Made => ({
  users: [...(one.users ?? []), ...other.users],
  groups: [...(one.groups ?? []), ...other.groups],
  gone: [...(one.gone ?? []), ...other.gone],
  stay: [...(one.stay ?? []), ...other.stay],
  cleared: (one.cleared ?? 0) + (other.cleared ?? 0),
  leftOut: (one.leftOut ?? 0) + (other.leftOut ?? 0),
})

/** Ends an import that may not go on. What was done until then stays, and can be undone. */
async function giveUp(db: Executor, { id }: Import, { message, values }: Refusal): Promise<void> {
  log.warn('import.failed', { id, reason: message })
  await db
    .update(imports)
    .set({ state: 'failed', problem: message, problemFacts: values, finishedAt: sql`now()` })
    .where(and(eq(imports.id, id), eq(imports.state, 'running')))
}
