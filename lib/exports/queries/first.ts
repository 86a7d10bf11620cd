import { sql } from 'drizzle-orm'
import type { Context } from '@/lib/context'
import { postgresError } from '@/lib/errors'
import type { ExportTarget } from '../input'
import type { Cell, Cells } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import type { ExportKind } from '../rules'
import { statement, tell } from './read'

/** The rows a list begins with, each cell under the heading it has in a file, and whether there are more. */
export type First = { rows: Record<string, Cell>[]; headings: string[]; cut: boolean }

/** Undefined where finding them takes longer than a page may. */
export async function firstRows(
  ctx: Context,
  kind: ExportKind,
  target: ExportTarget,
  most: number,
): Promise<First | undefined> {
  const { columns, rows } = await kindOf(kind).find(ctx, target)
  const headings = columns.map(({ heading }) => heading)
  const named = (cells: Cells) => Object.fromEntries(headings.map((heading, place) => [heading, cells[place] ?? null]))
  if (!('from' in rows)) return { rows: rows.slice(0, most).map(named), headings, cut: rows.length > most }
  try {
    const found = await ctx.db.execute<Record<string, Cell>>(sql`${statement(rows)} limit ${most + 1}`)
    const names = Array.from({ length: rows.width ?? columns.length }, (_, place) => `c${place}`)
    const cells = found.slice(0, most).map((row) =>
      tell(
        rows,
        names.map((name) => row[name] ?? null),
      ),
    )
    return { rows: cells.map(named), headings, cut: found.length > most }
  } catch (error) {
    if (postgresError(error)?.code === '57014') return undefined
    throw error
  }
}
