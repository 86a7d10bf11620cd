import { sql } from 'drizzle-orm'
import type { Language } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { words } from '@/lib/i18n/words'
import { openTable, type Row } from '../parse/reading'
import { fileSource } from '../parse/source'
import type { Facts, Reason } from '../rules'
import { neutralised, withoutGuard } from '../rules/formulas'
import { GIVEN_BACK, ownHeadings } from '../rules/mapping'
import { placeOf, rowsOf } from '../where'
import type { Import } from './imports'

/** Rows to be given back: what their own cells mean under their own headings, then the line and the reason. */
export type Rejected = { mark: boolean; delimiter: string; headings: string[]; rows: AsyncIterable<string[]> }

const PAGE = 1000

/** `also`: what else is wrong with the cells of the row. */
type Told = { [name: string]: unknown } & { also?: { reason: Reason; facts: Facts }[] }
type Wrong = { n: number; line: number; problem: Reason; facts: Told }

/**
 * The rejected rows in the order of the file, which is read a second time for their cells, with their reasons in the
 * language of whoever gets them.
 */
export async function rejectedRows(ctx: Context, found: Import, language = ctx.company.language): Promise<Rejected> {
  if (!found.reading) throw new Refusal('not-found', 'gone')
  const source = await fileSource(placeOf(found.key))
  const { mark, delimiter, headings: written, rows } = await openTable(source, found.reading)
  const meant = found.reading.format === 'csv' ? withoutGuard : (text: string) => text
  const headings = written.map(meant)
  const say = reasons(language)
  const unclaimed = ownHeadings(headings)
  const own = found.mapping?.slice(unclaimed.length).some(Boolean) ? headings : unclaimed
  async function* given(): AsyncGenerator<string[]> {
    let n = 0
    const wrong = wrongRows(ctx, found.id)
    let next = await wrong.next()
    for await (const row of rows) {
      n += 1
      if (next.done) return
      if (next.value.n !== n) continue
      mustBeSame(row, next.value)
      const cells = whole(row.cells.map(meant), headings.length, delimiter)
      yield [...own.map((_, place) => cells[place] ?? ''), String(row.line), say(next.value.problem, next.value.facts)]
      next = await wrong.next()
    }
    if (!next.done) throw new Refusal('conflict', 'importFileMoved')
  }
  return { mark, delimiter, headings: [...own, ...GIVEN_BACK], rows: given() }
}

/** The lines of their file. Its guards come off when it is read, so that it may go round as often as it has to. */
export async function* linesOf({ headings, rows }: Rejected): AsyncGenerator<string[]> {
  yield headings.map(neutralised)
  for await (const row of rows) yield row.map(neutralised)
}

/** The reason of a rejection: a sentence for each mistake, the first one first. */
function reasons(language: Language): (reason: Reason, facts: Told | null) => string {
  const t = words(language, 'imports')
  const say = (reason: Reason, facts: Facts) => t(`problems.${reason}`, facts as never)
  return (reason, facts) => {
    const { also = [], ...own } = facts ?? {}
    return [say(reason, own as Facts), ...also.map((other) => say(other.reason, other.facts))].join(' ')
  }
}

async function* wrongRows(ctx: Context, importId: number): AsyncGenerator<Wrong> {
  for (let after = 0; ; ) {
    const page = await ctx.db.execute<Wrong>(sql`
      select n, line, problem, facts from ${rowsOf(importId)}
      where problem is not null and n > ${after} order by n limit ${PAGE}`)
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.n
  }
}

function mustBeSame(row: Row, { line }: Wrong): void {
  if (row.line !== line) throw new Refusal('conflict', 'importFileMoved')
}

/** What stood past the last heading is kept with its last cell, so that nothing that was typed is lost. */
function whole(cells: readonly string[], width: number, delimiter: string): string[] {
  const past = cells.slice(width)
  if (past.every((cell) => cell.trim() === '')) return cells.slice(0, width)
  return [...cells.slice(0, width - 1), [cells[width - 1], ...past].join(delimiter)]
}
