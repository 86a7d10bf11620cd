import { type SQL, sql } from 'drizzle-orm'
import type { Right } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import type { CustomerSelection } from '@/lib/customers/selection'
import { Refusal } from '@/lib/errors'
import type { ExportTarget } from '../input'

/** What decides how a cell is written: amounts, figures and days are real ones, the rest is text and stays text. */
export type ColumnType = 'code' | 'text' | 'phone' | 'amount' | 'number' | 'date' | 'moment' | 'yesNo'
/** `width`: in characters. */
export type Column = { heading: string; type: ColumnType; width: number }

/**
 * A value as the database has it: amounts as decimals, days as `YYYY-MM-DD`, moments with a time after it, yes and no
 * as `true` and `false`.
 */
export type Cell = string | null
export type Cells = readonly Cell[]

/** What there is to read: the rows of a statement, or few that are there already. */
export type Found = {
  columns: readonly Column[]
  rows: Stored | readonly Cells[]
}

/**
 * `select` names its columns c0, c1 and so on, all text: one for each of the list's, or `width` of them that `say`
 * turns into cells. `from` begins after FROM.
 */
export type Stored = { select: SQL; from: SQL; order: SQL; width?: number; say?: (row: Cells) => Cells }

/**
 * One list as a file. `find` reads what was asked for as the list itself does, and refuses what the list would complain
 * of.
 */
export type Kind = {
  /** What looking at the list takes. */
  right: Right
  find: (ctx: Context, target: ExportTarget) => Promise<Found>
}

/** A column with the expression that it shows. */
export type Shown = Column & { of: SQL }

export function shown(heading: string, type: ColumnType, width: number, of: SQL): Shown {
  return { heading, type, width, of }
}

/** The select list of these columns. */
export function selectOf(columns: readonly Shown[]): SQL {
  return sql.join(
    columns.map(({ of }, place) => sql`(${of})::text as ${sql.identifier(`c${place}`)}`),
    sql`, `,
  )
}

/** Several values as one cell that `readList` of the imports takes apart again. */
export function listed(value: SQL, from: SQL, order: SQL): SQL {
  return sql`(select string_agg(regexp_replace((${value}) collate "C", '([,\\\\])', '\\\\\\1', 'g'), ',' order by ${order}) ${from})`
}

/** A user as a file names them. */
export const mention = (user: string): SQL =>
  sql.raw(`coalesce(${user}.email, nullif(concat_ws(' ', ${user}.first_name, ${user}.last_name), ''))`)

/** The search of a list that has no ticks. */
export function searchOf(target: ExportTarget): string {
  if (target.kind !== 'search' || target.except.length > 0) throw new Refusal('invalid', 'checkFields')
  return target.search
}

/** Customers that were ticked or searched for. */
export function customersIn(target: ExportTarget): CustomerSelection {
  if (target.kind === 'contacts' || target.kind === 'contactSearch') throw new Refusal('invalid', 'checkFields')
  return target
}
