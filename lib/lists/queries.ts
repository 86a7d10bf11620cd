import { and, eq, sql } from 'drizzle-orm'
import { codeListCodes, codeLists, customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'

export type CodeListSummary = {
  pasted: number
  found: number
  /** Codes that name no customer the reader may know of, as pasted, in their order. */
  notFound: string[]
  /** Codes that stand in the paste more than once, and how often. */
  repeated: { code: string; times: number }[]
  /** How many lines of the paste are repetitions: found + notFound + twice = pasted. */
  twice: number
}

/** What became of a pasted list, within the reader's portfolio: what lies outside it is simply not found. */
export async function findCodeList(ctx: Context, id: string): Promise<CodeListSummary | undefined> {
  const [list] = await ctx.db.select({ pasted: codeLists.pasted }).from(codeLists).where(eq(codeLists.id, id))
  if (!list) return undefined
  const rows = await ctx.db
    .select({ code: codeListCodes.code, times: codeListCodes.times, found: sql<boolean>`${customers.id} is not null` })
    .from(codeListCodes)
    .leftJoin(customers, and(eq(customers.codeKey, codeListCodes.codeKey), visibleTo(ctx.actor)))
    .where(eq(codeListCodes.listId, id))
    .orderBy(codeListCodes.position)
  const repeated = rows.filter((row) => row.times > 1).map(({ code, times }) => ({ code, times }))
  return {
    pasted: list.pasted,
    found: rows.filter((row) => row.found).length,
    notFound: rows.filter((row) => !row.found).map((row) => row.code),
    repeated,
    twice: repeated.reduce((sum, { times }) => sum + times - 1, 0),
  }
}
