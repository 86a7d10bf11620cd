import { and, eq, sql } from 'drizzle-orm'
import { codeListCodes, codeLists, customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { standing } from '@/lib/customers/queries/aim'
import { visibleTo } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { findNearCodes } from './queries/near'
import { isHeading, isListId } from './rules/codes'

/** A code that was not found, as pasted. */
export type Missing = { position: number; code: string }

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
  if (!isListId(id)) return undefined
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
  if (!near) throw new Refusal('unavailable', 'nearTooLong')
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
