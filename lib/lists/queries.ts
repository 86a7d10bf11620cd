import { and, eq, sql } from 'drizzle-orm'
import { codeListCodes, codeLists, customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { standing } from '@/lib/customers/queries/aim'
import { visibleTo } from '@/lib/customers/where'
import { isHeading } from './rules/codes'
import { keysOf, type Meant, meantBy } from './rules/meant'
import { guesses, NEAR_KINDS, type NearKind, spans } from './rules/near'
import { type Near, type Neighbour, nearest } from './rules/nearest'
import { readings } from './rules/paste'

/** The codes that a paste means to somebody who sees these customers. `chosen` is the column that person named. */
export async function readPaste(ctx: Context, paste: string, chosen?: string): Promise<Meant> {
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

type Missing = { position: number; code: string }

export type CodeListSummary = {
  /** Of a frozen view: of its customers the reader learns of those within reach, and of no other. */
  frozen: boolean
  /** Without the heading. */
  pasted: number
  found: number
  /** How many of the found are blocked or archived, which a search leaves out until it is told not to. */
  resting: number
  /** Codes that name no customer the reader may know of, as pasted, in their order. */
  notFound: Missing[]
  /** Codes that stand in the paste more than once, and how often. */
  repeated: { code: string; times: number }[]
  /** How many lines of the paste are repetitions: found + notFound + twice = pasted. */
  twice: number
  /** The heading of the column, where the paste began with one. */
  heading: string | undefined
}

type Told = [position: number, code: string, times: number, found: boolean]

/** What became of a pasted list, within the reader's portfolio: what lies outside it is simply not found. */
export async function findCodeList(ctx: Context, id: string): Promise<CodeListSummary | undefined> {
  const [row] = await ctx.db.execute<{
    pasted: number
    frozen: boolean
    codes: number
    found: number
    resting: number
    told: Told[]
  }>(sql`
    with codes as materialized (
      select ${codeListCodes.position} as position, ${codeListCodes.code} as code, ${codeListCodes.times} as times,
             ${customers.id} is not null as found, ${customers.state} <> 'active' as rests
      from ${codeListCodes} left join ${customers} on ${isTheirs(ctx)}
      where ${codeListCodes.listId} = ${id} and (${customers.id} is not null or not ${isFrozen(id)})
    )
    select case when ${codeLists.frozen} then (select count(*)::integer from codes) else ${codeLists.pasted} end as pasted,
           ${codeLists.frozen} as frozen,
           (select count(*)::integer from codes) as codes,
           (select count(*)::integer from codes where found) as found,
           (select count(*)::integer from codes where rests) as resting,
           (select coalesce(json_agg(json_build_array(position, code, times, found) order by position), '[]')
            from codes where not found or times > 1) as told
    from ${codeLists} where ${codeLists.id} = ${id} and ${standing(ctx.now)}`)
  if (!row) return undefined
  const heading = headingOf(row.told, row.codes)
  const told = row.told.filter((entry) => entry !== heading)
  const repeated = told.filter(([, , times]) => times > 1).map(([, code, times]) => ({ code, times }))
  return {
    frozen: row.frozen,
    pasted: row.pasted - (heading?.[2] ?? 0),
    found: row.found,
    resting: row.resting,
    notFound: told.filter(([, , , found]) => !found).map(([position, code]) => ({ position, code })),
    repeated,
    twice: repeated.reduce((sum, { times }) => sum + times - 1, 0),
    heading: heading?.[1],
  }
}

export const LIST_GROUPS = ['found', 'missing', 'twice', 'near'] as const
export type ListGroup = (typeof LIST_GROUPS)[number]

/** One group of a list as rows: the code as pasted, and beside it what is offered for it. */
export async function listGroup(ctx: Context, id: string, group: ListGroup): Promise<string[][] | undefined> {
  const list = await findCodeList(ctx, id)
  if (!list) return undefined
  if (group === 'missing') return list.notFound.map(({ code }) => [code])
  if (group === 'twice') return list.repeated.map(({ code }) => [code])
  if (group === 'found') return (await listFoundCodes(ctx, id)).map((code) => [code])
  const near = await findNearCodes(ctx, id, list)
  return near.flatMap(({ code, offers }) => offers.map((offer) => [code, offer.code]))
}

/** The codes of a list that a customer bears, in the order of the paste. */
async function listFoundCodes(ctx: Context, id: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ code: codeListCodes.code })
    .from(codeListCodes)
    .innerJoin(codeLists, and(eq(codeLists.id, codeListCodes.listId), standing(ctx.now)))
    .innerJoin(customers, isTheirs(ctx))
    .where(eq(codeListCodes.listId, id))
    .orderBy(codeListCodes.position)
  return rows.map(({ code }) => code)
}

