import { and, eq, lt, sql } from 'drizzle-orm'
import { codeListCodes, codeLists, customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import { type Context, transact } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { shortId } from '@/lib/short-id'
import { gather, MOST_CODES, type PastedCode, readings } from './rules'

/** Keeps a paste under a short id. Where a single line can be read several ways, the way that finds most customers wins. */
export async function createCodeList(ctx: Context, paste: string): Promise<{ id: string; pasted: number }> {
  const candidates = readings(paste)
  if ((candidates[0]?.length ?? 0) === 0)
    throw new Refusal('invalid', 'nothingPasted', { fields: { paste: 'nothingPasted' } })
  const tokens = await bestReading(ctx, candidates)
  if (tokens.length > MOST_CODES) {
    throw new Refusal('invalid', 'tooManyCodes', { values: { pasted: tokens.length, most: MOST_CODES } })
  }
  const id = shortId()
  await transact(ctx, async (ctx) => {
    await ctx.db
      .insert(codeLists)
      .values({ id, createdBy: ctx.actor.id, createdAt: ctx.now, openedAt: ctx.now, pasted: tokens.length })
    await insertCodes(ctx, id, gather(tokens))
  })
  return { id, pasted: tokens.length }
}

/** Notes that a list was opened, once a day at most: what nobody opens for two years is forgotten. */
export async function openCodeList(ctx: Context, id: string): Promise<void> {
  await ctx.db
    .update(codeLists)
    .set({ openedAt: ctx.now })
    .where(and(eq(codeLists.id, id), lt(codeLists.openedAt, new Date(ctx.now.getTime() - 24 * 3600_000))))
}

async function bestReading(ctx: Context, candidates: string[][]): Promise<string[]> {
  let best = { tokens: candidates[0] ?? [], found: -1 }
  if (candidates.length === 1) return best.tokens
  for (const tokens of candidates) {
    const keys = gather(tokens.slice(0, MOST_CODES)).map((code) => code.codeKey)
    const [row] = await ctx.db
      .select({ found: sql<number>`count(*)::integer` })
      .from(customers)
      .where(and(visibleTo(ctx.actor), anyOf(customers.codeKey, keys)))
    const found = row?.found ?? 0
    if (found > best.found) best = { tokens, found }
  }
  return best.tokens
}

async function insertCodes(ctx: Context, listId: string, codes: readonly PastedCode[]): Promise<void> {
  const column = (name: keyof PastedCode) => sql.param(codes.map((code) => code[name]))
  await ctx.db.execute(sql`
    insert into ${codeListCodes} (list_id, position, code, code_key, times)
    select ${listId}, pasted.*
    from unnest(${column('position')}::integer[], ${column('code')}::text[], ${column('codeKey')}::text[], ${column('times')}::integer[])
      as pasted`)
}
