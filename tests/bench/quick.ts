import type { Sql } from '@/db/client'
import type { Context } from '@/lib/context'
import { quickSearch } from '@/lib/search/queries/quick'
import type { Bench } from './bench'
import { median, percentile, timed } from './measure'
import { type Line, lineOf } from './report'

/** What somebody waits for who has a caller on the line. It stands where other jobs have their plain SQL. */
const PATIENCE_MS = 100
const TEXTS = 60
const WARMING = 5

/** How soon the first ten are found, kind by kind, for somebody who sees all and for somebody who sees a portfolio. */
export async function benchQuick({ sql, company, wanted, say }: Bench): Promise<Line[]> {
  const lines: Line[] = []
  for (const [kind, texts] of Object.entries(await textsOf(sql))) {
    for (const [whose, ctx] of [['', company.manager] as const, [' in a portfolio', company.confined] as const]) {
      const job = `quick ${kind}${whose}`
      if (wanted(job)) lines.push(await measured(job, ctx, texts, company.size, say))
    }
  }
  return lines
}

async function measured(
  job: string,
  ctx: Context,
  texts: readonly string[],
  size: number,
  say: Bench['say'],
): Promise<Line> {
  for (const text of texts.slice(0, WARMING)) await quickSearch(ctx, text)
  const samples: number[] = []
  let found = 0
  for (const text of texts.slice(WARMING)) {
    samples.push(
      await timed(async () => {
        if ((await quickSearch(ctx, text)).hits.length > 0) found++
      }),
    )
  }
  const p95 = percentile(samples, 0.95)
  const slowest = Math.max(...samples)
  say(
    `${job}: ${found} of ${samples.length} found, median ${median(samples).toFixed(1)}, slowest ${slowest.toFixed(1)} ms`,
  )
  return lineOf({ job: `${job}, p95 of ${PATIENCE_MS} ms`, size, ours: p95, plain: PATIENCE_MS, budget: 1, unit: 'ms' })
}

type Sought = {
  first: string
  last: string
  email: string | null
  phone: string
  code: string
  name: string
  city: string
}

/** What callers and their telephones say: never the same twice, so that nothing is quick for having been asked before. */
async function textsOf(sql: Sql): Promise<Record<string, string[]>> {
  const rows = await sql<Sought[]>`
    select p.first_name as first, p.last_name as last, p.email, p.phone, c.code, c.name, c.city
    from (select * from contacts order by hashint8extended(id, 55) limit ${TEXTS + WARMING}) k
    join people p on p.id = k.person_id join customers c on c.id = k.customer_id
    order by hashint8extended(k.id, 56)`
  const texts = (text: (row: Sought, n: number) => string | null | undefined) =>
    rows.flatMap((row, n) => text(row, n) ?? [])
  return {
    code: texts(({ code }) => code),
    'start of a code': texts(({ code }) => code.slice(0, 5)),
    phone: texts(({ phone }, n) => (n % 2 ? `0${phone.slice(3)}` : phone)),
    'last four digits': texts(({ phone }) => phone.slice(-4)),
    email: texts(({ email }) => email),
    'last name': texts(({ last }) => last),
    'both names': texts(({ first, last }) => `${last} ${first}`),
    'start of a name': texts(({ last }, n) => last.slice(0, 1 + (n % 3))),
    company: texts(({ name }) => name),
    'contact and company': texts(({ first, name }) => `${first} ${name.split(' ').slice(0, 2).join(' ')}`),
    'mistyped name': texts(({ last }, n) => mistyped(last, n)),
    'mistyped company': texts(({ name }, n) => `${mistyped(name.split(' ')[0] ?? '', n)} ${name.split(' ')[1]}`),
    nothing: texts((_, n) => `zqx${n}wv`),
  }
}

/** A letter left out, two in each other's place, another letter; where it happens goes round. */
function mistyped(word: string, n: number): string {
  const at = 1 + (n % Math.max(1, word.length - 2))
  const [before, here, next, rest] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)]
  if (n % 3 === 0) return before + next + rest
  return before + (n % 3 === 1 ? next + here : `x${next}`) + rest
}
