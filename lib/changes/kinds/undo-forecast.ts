import { type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import { CUSTOMER_FACTS } from '@/db/schema/vocabulary'
import type { Context } from '@/lib/context'
import { MOST_LISTED } from '../rules'
import { aboutOf } from '../selection'
import { FACT_OF } from './facts/registry'
import type { Change, Forecast } from './kind'
import { forecastUndoOfContacts } from './undo-contacts'

/** Customers; or contacts, each beside its customer. */
export type Listed = { customerIds: number[]; contactIds: number[] | null }

/**
 * What an undo would do now. `moved`: how many stay because somebody touched them since. Of these and of `partly`, up
 * to so many.
 */
export type UndoForecast = Forecast & { moved: number; listed: Record<'moved' | 'partly', Listed> }

const NOBODY: Listed = { customerIds: [], contactIds: null }
export const NOTHING_MOVED = { moved: 0, listed: { moved: NOBODY, partly: NOBODY } }

/**
 * What the undo of a change would do: a customer goes back where at least one thing is still as the change left it,
 * in part where another is not.
 */
export async function forecastUndo(
  ctx: Context,
  undo: Pick<Change, 'target'>,
  undoOf: number,
  scope: SQL | undefined,
): Promise<UndoForecast> {
  if (aboutOf(undo) === 'contacts') return forecastUndoOfContacts(ctx, undoOf, scope)
  const intact = scope === undefined ? await countIntact(ctx, undoOf) : undefined
  if (intact !== undefined) return { will: intact, refused: 0, partly: 0, ...NOTHING_MOVED }
  const [row] = await ctx.db.execute<Counted>(sql`
    select count(*) filter (where any_left)::integer as will, count(*) filter (where any_left and not all_left)::integer as partly,
      count(*) filter (where not any_left)::integer as moved,
      to_json((array_agg(id) filter (where not any_left))[1:${MOST_LISTED}]) as "movedIds",
      to_json((array_agg(id) filter (where any_left and not all_left))[1:${MOST_LISTED}]) as "partlyIds"
    from (
      select journal.id, bool_or(still) as any_left, bool_and(still) as all_left
      from (select touched.id, ${stillAsLeft()} as still
            from change_effects e cross join lateral unnest(e.customer_ids) as touched(id) where e.change_id = ${undoOf}) journal
      where ${scope ? sql`exists (select from ${customers} where ${customers.id} = journal.id and ${scope})` : sql`true`}
      group by journal.id
    ) customers_touched`)
  const { will = 0, partly = 0, moved = 0 } = row ?? {}
  const list = (ids: number[] | null | undefined): Listed => ({ customerIds: ids ?? [], contactIds: null })
  return { will, partly, moved, refused: 0, listed: { moved: list(row?.movedIds), partly: list(row?.partlyIds) } }
}

type Counted = {
  will: number
  partly: number
  moved: number
  movedIds: number[] | null
  partlyIds: number[] | null
}

/**
 * How many customers an association changed, if all that it gave is still as it was given; else undefined. Asks about
 * no row.
 */
export async function countIntact(ctx: Context, undoOf: number): Promise<number | undefined> {
  const [row] = await ctx.db.execute<{ intact: boolean; changed: number }>(sql`
    select c.changed, (
      select coalesce(bool_and(${GIVEN_BY_IT}), false)
        and sum(cardinality(e.customer_ids)) = (select count(*) from associations where change_id = ${undoOf})
      from change_effects e where e.change_id = ${undoOf}
    ) as intact
    from changes c where c.id = ${undoOf}`)
  return row?.intact ? row.changed : undefined
}

/** Whether effect `e` gave an association where nothing was. */
export const GIVEN_BY_IT = sql`(e.fact = 'association' and e.before is null and (e.after ->> 'changeId')::bigint = e.change_id)`

/** Whether what effect `e` did to customer `touched.id` still stands. */
export function stillAsLeft(): SQL {
  const branches = CUSTOMER_FACTS.map(
    (fact) =>
      sql`when ${fact} then ${FACT_OF[fact].state(sql`touched.id`, sql`e.subject`)} is not distinct from e.after`,
  )
  return sql`case e.fact ${sql.join(branches, sql` `)} end`
}
