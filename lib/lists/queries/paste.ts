import { and, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { keysOf, type Meant, meantBy } from '../rules/meant'
import { mustHaveFewLines, readings } from '../rules/paste'

/** The codes that a paste means to somebody who sees these customers. `chosen` is the column that person named. */
export async function readPaste(ctx: Context, paste: string, chosen?: string): Promise<Meant> {
  mustHaveFewLines(paste)
  const all = readings(paste)
  const existing = await whichExist(ctx, keysOf(all))
  return meantBy(all, (key) => existing.has(key), chosen)
}

async function whichExist(ctx: Context, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const rows = await ctx.db.execute<{ key: string }>(sql`
    select pasted.key from unnest(${sql.param(keys)}::text[]) as pasted (key)
    join ${customers} on ${and(sql`${customers.codeKey} = pasted.key`, visibleTo(ctx.actor))}`)
  return new Set(rows.map(({ key }) => key))
}
