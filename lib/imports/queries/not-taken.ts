import { and, desc, eq, gte, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { imports } from '@/db/schema'
import type { Context } from '@/lib/context'
import { nameToRemember } from '../rules/upload'
import type { Import } from './imports'
import { kindsFor } from './kinds'

const DAYS = 14
const MOST = 200

export type NotTaken = Pick<Import, 'key' | 'fileName' | 'createdAt'>

/**
 * Files of the watched folder that could not be taken in and that nobody has seen to: neither did a person go on with
 * one, nor did a later file of that name, dates aside, go through.
 */
export async function listNotTaken(ctx: Context): Promise<NotTaken[]> {
  const kinds = kindsFor(ctx)
  if (kinds.length === 0) return []
  const failed = and(
    eq(imports.source, 'folder'),
    or(eq(imports.state, 'failed'), and(eq(imports.state, 'read'), isNotNull(imports.problem))),
  )
  const rows = await ctx.db
    .select()
    .from(imports)
    .where(
      and(
        inArray(imports.kind, kinds),
        isNull(imports.undoOf),
        gte(imports.createdAt, sql`${ctx.now.toISOString()}::timestamptz - make_interval(days => ${DAYS})`),
        or(failed, eq(imports.state, 'done')),
      ),
    )
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(MOST)
  const gone = new Set<string>()
  return (rows as Import[]).filter(({ kind, state, fileName }) => {
    const name = `${kind} ${nameToRemember(fileName)}`
    const seen = gone.has(name)
    gone.add(name)
    return state !== 'done' && !seen
  })
}
