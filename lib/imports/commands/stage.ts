import { sql } from 'drizzle-orm'
import { type CopyValue, copyInto } from '@/db/copy'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import type { Cells, Kind } from '../kinds/kind'
import { headingKey, type Row, type Table } from '../parse/reading'
import { RowProblem } from '../rules'

/** Columns that every kind's staging has. `n` counts the rows, `facts` are the values that the sentence of `problem` names. */
const BASE = {
  n: 'integer not null',
  line: 'integer not null',
  problem: 'text',
  facts: 'jsonb',
  remark: 'text',
  remark_facts: 'jsonb',
}
const PROGRESS_EVERY = 10_000

/** Known headings and where they stand. Case, a byte order mark and surrounding spaces do not count. */
export type Columns = { places: ReadonlyMap<string, number>; ignored: string[]; width: number }

export function columnsOf(kind: Kind, headings: readonly string[]): Columns {
  const places = new Map<string, number>()
  const ignored: string[] = []
  for (const [place, heading] of headings.entries()) {
    const key = headingKey(heading)
    if (key === '') continue
    if (!kind.headings.includes(key)) ignored.push(heading)
    else if (places.has(key)) throw new Refusal('invalid', 'importHeadingTwice', { values: { heading: key } })
    else places.set(key, place)
  }
  const missing = kind.required.filter((heading) => !places.has(heading))
  if (missing.length > 0) {
    const values = { headings: missing.join(', '), known: kind.headings.join(', ') }
    throw new Refusal('invalid', 'importMissingHeadings', { values })
  }
  return { places, ignored, width: headings.length }
}

/** Reads the whole file into a table of this transaction alone. The memory it takes does not depend on the file. */
export async function stage(
  ctx: Context,
  kind: Kind,
  table: Table,
  columns: Columns,
  progress: (rows: number) => void,
): Promise<number> {
  const definition = Object.entries({ ...BASE, ...kind.staging })
  await ctx.db.execute(
    sql.raw(`
    create temporary table import_rows (${definition.map(([name, type]) => `${name} ${type}`).join(', ')}) on commit drop;
    create temporary table import_done (n integer primary key, customer_id bigint, created boolean not null) on commit drop;
    create temporary table import_touched (n integer not null) on commit drop`),
  )
  let offered = 0
  const names = Object.keys(kind.staging)
  async function* staged(): AsyncGenerator<CopyValue[]> {
    for await (const row of table.rows) {
      offered += 1
      if (offered % PROGRESS_EVERY === 0) progress(offered)
      yield stagedRow(kind, names, columns, row, offered)
    }
  }
  await copyInto(ctx.db, `import_rows (${definition.map(([name]) => name).join(', ')})`, staged())
  await ctx.db.execute(sql`analyze import_rows`)
  return offered
}

function stagedRow(kind: Kind, names: readonly string[], columns: Columns, row: Row, n: number): CopyValue[] {
  try {
    mustFit(row.cells, columns.width)
    const wrong: RowProblem[] = []
    const { values, remark } = kind.read(cellsOf(columns, row.cells, wrong))
    const [first, ...others] = wrong
    if (first) return rejectedRow(row, n, names, first, others)
    const note = remark ? [remark.remark, JSON.stringify(remark.facts)] : [null, null]
    return [n, row.line, null, null, ...note, ...names.map((name) => values[name] ?? null)]
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error
    return rejectedRow(row, n, names, error, [])
  }
}

/** A row with what is wrong with it first, and whatever else is. */
function rejectedRow(
  { line }: Row,
  n: number,
  names: readonly string[],
  { reason, facts }: RowProblem,
  others: RowProblem[],
): CopyValue[] {
  const also = others.map(({ reason, facts }) => ({ reason, facts }))
  const told = also.length > 0 ? { ...facts, also } : facts
  return [n, line, reason, JSON.stringify(told), null, null, ...names.map(() => null)]
}

/** Blank cells past the last heading are what spreadsheets add, and do no harm. */
function mustFit(cells: readonly string[], width: number): void {
  const fits = cells.length >= width && cells.slice(width).every((cell) => cell.trim() === '')
  if (!fits) throw new RowProblem('cells', { cells: cells.length, headings: width })
}

/** What is wrong with the cells is collected, so that somebody who puts a row right does it once. */
function cellsOf({ places }: Columns, cells: readonly string[], wrong: RowProblem[]): Cells {
  const textOf = (heading: string) => cells[places.get(heading) ?? -1]?.trim() ?? ''
  const tried: Cells['tried'] = (heading, read) => {
    if (textOf(heading) === '') return { value: null, problem: undefined }
    try {
      return { value: read(textOf(heading)), problem: undefined }
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      return { value: null, problem: new RowProblem(error.reason, { column: heading, ...error.facts }) }
    }
  }
  const attempt = <T>(heading: string, read: (text: string) => T): T | null => {
    const { value, problem } = tried(heading, read)
    if (problem) wrong.push(problem)
    return value
  }
  return {
    tried,
    optional: attempt,
    needed: (heading, read) => {
      if (textOf(heading) !== '') return attempt(heading, read) ?? ''
      wrong.push(new RowProblem('required', { column: heading }))
      return ''
    },
  }
}
