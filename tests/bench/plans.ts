import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { Sql } from '@/db/client'
import * as schema from '@/db/schema'
import type { Context } from '@/lib/context'

/** What a search runs, in the words of the server that plans it. */
export type Plan = { search: string; text: string }

type Statement = { text: string; values: unknown[] }

/** The plans of all that `work` asks through the context it is given, without costs: those differ from day to day. */
export async function planOf(
  sql: Sql,
  ctx: Context,
  search: string,
  work: (ctx: Context) => Promise<unknown>,
): Promise<Plan> {
  const statements: Statement[] = []
  const logger = { logQuery: (text: string, values: unknown[]) => void statements.push({ text, values }) }
  await work({ ...ctx, db: drizzle(sql, { schema, casing: 'snake_case', logger }) })
  const plans: string[] = []
  for (const { text, values } of statements.filter(({ text }) => !text.trim().startsWith('explain'))) {
    const lines = await sql.unsafe<{ 'QUERY PLAN': string }[]>(`explain (costs off) ${text}`, values as string[])
    plans.push(lines.map((line) => readable(line['QUERY PLAN'])).join('\n'))
  }
  return { search, text: plans.sort().join('\n\n') }
}

/** Without what no two days have in common. */
function readable(line: string): string {
  return line
    .replace(/'\d{4}-\d\d-\d\d'/g, "'DAY'")
    .replace(/'\{[^']{40,}\}'/g, "'{…}'")
    .replace(/(list_id = )'[^']*'/g, "$1'LIST'")
}

/** Where the plans of a size are kept. */
const fileOf = (size: number) => resolve(import.meta.dirname, 'plans', `${size}.txt`)

export function keepPlans(size: number, plans: readonly Plan[]): void {
  writeFileSync(fileOf(size), plans.map(({ search, text }) => `# ${search}\n${text}\n`).join('\n'))
}

/** For each search the indexes that its kept plan uses and today's does not. Nothing where none was kept for that size. */
export function lostIndexes(size: number, plans: readonly Plan[]): string[] {
  if (!existsSync(fileOf(size))) return []
  const kept = new Map(
    readFileSync(fileOf(size), 'utf8')
      .split(/^# /m)
      .map((part): [string, string] => [part.slice(0, part.indexOf('\n')), part]),
  )
  return plans.flatMap(({ search, text }) => {
    const now = indexesOf(text)
    return [...indexesOf(kept.get(search) ?? '')]
      .filter((index) => !now.has(index))
      .map((index) => `${search} no longer uses ${index}`)
  })
}

/** The indexes that plans walk. */
export function indexesOf(plan: string): Set<string> {
  return new Set([...plan.matchAll(/(?:using|Bitmap Index Scan on) (\w+)/g)].map(([, index = '']) => index))
}