const isFrozen = (id: string) => sql`(select ${codeLists.frozen} from ${codeLists} where ${codeLists.id} = ${id})`

const isTheirs = (ctx: Context) => and(eq(customers.codeKey, codeListCodes.codeKey), visibleTo(ctx.actor))

/** What stands first, names nobody and reads like a heading is one, unless it is all there is. */
function headingOf(told: readonly Told[], codes: number): Told | undefined {
  const [first] = told
  return first && codes > 1 && first[0] === 0 && !first[3] && isHeading(first[1]) ? first : undefined
}

/** More codes than these are not looked at, and the costly guesses are made for the first few. */
const MOST_LOOKED_AT = 200
const MOST_WIDE = 50
/** One more than is shown, to know that there are more. */
const ENOUGH = 4

/**
 * Codes that exist, that the reader may know of, and that the codes not found may have been: Excel's damage, other
 * punctuation, a slip. Offered and never chosen; what stands in the list already is no offer.
 */
export async function findNearCodes(
  ctx: Context,
  id: string,
  list: Pick<CodeListSummary, 'notFound'>,
): Promise<Near[]> {
  const missing = list.notFound.slice(0, MOST_LOOKED_AT)
  if (missing.length === 0) return []
  const [guessed, spanned] = await Promise.all([findGuessed(ctx, id, missing), findSpanned(ctx, id, missing)])
  return nearest(missing, [...guessed, ...spanned])
}

async function findGuessed(ctx: Context, id: string, missing: readonly Missing[]): Promise<Neighbour[]> {
  const all = missing.flatMap(({ position, code }, index) =>
    guesses(code, index < MOST_WIDE).map(({ kind, key }) => ({ position, key, rank: NEAR_KINDS.indexOf(kind) })),
  )
  const column = (name: 'position' | 'rank' | 'key') => sql.param(all.map((guess) => guess[name]))
  const rows = await ctx.db.execute<{ position: number; rank: number; code: string; name: string }>(sql`
    select guess.position, guess.rank, ${customers.code} as code, ${customers.name} as name
    from unnest(${column('position')}::integer[], ${column('rank')}::integer[], ${column('key')}::text[])
      as guess (position, rank, key)
    join ${customers} on ${and(sql`${customers.codeKey} = guess.key`, visibleTo(ctx.actor), notListed(id))}
    order by guess.position, guess.rank, ${customers.code}`)
  return rows.map(({ rank, ...row }) => ({ ...row, kind: NEAR_KINDS[rank] as NearKind }))
}

async function findSpanned(ctx: Context, id: string, missing: readonly Missing[]): Promise<Neighbour[]> {
  const all = missing
    .slice(0, MOST_WIDE)
    .flatMap(({ position, code }) => spans(code).map((span) => ({ ...span, position })))
  if (all.length === 0) return []
  const column = (name: 'position' | 'low' | 'high') => sql.param(all.map((span) => span[name]))
  const isBetween = sql`${customers.codeKey} between span.low and span.high
    and length(${customers.codeKey}) = length(span.low) and ${customers.codeKey} ~ '^[0-9]+$'`
  const rows = await ctx.db.execute<Omit<Neighbour, 'kind'>>(sql`
    select span.position, near.code, near.name
    from unnest(${column('position')}::integer[], ${column('low')}::text[], ${column('high')}::text[])
      as span (position, low, high)
    cross join lateral (
      select ${customers.code} as code, ${customers.name} as name from ${customers}
      where ${and(isBetween, visibleTo(ctx.actor), notListed(id))}
      order by ${customers.codeKey} limit ${ENOUGH}
    ) near
    order by span.position, near.code`)
  return rows.map((row) => ({ ...row, kind: 'shortened' }))
}

const notListed = (id: string) =>
  sql`not exists (select from ${codeListCodes} where ${codeListCodes.listId} = ${id} and ${codeListCodes.codeKey} = ${customers.codeKey})`
