import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { rowId } from '@/lib/input'

const MOST_COLLEAGUES = 50

/** The colleagues a change gives or takes, by id, each once and in order. */
export const colleaguesInput = z.object({
  colleagues: z
    .array(rowId())
    .min(1, 'chooseColleagues')
    .max(MOST_COLLEAGUES, 'tooManyColleagues')
    .transform((ids) => [...new Set(ids)].sort((a, b) => a - b)),
})
export type ColleaguesInput = z.output<typeof colleaguesInput>

/** Refuses unless every colleague exists. Inactive users are colleagues like any other. */
export async function mustExist(ctx: Context, { colleagues }: ColleaguesInput): Promise<void> {
  const [row] = await ctx.db
    .select({ found: sql<number>`count(*)::integer` })
    .from(users)
    .where(anyOf(users.id, colleagues))
  if (row?.found !== colleagues.length) throw new Refusal('not-found', 'colleagueGone')
}
