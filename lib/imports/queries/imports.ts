import { and, desc, eq, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Executor } from '@/db/client'
import { imports, users } from '@/db/schema'
import type { ImportKind, ImportSource, ImportState } from '@/db/schema/vocabulary'
import { type Context, mustBeAllowed } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { pageOf } from '@/lib/list'
import type { ImportOptions, Mapping } from '../input'
import type { Made } from '../kinds/kind'
import type { Reading } from '../rules/reading'
import { kindsFor } from './kinds'

const PAGE_SIZE = 50

type Row = typeof imports.$inferSelect
/** A file on its way in, as its row says; what only this program writes there has its type. */
export type Import = Omit<Row, 'kind' | 'source' | 'state' | 'reading' | 'mapping' | 'options' | 'plan' | 'made'> & {
  kind: ImportKind
  source: ImportSource
  state: ImportState
  reading: Reading | null
  mapping: Mapping | null
  options: Partial<ImportOptions>
  plan: Plan | null
  made: Partial<Made>
}

/** What the check found: rows by what is to become of them, and whom and what they name anew. */
export type Plan = {
  create: number
  update: number
  unchanged: number
  reject: number
  /** Headings that are no field, as the file has them. */
  ignored: string[]
  made: Made
  /** The remembered mapping by which the file was read where nobody chose. */
  by?: string
}

/** For those who work on it by its number, on nobody's behalf yet. */
export async function findImport(db: Executor, id: number): Promise<Import | undefined> {
  const [row] = await db.select().from(imports).where(eq(imports.id, id))
  return row as Import | undefined
}

const author = sql<
  string | null
>`case when ${users.id} is not null then concat_ws(' ', ${users.firstName}, ${users.lastName}) end`
const undoing = alias(imports, 'undoing')
const undone = alias(imports, 'undone')
const shape = {
  import: imports,
  author,
  /** Key and state of the undoing of this one, and the key of what this one undoes. */
  undoneBy: undoing.key,
  undoneState: undoing.state,
  undoes: undone.key,
  /** Of a file 0, of its undoing 1, of the undoing of that 2, and so on. */
  depth: sql<number>`(
    with recursive up as (
      select ${imports.undoOf} as id, 0 as depth
      union all
      select i.undo_of, up.depth + 1 from imports i join up on i.id = up.id
    ) select max(depth) from up)::integer`,
  /** How often, one after the other, it was undone and that undone in turn. */
  turns: sql<number>`(
    with recursive down as (
      select ${imports.id} as id, 0 as turns
      union all
      select i.id, down.turns + 1 from imports i join down on i.undo_of = down.id where i.state = 'done'
    ) select max(turns) from down)::integer`,
}

export type ImportView = Import & {
  author: string | null
  undoneBy: string | null
  undoneState: ImportState | null
  undoes: string | null
  depth: number
  turns: number
}

type Shaped = Omit<ImportView, keyof Import> & { import: Row }

/** An import by its key, for whoever may bring such files in; for everybody else there is none. */
export async function getImport(ctx: Context, key: string): Promise<ImportView> {
  mustBeAllowed(ctx, 'imports.write')
  const [row] = await views(ctx).where(and(eq(imports.key, key), ofKindsFor(ctx)))
  if (!row) throw new Refusal('not-found', 'gone')
  return viewOf(row as Shaped)
}

/** All of the kinds that the actor may bring in, the newest first. */
export async function listImports(ctx: Context, wanted = 1) {
  mustBeAllowed(ctx, 'imports.write')
  const total = await ctx.db.$count(imports, ofKindsFor(ctx))
  const { page, pages, offset } = pageOf(total, wanted, PAGE_SIZE)
  const rows = await views(ctx)
    .where(ofKindsFor(ctx))
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(PAGE_SIZE)
    .offset(offset)
  return { rows: rows.map((row) => viewOf(row as Shaped)), total, page, pages, size: PAGE_SIZE }
}

/** The last time the same file was carried out, whatever it was called. */
export async function sameFileBefore(ctx: Context, { id, kind, sha256 }: Import): Promise<ImportView | undefined> {
  mustBeAllowed(ctx, 'imports.write')
  const [row] = await views(ctx)
    .where(
      and(
        ofKindsFor(ctx),
        eq(imports.sha256, sha256),
        eq(imports.kind, kind),
        lt(imports.id, id),
        isNull(imports.undoOf),
        eq(imports.state, 'done'),
      ),
    )
    .orderBy(desc(imports.id))
    .limit(1)
  return row && viewOf(row as Shaped)
}

const ofKindsFor = (ctx: Context) => inArray(imports.kind, kindsFor(ctx))

function views(ctx: Context) {
  return ctx.db
    .select(shape)
    .from(imports)
    .leftJoin(users, eq(users.id, imports.createdBy))
    .leftJoin(undoing, and(eq(undoing.undoOf, imports.id), notInArray(undoing.state, ['stopped', 'failed'])))
    .leftJoin(undone, eq(undone.id, imports.undoOf))
    .$dynamic()
}

function viewOf({ import: row, ...rest }: Shaped): ImportView {
  return { ...(row as Import), ...rest }
}
