import { createHash } from 'node:crypto'
import { and, desc, eq, sql } from 'drizzle-orm'
import { importMappings, users } from '@/db/schema'
import type { ImportKind } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import type { Mapping } from '../input'
import { kindOf } from '../kinds/registry'
import { headingsFingerprint } from '../rules/headings'
import { type KeptMapping, layMapping, ownHeadings } from '../rules/mapping'

export type Offer = {
  id: number
  name: string
  lastUsedAt: Date
  lastUsedBy: string | null
  /** How many columns of this file it does not know. */
  unknown: number
  mapping: KeptMapping
}

const MOST_LOOKED_AT = 300
const MOST_OFFERED = 6
/** One that knows fewer of the columns was made for another kind of file. */
const LEAST_KNOWN = 0.5

/** A heading of one or two letters is as good as none: columns without headings are called so. */
const SHORTEST_KNOWN = 3

/**
 * The headings by which a file of a kind is told: the standard ones, and those of files that somebody has had
 * remembered.
 */
export async function knownHeadings(ctx: Context, kind: ImportKind): Promise<string[]> {
  const rows = await ctx.db.execute<{ heading: string }>(sql`
    select distinct heading
    from (select mapping from ${importMappings} where kind = ${kind} order by last_used_at desc limit ${MOST_LOOKED_AT}) kept
    cross join lateral jsonb_object_keys(kept.mapping) heading
    where char_length(heading) >= ${SHORTEST_KNOWN}`)
  return [...kindOf(kind).headings, ...rows.map(({ heading }) => heading)]
}

/** What was last remembered for exactly these headings, in this order. */
export async function rememberedFor(
  ctx: Context,
  kind: ImportKind,
  headings: readonly string[],
): Promise<{ name: string; mapping: Mapping } | undefined> {
  const [kept] = await ctx.db
    .select({ name: importMappings.name, mapping: importMappings.mapping })
    .from(importMappings)
    .where(and(eq(importMappings.kind, kind), eq(importMappings.fingerprint, fingerprintOf(headings))))
    .orderBy(desc(importMappings.lastUsedAt), desc(importMappings.id))
    .limit(1)
  if (!kept) return undefined
  const { headings: known } = kindOf(kind)
  const laid = layMapping(headings, kept.mapping as KeptMapping)
  return { name: kept.name, mapping: laid.map((field) => (field && known.includes(field) ? field : null)) }
}

/**
 * What is the same for files with the same headings, and for the rows of one that were given back; short, however many
 * columns there are.
 */
export function fingerprintOf(headings: readonly string[]): string {
  return createHash('sha256')
    .update(headingsFingerprint(ownHeadings(headings)))
    .digest('hex')
}

/**
 * The kept mappings that fit the headings of a file, the best first: those made for the same headings, then those that
 * know most of them.
 */
export async function offerMappings(ctx: Context, kind: ImportKind, headings: readonly string[]): Promise<Offer[]> {
  const fingerprint = fingerprintOf(headings)
  const rows = await ctx.db
    .select({
      id: importMappings.id,
      name: importMappings.name,
      fingerprint: importMappings.fingerprint,
      mapping: importMappings.mapping,
      lastUsedAt: importMappings.lastUsedAt,
      lastUsedBy: sql<
        string | null
      >`case when ${users.id} is not null then concat_ws(' ', ${users.firstName}, ${users.lastName}) end`,
    })
    .from(importMappings)
    .leftJoin(users, eq(users.id, importMappings.lastUsedBy))
    .where(eq(importMappings.kind, kind))
    .orderBy(desc(sql`${importMappings.fingerprint} = ${fingerprint}`), desc(importMappings.lastUsedAt))
    .limit(MOST_LOOKED_AT)
  return rows
    .map(({ fingerprint: made, ...row }) => {
      const mapping = row.mapping as KeptMapping
      const laid = layMapping(headings, mapping)
      const unknown = ownHeadings(headings).filter((_, place) => laid[place] === undefined).length
      return { ...row, mapping, unknown, same: made === fingerprint }
    })
    .filter(({ same, unknown }) => same || headings.length - unknown >= headings.length * LEAST_KNOWN)
    .sort((a, b) => Number(b.same) - Number(a.same) || a.unknown - b.unknown)
    .slice(0, MOST_OFFERED)
    .map(({ same: _, ...offer }) => offer)
}
