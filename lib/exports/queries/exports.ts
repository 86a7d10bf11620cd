import { and, desc, eq, gt, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { exports, users } from '@/db/schema'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { localeOf } from '@/lib/i18n/format'
import { exportChoices, isExportKey } from '../input'
import { kindOf } from '../kinds/registry'
import { type Choices, type ExportKind, firstChoices } from '../rules'

export type Export = typeof exports.$inferSelect

const MOST_LISTED = 100

/** What is on its way, and what can still be fetched: the actor's own, the latest first. */
export async function listExports(ctx: Context): Promise<Export[]> {
  return ctx.db
    .select()
    .from(exports)
    .where(and(own(ctx), ne(exports.state, 'draft')))
    .orderBy(desc(exports.createdAt), desc(exports.id))
    .limit(MOST_LISTED)
}

/** One of the actor's own; nobody else's exists for them, nor one that has expired. */
export async function findExport(ctx: Context, key: string): Promise<Export | undefined> {
  if (!isExportKey(key)) return undefined
  const [row] = await ctx.db
    .select()
    .from(exports)
    .where(and(own(ctx), eq(exports.key, key)))
  return row
}

function own(ctx: Context): SQL | undefined {
  const stands = sql`(${exports.expiresAt} is null or ${gt(exports.expiresAt, ctx.now)})`
  return and(eq(exports.createdBy, ctx.actor.id), stands)
}

/** How many files of the actor the worker has before it. */
export async function countWaiting(ctx: Context): Promise<number> {
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::integer` })
    .from(exports)
    .where(and(eq(exports.createdBy, ctx.actor.id), inArray(exports.state, ['waiting', 'running'])))
  return row?.count ?? 0
}

/** Format and style of the actor's last export; else what is usual where they are. */
export async function lastChoices(ctx: Context): Promise<Choices> {
  const [row] = await ctx.db.select({ choices: users.exportChoices }).from(users).where(eq(users.id, ctx.actor.id))
  const kept = exportChoices.safeParse(row?.choices)
  return kept.success ? kept.data : firstChoices(localeOf(ctx.actor.language, ctx.company.country))
}

/** Whether the actor may have this list as a file at all. */
export function mayExport({ actor }: Context, kind: ExportKind): boolean {
  return can(actor, 'exports.write') && can(actor, kindOf(kind).right)
}

/**
 * Whether the actor may have a file that was made before: rights are asked again, and whoever was kept to a portfolio
 * since does not get what was read of the whole company.
 */
export function mayFetch(ctx: Context, { kind, portfolioOnly }: Pick<Export, 'kind' | 'portfolioOnly'>): boolean {
  return kind !== null && mayExport(ctx, kind as ExportKind) && (portfolioOnly || !ctx.actor.portfolioOnly)
}
