import { type SQL, sql } from 'drizzle-orm'
import type { CopyValue } from '@/db/copy'
import type { Right } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import type { ImportOptions } from '../input'
import type { Facts, Reason, Remark, RowProblem } from '../rules'
import type { Reading } from '../rules/reading'
import { fatesOf } from '../where'

/**
 * A cell of the row at hand, by its heading. Blank is null. An unreadable one rejects the row, once all its cells were
 * looked at.
 */
export type Cells = {
  /** How the file writes amounts and dates. */
  reading: Reading
  /** The same where the row is taken all the same: what is wrong is the kind's to tell. */
  tried: <T>(heading: string, read: (text: string) => T) => { value: T | null; problem: RowProblem | undefined }
  optional: <T>(heading: string, read: (text: string) => T) => T | null
  needed: (heading: string, read: (text: string) => string) => string
}

/** What is taken of a row. `remark`: what of it was left out, although the row itself was taken. */
export type Staged = {
  values: Readonly<Record<string, CopyValue>>
  remark?: { remark: Remark; facts: Facts } | undefined
}

export type Run = {
  ctx: Context
  /** The import, whose name everything bears that the history keeps of it. */
  importId: number
  options: ImportOptions
  /** Whether the file has a column of that heading. */
  has: (heading: string) => boolean
  /** Whether somebody saw what was checked: a row that would now do something else is left alone. */
  strict: boolean
  /** Whom and what the rows named and nobody knew: entered on their account, to be said at the end. */
  made: Made
}

/**
 * `gone` and `stay`: users and groups that a file made and its undoing takes away, or leaves because something else
 * uses them. `cleared`: open items that are cleared because the file leaves them out; `leftOut`: customers it leaves
 * out, who may be ended for that.
 */
export type Made = {
  users: string[]
  groups: string[]
  gone: string[]
  stay: string[]
  cleared?: number
  leftOut?: number
}

export const noneMade = (): Made => ({ users: [], groups: [], gone: [], stay: [] })

/**
 * What one kind of file knows. `read` looks at one row alone. `judge` sees the whole file in `import_rows`, rejects
 * what cannot be taken, and says without writing what would become of the others: in `import_done` each row that is
 * there already or would be created, in `import_judged` what would differ. `apply` is given a slice of the same rows
 * and writes those that have no problem, by sets. It names in `import_done` every row it created or found, and in
 * `import_touched` each row for which something was written.
 */
export type Kind = {
  headings: readonly string[]
  required: readonly string[]
  /** What a row is called by, in the order in which it is said. */
  called: readonly string[]
  /** What importing such a file asks for besides the right to import. */
  right?: Right
  /** Columns of the staging table, and their types, beside those that every kind has. */
  staging: Readonly<Record<string, string>>
  read: (cells: Cells) => Staged
  judge: (run: Run) => Promise<void>
  /** Makes what the whole file names and nobody knows, once, before the first slice. */
  begin?: (run: Run) => Promise<void>
  apply: (run: Run) => Promise<void>
  /**
   * Columns of `staging` that a rejected row keeps as far as they could be read: whether something is missing is told
   * by them.
   */
  keys?: readonly string[]
  /** What the file says by what it leaves out: done once, after the last row, with all of them staged. */
  finish?: (run: Run) => Promise<void>
  /** Looks afresh at the tables that a large file fills. */
  written: SQL
}

/** What is done to rows once it is settled what is to become of them. */
export type Work = Pick<Kind, 'begin' | 'apply' | 'finish' | 'written'>

/** Rejects the rows that `wrong` selects as `n` and `facts`, unless they were rejected before. */
export async function reject({ ctx }: Run, reason: Reason, wrong: SQL): Promise<void> {
  await ctx.db.execute(sql`
    update import_rows r set problem = ${reason}, facts = wrong.facts
    from (${wrong}) wrong
    where r.n = wrong.n and r.problem is null`)
}

/** Notes that something was left out of the rows that `found` selects as `n` and `facts`. */
export async function remark({ ctx }: Run, remark: Remark, found: SQL): Promise<void> {
  await ctx.db.execute(sql`
    update import_rows r set remark = ${remark}, remark_facts = found.facts
    from (${found}) found
    where r.n = found.n and r.problem is null`)
}

/** Notes what would differ in the rows that `found` selects as `n`, `before` and `after`; a row may have several. */
export async function judge({ ctx }: Run, found: SQL): Promise<void> {
  await ctx.db.execute(
    sql`insert into import_judged (n, own, before, after) select n, false, before, after from (${found}) found`,
  )
}

/** The same of the fields that are compared once more when the rows are written (`rejectMoved`). */
export async function judgeOwn({ ctx }: Run, found: SQL): Promise<void> {
  await ctx.db.execute(
    sql`insert into import_judged (n, own, before, after) select n, true, before, after from (${found}) found`,
  )
}

/**
 * Rejects each row of which something else would become than somebody saw, unless nobody did: `found` selects, as
 * `judgeOwn` did, what differs now. Whom the file names anew had no number yet when it was checked.
 */
export async function rejectMoved(run: Run, found: SQL): Promise<void> {
  if (!run.strict) return
  const settled = (side: string) => sql`coalesce(${sql.raw(side)}, '{}'::jsonb) - array['collectorId', 'erpFields']`
  await reject(
    run,
    'movedSinceCheck',
    sql`
    select d.n, '{}'::jsonb as facts
    from import_done d
    join import_checked seen on seen.n = d.n
    left join (${found}) now on now.n = d.n
    where d.created is distinct from (seen.fate = 'create')
       or (not d.created and (
         (${settled('seen.own_before')}) <> (${settled('now.before')}) or (${settled('seen.own_after')}) <> (${settled('now.after')})
       ))`,
  )
}

/**
 * The ids of what the file leaves out, as it was when the file was checked: who or what came since is not ended by it.
 */
export const seenLeft = ({ importId }: Run): SQL =>
  sql`select customer_id from ${fatesOf(importId)} where fate = 'left'`

export const moment = (run: Run): SQL => sql`${run.ctx.now.toISOString()}::timestamptz`

/** Who the history and the rows name as author; nobody where the program acts by itself. */
export const author = ({ ctx }: Run): SQL =>
  ctx.actor.kind === 'user' ? sql`${ctx.actor.id}::bigint` : sql`null::bigint`

export type Field = { column: string; present: SQL; next: SQL }

/** Of a row that changes: the fields that do, before and after, as the history keeps them. */
export function oldAndNew(fields: readonly Field[]): { before: SQL; after: SQL } {
  const side = (value: (field: Field) => SQL) =>
    sql.join(
      fields.map(
        (field) =>
          sql`case when ${field.present} is distinct from ${field.next} then jsonb_build_object(${camel(field.column)}::text, ${value(field)}) else '{}'::jsonb end`,
      ),
      sql` || `,
    )
  return { before: side(({ present }) => present), after: side(({ next }) => next) }
}

/** The name of a column as the code and the history have it. */
export function camel(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
