import { createHash } from 'node:crypto'
import type postgres from 'postgres'

/** Everything that a change may write, a line a row. Moments of the run itself and numbers that a failed try uses up are left out. */
export type Standing = { hash: string; lines: readonly string[] }

/** What the company had before is of 2024, and must come back to the second. */
const before = (column: string) => `case when ${column} < '2026-01-01' then ${column} end`
const kept = (column: string) =>
  `case when ${column} ->> 'since' > '2026-01-01' then ${column} - 'since' else ${column} end`

/** Who a person is: whoever is parted from somebody else has a number that a failed try uses up. */
const person = `(select concat_ws(' ', last_name, email, language, version) from people p where p.id = t.person_id)`

const TABLES: Record<string, string> = {
  changes: `to_jsonb(t) - '{created_at,started_at,finished_at}'::text[], finished_at is not null`,
  change_chunks: `to_jsonb(t) - 'done_at', done_at is not null`,
  change_effects: `change_id, position, fact, subject, ${kept('before')}, ${kept('after')}, customer_ids, contact_ids`,
  change_exceptions: 'to_jsonb(t)',
  customers: 'to_jsonb(t)',
  associations: `to_jsonb(t) - 'since', ${before('since')}`,
  withheld: `to_jsonb(t) - 'at', ${before('at')}`,
  customer_groups: 'to_jsonb(t)',
  withheld_groups: `to_jsonb(t) - 'at', ${before('at')}`,
  customer_search: 'to_jsonb(t)',
  people: `to_jsonb(t) - 'id'`,
  contacts: `to_jsonb(t) - 'person_id', ${person}`,
  removed_contacts: 'to_jsonb(t)',
  history: `to_jsonb(t) - '{id,at,person_id}'::text[], ${person}`,
  'graphile_worker.jobs': `task_identifier`,
}

export function standingOf(sql: postgres.Sql): Promise<Standing> {
  return standing(sql, TABLES, `where task_identifier = 'changes.run'`)
}

/** The rows of tables, each told by some of its columns; of the queue, those jobs alone. */
export async function standing(sql: postgres.Sql, tables: Record<string, string>, jobs: string): Promise<Standing> {
  const lines: string[] = []
  for (const [table, columns] of Object.entries(tables)) {
    const only = table.startsWith('graphile') ? jobs : ''
    const rows = await sql.unsafe<{ line: string }[]>(
      `select concat_ws(' | ', '${table}', ${columns}) as line from ${table} t ${only}`,
    )
    for (const { line } of rows) lines.push(line)
  }
  lines.sort()
  return { hash: createHash('sha256').update(lines.join('\n')).digest('hex'), lines }
}

/** Rows that one has and the other lacks, each as often as it is. */
export function surplus(of: Standing, over: Standing): string[] {
  const left = new Map<string, number>()
  for (const line of over.lines) left.set(line, (left.get(line) ?? 0) + 1)
  return of.lines.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}
