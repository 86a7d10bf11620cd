import { and, sql } from 'drizzle-orm'
import { codeListCodes, customers } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { visibleTo } from '@/lib/customers/where'
import { postgresError } from '@/lib/errors'
import type { CodeListSummary, Missing } from '../queries'
import { guesses, NEAR_KINDS, type NearKind, spans } from '../rules/near'
import { type Near, type Neighbour, nearest } from '../rules/nearest'

/** More codes than these are not looked at, and the costly guesses are made for the first few. */
const MOST_LOOKED_AT = 200
const MOST_WIDE = 50
/** One more than is shown, to know that there are more. */
const ENOUGH = 4
/** Between two numbers stand longer ones too, in a large company very many: so many are looked at. */
const MOST_BETWEEN = 1000
/** Hints may cost a page this much for each of two searches, and no more. */
const PATIENCE = '500ms'

/**
 * Codes that exist, that the reader may know of, and that the codes not found may have been: Excel's damage, other
 * punctuation, a slip. Offered and never chosen. What stands in the list already is offered only where it is the same
 * code, damaged: one that looks alike or has another character is more likely its neighbour. Nothing where the search
 * for them took too long: nobody has to wait for a hint.
 */
export async function findNearCodes(
  ctx: Context,
  id: string,
  list: Pick<CodeListSummary, 'notFound'>,
): Promise<Near[] | undefined> {
  const missing = list.notFound.slice(0, MOST_LOOKED_AT)
  if (missing.length === 0) return []
  try {
    return await transact(ctx, async (ctx) => {
      await ctx.db.execute(sql`set local statement_timeout = ${sql.raw(`'${PATIENCE}'`)}`)
      return nearest(missing, [...(await findGuessed(ctx, id, missing)), ...(await findSpanned(ctx, id, missing))])
    })
  } catch (error) {
    if (postgresError(error)?.code === '57014') return undefined
    throw error
  }
}

async function findGuessed(ctx: Context, id: string, missing: readonly Missing[]): Promise<Neighbour[]> {
  const all = missing.flatMap(({ position, code }, index) =>
    guesses(code, index < MOST_WIDE).map(({ kind, key }) => ({ position, key, rank: NEAR_KINDS.indexOf(kind) })),
  )
  const column = (name: 'position' | 'rank' | 'key') => sql.param(all.map((guess) => guess[name]))
  const rows = await ctx.db.execute<Omit<Neighbour, 'kind'> & { rank: number }>(sql`
    select guess.position, guess.rank, ${customers.code} as code, ${customers.name} as name, ${listed(id)} as listed
    from unnest(${column('position')}::integer[], ${column('rank')}::integer[], ${column('key')}::text[])
      as guess (position, rank, key)
    join ${customers} on ${and(sql`${customers.codeKey} = guess.key`, visibleTo(ctx.actor))}
    where guess.rank < ${NEAR_KINDS.indexOf('letters')} or not ${listed(id)}
    order by guess.position, guess.rank, ${customers.code}`)
  return rows.map(({ rank, ...row }) => ({ ...row, kind: NEAR_KINDS[rank] as NearKind }))
}

async function findSpanned(ctx: Context, id: string, missing: readonly Missing[]): Promise<Neighbour[]> {
  const all = missing
    .slice(0, MOST_WIDE)
    .flatMap(({ position, code }) => spans(code).map((span) => ({ ...span, position })))
  if (all.length === 0) return []
  const column = (name: 'position' | 'low' | 'high') => sql.param(all.map((span) => span[name]))
  const isMeant = sql`length(${customers.codeKey}) = length(span.low) and ${customers.codeKey} ~ '^[0-9]+$'`
  const rows = await ctx.db.execute<Omit<Neighbour, 'kind'>>(sql`
    select span.position, near.code, near.name
    from unnest(${column('position')}::integer[], ${column('low')}::text[], ${column('high')}::text[])
      as span (position, low, high)
    cross join lateral (
      select ${customers.code} as code, ${customers.name} as name
      from (
        select * from ${customers} where ${customers.codeKey} between span.low and span.high
        order by ${customers.codeKey} limit ${MOST_BETWEEN}
      ) ${customers}
      where ${and(isMeant, visibleTo(ctx.actor), sql`not ${listed(id)}`)}
      order by ${customers.codeKey} limit ${ENOUGH}
    ) near
    order by span.position, near.code`)
  return rows.map((row) => ({ ...row, kind: 'shortened' }))
}

const listed = (id: string) =>
  sql`exists (select from ${codeListCodes} where ${codeListCodes.listId} = ${id} and ${codeListCodes.codeKey} = ${customers.codeKey})`
