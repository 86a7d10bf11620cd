import { isDeepStrictEqual } from 'node:util'
import type { Sql } from '@/db/client'
import { createCodeList } from '@/lib/lists/commands'
import { findCodeList } from '@/lib/lists/queries'
import { findNearCodes } from '@/lib/lists/queries/near'
import { readPaste } from '@/lib/lists/queries/paste'
import { MOST_CODES } from '@/lib/lists/rules/codes'
import type { Bench } from './bench'
import { alternate, median, percentile, timed } from './measure'
import { type Line, lineOf } from './report'

/** Seconds that the largest paste may take, on any machine; the ratio says what of it is ours. */
const MOST_SECONDS = 2
const BUDGET = 1.5
const ROUNDS = { least: 3, most: 9, seconds: 30 }
/** Of a hundred pasted lines: one names nobody, one stands there already, two have lost their zeros. */
const EVERY = 100

type Outcome = { found: number; missing: number; twice: number }

/**
 * The largest paste, read, kept, and told apart into found, not found and twice, with offers for what was not found. Beside
 * it the codes inserted by one statement and joined to the customers, as somebody who has them in a table already would.
 */
export async function benchPaste({ sql, company, say }: Bench): Promise<Line[]> {
  const { manager: ctx, size } = company
  const lines = await linesOf(sql, Math.min(MOST_CODES, size))
  const text = lines.join('\r\n')
  const results: { ours?: Outcome; plain?: Outcome } = {}
  const ours = async () => {
    const meant = await readPaste(ctx, text)
    if (!('codes' in meant)) throw new Error('a single column leaves nothing to ask')
    const { id } = await createCodeList(ctx, meant.codes)
    const list = await findCodeList(ctx, id)
    if (!list) throw new Error('the list is gone')
    await findNearCodes(ctx, id, list)
    results.ours = { found: list.found, missing: list.notFound.length, twice: list.twice }
  }
  const plain = async () => {
    results.plain = await written(sql, lines, ctx.actor.id)
  }
  const samples = await alternate({ ours: () => timed(ours), plain: () => timed(plain) }, ROUNDS)
  if (!results.ours || !isDeepStrictEqual(results.ours, results.plain))
    throw new Error('paste: the two sides do not find the same')
  const seconds = { ours: median(samples.ours) / 1000, plain: median(samples.plain) / 1000 }
  const p95 = { ours: percentile(samples.ours, 0.95) / 1000, plain: percentile(samples.plain, 0.95) / 1000 }
  const line = lineOf({ job: 'paste', size, ...seconds, budget: BUDGET, unit: 's' }, p95)
  const { found, missing, twice } = results.ours
  say(
    `paste: ${lines.length.toLocaleString('en')} lines, ${found} found, ${missing} not found, ${twice} twice, ${samples.ours.length} rounds, ${seconds.ours.toFixed(2)} s of ${MOST_SECONDS} s`,
  )
  return [{ ...line, within: line.within && seconds.ours <= MOST_SECONDS }]
}

async function linesOf(sql: Sql, most: number): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`select code from customers order by hashint8extended(id, 78) limit ${most}`
  return rows.map(({ code }, index) => {
    if (index % EVERY === 1) return `NOBODY-${index}`
    if (index % EVERY === 2) return rows[index - 2]?.code ?? code
    return index % EVERY === 3 || index % EVERY === 4 ? code.replace(/^(\D*)0+/, '$1') : code
  })
}

async function written(sql: Sql, lines: readonly string[], author: number): Promise<Outcome> {
  const id = `plain${Math.random().toString(36).slice(2, 10)}`
  return sql.begin(async (sql) => {
    await sql`insert into code_lists (id, created_by, pasted) values (${id}, ${author}, ${lines.length})`
    await sql`
      insert into code_list_codes (list_id, position, code, code_key, times)
      select ${id}, min(position) - 1, min(code), upper(code), count(*)
      from unnest(${lines as string[]}::text[]) with ordinality as pasted (code, position) group by upper(code)`
    const [row] = await sql<Outcome[]>`
      select count(c.id)::integer as found, count(*) filter (where c.id is null)::integer as missing, sum(l.times - 1)::integer as twice
      from code_list_codes l left join customers c on c.code_key = l.code_key where l.list_id = ${id}`
    if (!row) throw new Error('nothing was counted')
    return row
  }) as Promise<Outcome>
}
