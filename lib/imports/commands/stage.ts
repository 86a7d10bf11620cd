import { sql } from 'drizzle-orm'
import { type CopyValue, copyInto } from '@/db/copy'
import type { Context } from '@/lib/context'
import type { Cells, Kind, Staged } from '../kinds/kind'
import type { Row, Table } from '../parse/reading'
import type { ShownCell } from '../queries/planned'
import { type Facts, quoted, RowProblem, soundText } from '../rules'
import { withoutGuard } from '../rules/formulas'
import type { Reading } from '../rules/reading'
import { rowsOf } from '../where'
import type { Columns } from './columns'

/**
 * Columns that every kind's staging has. `n` counts the rows, `facts` are the values that the sentence of `problem`
 * names, `cells` what of a rejected row is shown as it stands in the file.
 */
const BASE = {
  n: 'integer not null',
  line: 'integer not null',
  problem: 'text',
  facts: 'jsonb',
  remark: 'text',
  remark_facts: 'jsonb',
  cells: 'jsonb',
}
const PROGRESS_EVERY = 10_000
/** What the database cannot keep, although a file can hold it: NUL, and half of a character. */
const UNSTORABLE = /[\0\p{Cs}]/gu

type Staging = {
  importId: number
  kind: Kind
  table: Table
  reading: Reading
  columns: Columns
  /** Called now and then with the number of rows read; may throw to end it. */
  progress: (rows: number) => Promise<void>
}

/**
 * Reads the whole file into the table of its import, and answers how many rows it has. The memory it takes does not
 * depend on the file.
 */
export async function stage(ctx: Context, staging: Staging): Promise<number> {
  const { importId, kind, table, progress } = staging
  const definition = Object.entries({ ...BASE, ...kind.staging })
  const rows = rowsOf(importId)
  await ctx.db.execute(sql`drop table if exists ${rows}`)
  const columns = sql.raw(definition.map(([name, type]) => `${name} ${type}`).join(', '))
  await ctx.db.execute(sql`create table ${rows} (${columns}) with (autovacuum_enabled = false)`)
  let offered = 0
  const names = Object.keys(kind.staging)
  async function* staged(): AsyncGenerator<CopyValue[]> {
    for await (const row of table.rows) {
      offered += 1
      if (offered % PROGRESS_EVERY === 0) await progress(offered)
      yield stagedRow(staging, names, row, offered)
    }
  }
  const target = `staging.import_${importId} (${definition.map(([name]) => name).join(', ')})`
  await copyInto(ctx.db, target, staged())
  await ctx.db.execute(sql`create unique index on ${rows} (n)`)
  await ctx.db.execute(sql`analyze ${rows}`)
  return offered
}

function stagedRow(staging: Staging, names: readonly string[], row: Row, n: number): CopyValue[] {
  const { kind, columns } = staging
  try {
    mustFit(row.cells, columns.width)
    const wrong: RowProblem[] = []
    const { values, remark } = kind.read(cellsOf(staging, row.cells, wrong))
    const [first, ...others] = wrong
    if (first) return rejectedRow(staging, row, n, kept(kind, names, values), first, others)
    const note = remark ? [remark.remark, JSON.stringify(remark.facts)] : [null, null]
    return [n, row.line, null, null, ...note, null, ...names.map((name) => values[name] ?? null)]
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error
    return rejectedRow(staging, row, n, kept(kind, names, {}), error, [])
  }
}

/** A row with what is wrong with it first, and whatever else is. */
function rejectedRow(
  staging: Staging,
  { line, cells }: Row,
  n: number,
  values: readonly CopyValue[],
  { reason, facts }: RowProblem,
  others: RowProblem[],
): CopyValue[] {
  const also = others.map(({ reason, facts }) => ({ reason, facts }))
  const told = also.length > 0 ? { ...facts, also } : facts
  const shown = JSON.stringify(shownCells(staging, cells, [facts, ...others.map(({ facts }) => facts)]))
  return [n, line, reason, JSON.stringify(told), null, null, shown, ...values]
}

/** What somebody would look for in their file: the cells that the row is called by, and those that are wrong. */
function shownCells({ kind, columns, table }: Staging, cells: readonly string[], told: readonly Facts[]): ShownCell[] {
  const wrong = told.map(({ column }) => column)
  const fields = [...columns.places].filter(([field]) => kind.called.includes(field) || wrong.includes(field))
  return fields.map(([field, place]) => {
    const text = quoted(cells[place] ?? '').replace(UNSTORABLE, '')
    return { field, heading: quoted(table.headings[place] ?? ''), text, wrong: wrong.includes(field) }
  })
}

/** Of a rejected row: what says which one it is. */
function kept({ keys = [] }: Kind, names: readonly string[], values: Staged['values']): CopyValue[] {
  return names.map((name) => (keys.includes(name) ? values[name] || null : null))
}

/** Blank cells past the last heading are what spreadsheets add, and do no harm. */
function mustFit(cells: readonly string[], width: number): void {
  const fits = cells.length >= width && cells.slice(width).every((cell) => cell.trim() === '')
  if (!fits) throw new RowProblem('cells', { cells: cells.length, headings: width })
}

/** What is wrong with the cells is collected, so that somebody who puts a row right does it once. */
function cellsOf({ columns: { places }, reading }: Staging, cells: readonly string[], wrong: RowProblem[]): Cells {
  const textOf = (heading: string) => {
    const cell = cells[places.get(heading) ?? -1] ?? ''
    return (reading.format === 'csv' ? withoutGuard(cell) : cell).trim()
  }
  const tried: Cells['tried'] = (heading, read) => {
    const text = textOf(heading)
    if (text === '') return { value: null, problem: undefined }
    try {
      return { value: read(soundText(text)), problem: undefined }
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
    reading,
    tried,
    optional: attempt,
    needed: (heading, read) => {
      if (textOf(heading) !== '') return attempt(heading, read) ?? ''
      wrong.push(new RowProblem('required', { column: heading }))
      return ''
    },
  }
}
