import { type SQL, sql } from 'drizzle-orm'
import type { Context } from '@/lib/context'
import type { Cells, Found, Stored } from '../kinds/kind'

const PAGE = 2000

/** Everything is read in one moment of the database, whatever is written meanwhile. */
const SNAPSHOT = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const

/** Runs `work` within one moment of the database. Nothing can be written through the context it is handed. */
export async function inOneMoment<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  return ctx.db.transaction((db) => work({ ...ctx, db }), SNAPSHOT)
}

/** How many rows there are, but no more than `most`. */
export async function countFound(ctx: Context, { rows }: Found, most?: number): Promise<number> {
  if (!('from' in rows)) return Math.min(rows.length, most ?? rows.length)
  const limit = most === undefined ? sql`` : sql`limit ${most}`
  const [row] = await ctx.db.execute<{ total: number }>(
    sql`select count(*)::integer as total from (select from ${rows.from} ${limit}) found`,
  )
  return row?.total ?? 0
}

/**
 * The rows, some at a time, through a cursor: the server makes them as they are asked for, and no more of them are in
 * memory than two pages, of which the server makes one while the other is written. Within a transaction; one after the
 * other.
 */
export async function* readFound(ctx: Context, { columns, rows }: Found): AsyncGenerator<readonly Cells[]> {
  if (!('from' in rows)) {
    yield rows
    return
  }
  await ctx.db.execute(sql`declare export_rows no scroll cursor for ${statement(rows)}`)
  const names = Array.from({ length: rows.width ?? columns.length }, (_, place) => `c${place}`)
  let coming = nextPage(ctx)
  try {
    for (let page = await coming; page.length > 0; page = await coming) {
      coming = nextPage(ctx)
      yield page.map((row) =>
        tell(
          rows,
          names.map((name) => row[name] ?? null),
        ),
      )
    }
    await ctx.db.execute(sql`close export_rows`)
  } finally {
    await coming.catch(() => undefined)
  }
}

/**
 * Asked for before it is needed. Whoever never comes to need it is not told of what went wrong with it; the transaction
 * is.
 */
function nextPage(ctx: Context): Promise<Record<string, string | null>[]> {
  const page = Promise.resolve(
    ctx.db.execute<Record<string, string | null>>(sql.raw(`fetch forward ${PAGE} from export_rows`)),
  )
  page.catch(() => undefined)
  return page
}

/** The whole list, in its order. */
export function statement({ select, from, order }: Stored): SQL {
  return sql`select ${select} from ${from} order by ${order}`
}

/** A row as the list says it. */
export function tell({ say }: Stored, cells: Cells): Cells {
  return say ? say(cells) : cells
}
