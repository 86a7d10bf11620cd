import { and, asc, type SQL, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { CustomerState } from '@/db/schema/vocabulary'
import { ids } from '@/db/sql'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { visibleTo } from '@/lib/customers/where'
import { readingMany } from '../kinds/contact-kind'
import type { Change, Forecast, Named, Standing } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { forecastUndo } from '../kinds/undo'
import { decisionMark, markOf, markOfUndo, rowsOf, type SetMark, targeted } from '../where'
import { nameInput } from './changes'

export type Preview = SetMark & Forecast & { already: number }

/** What a planned change would do if it were started now: counted afresh each time it is looked at, when it is its turn among the searches. */
export async function previewChange(ctx: Context, change: Change): Promise<Preview> {
  const [mark, forecast] = await searching(ctx, () =>
    change.undoOf === null ? previewKind(ctx, change) : previewUndo(ctx, change, change.undoOf),
  )
  const fingerprint = mark.fingerprint + decisionMark(change)
  return { ...mark, fingerprint, ...forecast, already: mark.total - forecast.will - forecast.refused }
}

async function previewKind(ctx: Context, change: Change): Promise<[SetMark, Forecast]> {
  const target = await targeted(ctx, change.target)
  return Promise.all([markOf(ctx, target), kindOf(change.kind).forecast(ctx, change.input, target)])
}

async function previewUndo(ctx: Context, change: Change, undoOf: number): Promise<[SetMark, Forecast]> {
  // Not at once: of a change of contacts the forecast may be two statements already.
  return [await markOfUndo(ctx, undoOf), await forecastUndo(ctx, change, undoOf, visibleTo(ctx.actor))]
}

/** Which customers an undo aims at, for whoever starts it without a forecast: that asks about each of them, which takes long where somebody touched one since. */
export async function markUndo(ctx: Context, change: Change): Promise<SetMark> {
  if (change.undoOf === null) throw new Error('only an undo means what was done')
  const { total, fingerprint } = await markOfUndo(ctx, change.undoOf)
  return { total, fingerprint: fingerprint + decisionMark(change) }
}

const SAMPLES = 10
const MOST_WEIGHED = 10

/** The first customers that would change, by code, as they stand and as they would. Empty where it is about contacts. */
export async function sampleChange(ctx: Context, change: Change) {
  const kind = kindOf(change.kind)
  if (kind.about !== 'customers') return []
  const differing = and(
    (await targeted(ctx, change.target)).where,
    kind.differs(change.input),
    sql`not ${kind.refuses(change.input)}`,
  )
  const rows = await searching(ctx, () => standing(ctx, differing))
  const { users, groups } = await nameInput(ctx, change)
  const nameOf = (list: Named[]) => (id: number) => list.find((one) => one.id === id) ?? { id, name: '' }
  const names = { user: nameOf(users), group: nameOf(groups) }
  return rows.map(({ code, name, ...before }) => {
    const after: Standing = { ...before, ...kind.after(change.input, before, names) }
    return { code, name, before, after }
  })
}

/** The first customers of which something is so, as they stand. */
async function standing(ctx: Context, condition: SQL | undefined) {
  return ctx.db
    .select({
      code: customers.code,
      name: customers.name,
      state: sql<CustomerState>`${customers.state}`,
      collector: sql<Named | null>`(select ${NAMED} from users u where u.id = customers.collector_id)`,
      colleagues: sql<Named[]>`(
        select coalesce(json_agg(${NAMED} order by u.last_name, u.id), '[]')
        from associations a join users u on u.id = a.user_id where a.customer_id = customers.id)`,
      groups: sql<Named[]>`(
        select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name), '[]')
        from customer_groups m join groups g on g.id = m.group_id where m.customer_id = customers.id)`,
    })
    .from(customers)
    .where(condition)
    .orderBy(asc(customers.code))
    .limit(SAMPLES)
}

const NAMED = sql`json_build_object('id', u.id, 'name', concat_ws(' ', u.first_name, u.last_name))`

type Load = Named & { before: number; after: number }

/** How many customers the users that a change names have in their portfolios now, and would have. Empty for other kinds. */
export async function weighChange(ctx: Context, change: Change): Promise<Load[]> {
  const kind = kindOf(change.kind)
  const moves = kind.about === 'customers' ? kind.moves : undefined
  const users = (await nameInput(ctx, change)).users.slice(0, MOST_WEIGHED)
  if (!moves || users.length === 0) return []
  const target = await targeted(ctx, change.target)
  const figures = users.flatMap(({ id }) => {
    const { gains, loses } = moves(change.input, id)
    return [sql`count(*) filter (where ${gains})`, sql`-count(*) filter (where ${loses})`]
  })
  const [moved, sizes] = await searching(ctx, async () => [
    await readingMany(ctx, async (ctx) => {
      const [row] = await ctx.db.execute<{ figures: string[] }>(sql`
        select array[${sql.join(figures, sql`, `)}]::text[] as figures ${rowsOf(target)}`)
      return row?.figures ?? []
    }),
    await countHeld(ctx, users),
  ])
  return users.map(({ id, name }, index) => {
    const before = sizes.get(id) ?? 0
    const [gained, lost] = [moved[2 * index], moved[2 * index + 1]]
    return { id, name, before, after: before + Number(gained ?? 0) + Number(lost ?? 0) }
  })
}

/** As far as the actor may know of the customers. */
async function countHeld(ctx: Context, users: readonly Named[]): Promise<Map<number, number>> {
  const visible = visibleTo(ctx.actor)
  const known = visible
    ? sql`where exists (select from ${customers} where ${customers.id} = held.id and ${visible})`
    : sql``
  const rows = await ctx.db.execute<{ id: string; count: number }>(sql`
    select u.id, (
      select count(*)::integer from (
        select a.customer_id as id from associations a where a.user_id = u.id
        union select c.id from customers c where c.collector_id = u.id
      ) held ${known}
    ) as count from unnest(${ids(users.map(({ id }) => id))}) as u(id)`)
  return new Map(rows.map(({ id, count }) => [Number(id), count]))
}
