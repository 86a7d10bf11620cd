import { sql } from 'drizzle-orm'
import type { Context } from '@/lib/context'
import type { Made } from '../kinds/kind'
import type { Facts, Remark } from '../rules'
import { rowsOf } from '../where'
import type { Import } from './imports'
import { hasRows } from './planned'

/** Always: offered = created + updated + unchanged + rejected. */
export type Counts = { offered: number; created: number; updated: number; unchanged: number; rejected: number }

export type Outcome = Counts & {
  /** Headings that are not known, as the file has them. */
  ignored: string[]
  /** What was left out of rows that were taken: the first of them, and how many there are in all. */
  remarks: { first: { line: number; remark: Remark; facts: Facts }[]; total: number }
  /** Rows whose contact was left out, because the person asked to be erased. */
  erased: number
  made: Made
  /** The remembered mapping by which the file was read, where nobody chose. */
  by: string | null
}

const MOST_REMARKS = 20

/** What became of the rows of the slice that this transaction is about. */
export async function countRows(ctx: Context): Promise<Counts> {
  const [row] = await ctx.db.execute<Counts>(sql`
    with fates as (
      select r.problem is not null as rejected, coalesce(d.created, false) as created, t.n is not null as touched
      from import_rows r
      left join import_done d on d.n = r.n
      left join (select distinct n from import_touched) t on t.n = r.n
    )
    select count(*)::integer as offered,
           count(*) filter (where rejected)::integer as rejected,
           count(*) filter (where not rejected and created)::integer as created,
           count(*) filter (where not rejected and not created and touched)::integer as updated,
           count(*) filter (where not rejected and not created and not touched)::integer as unchanged
    from fates`)
  return row ?? { offered: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }
}

/** What became of an import that has ended. */
export async function outcomeOf(ctx: Context, found: Import): Promise<Outcome> {
  const { offered, created, updated, unchanged, rejected, plan, made } = found
  const kept = await hasRows(ctx, found.id)
  return {
    ...{ offered, created, updated, unchanged, rejected },
    ignored: plan?.ignored ?? [],
    remarks: kept ? await listRemarks(ctx, found.id) : { first: [], total: 0 },
    erased: kept ? await countErased(ctx, found.id) : 0,
    made: {
      users: made.users ?? [],
      groups: made.groups ?? [],
      gone: made.gone ?? [],
      stay: made.stay ?? [],
      cleared: made.cleared ?? 0,
      leftOut: made.leftOut ?? 0,
    },
    by: plan?.by ?? null,
  }
}

async function countErased(ctx: Context, importId: number): Promise<number> {
  const [row] = await ctx.db.execute<{ erased: number }>(sql`
    select count(*)::integer as erased from ${rowsOf(importId)} where remark = 'erased' and problem is null`)
  return row?.erased ?? 0
}

async function listRemarks(ctx: Context, importId: number): Promise<Outcome['remarks']> {
  type Row = { line: number; remark: Remark; facts: Facts; total: number }
  const rows = await ctx.db.execute<Row>(sql`
    select line, remark, remark_facts as facts, count(*) over ()::integer as total
    from ${rowsOf(importId)} where remark is not null and problem is null order by n limit ${MOST_REMARKS}`)
  return { first: rows.map(({ line, remark, facts }) => ({ line, remark, facts })), total: rows[0]?.total ?? 0 }
}
