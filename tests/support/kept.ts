import type { Sql } from '@/db/client'

/** A sum of what a person would lose or do twice, and what nobody may change who is not signed in. */
export async function sumOfKept(sql: Sql): Promise<string> {
  const [row] = await sql<{ content: string }[]>`
    select md5(string_agg(line, ' ' order by line)) as content from (
      select (to_jsonb(u) - 'last_sign_in_at')::text as line from users u union all select to_jsonb(s)::text from settings s
      union all select to_jsonb(c)::text from customers c union all select h.id::text from history h) lines`
  return row!.content
}
