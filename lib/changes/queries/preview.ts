import { and, sql } from 'drizzle-orm'
import { customers } from '@/db/schema'
import type { Context } from '@/lib/context'
import { searching } from '@/lib/customers/queries/searching'
import { visibleTo } from '@/lib/customers/where'
import { readingMany } from '../kinds/contact-kind'
import type { Change, CustomerKind, Named, Standing } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { forecastUndo, NOTHING_MOVED, type UndoForecast } from '../kinds/undo-forecast'
import { aboutOf } from '../selection'
import { decisionMark, markOf, markOfUndo, rowsOf, type SetMark, type Target, targeted } from '../where'
import { nameInput } from './changes'
import { sampleUndo, weighUndo } from './preview-undo'
import { MOST_WEIGHED, type Moved, SAMPLES, type Sample, standing, weigh } from './standing'

export type Preview = SetMark & UndoForecast & { already: number }

/**
 * What a planned change would do if it were started now: counted afresh each time it is looked at, when it is its turn
 * among the searches.
 */
export async function previewChange(ctx: Context, change: Change): Promise<Preview> {
  const [mark, forecast] = await searching(ctx, () =>
    change.undoOf === null ? previewKind(ctx, change) : previewUndo(ctx, change, change.undoOf),
  )
  const fingerprint = mark.fingerprint + decisionMark(change)
  return { ...mark, fingerprint, ...forecast, already: mark.total - forecast.will - forecast.refused }
}

async function previewKind(ctx: Context, change: Change): Promise<[SetMark, UndoForecast]> {
  const target = await targeted(ctx, change.target)
  const [mark, forecast] = await Promise.all([
    markOf(ctx, target),
    kindOf(change.kind).forecast(ctx, change.input, target),
  ])
  return [mark, { ...forecast, ...NOTHING_MOVED }]
}

async function previewUndo(ctx: Context, change: Change, undoOf: number): Promise<[SetMark, UndoForecast]> {
  // Not at once: of a change of contacts the forecast may be two statements already.
  const mark = await markOfUndo(ctx, undoOf)
  const forecast = await forecastUndo(ctx, change, undoOf, visibleTo(ctx.actor))
  return [mark, { ...forecast, refused: await countOutOfReach(ctx, undoOf) }]
}

/** How many of those that an undo aims at the actor knows of no more. */
async function countOutOfReach(ctx: Context, undoOf: number): Promise<number> {
  const scope = visibleTo(ctx.actor)
  if (!scope) return 0
  const [row] = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::integer as count
    from change_chunks k cross join lateral unnest(k.customer_ids) as frozen(id)
    where k.change_id = ${undoOf} and k.done_at is not null
      and not exists (select from ${customers} where ${customers.id} = frozen.id and ${scope})`)
  return row?.count ?? 0
}

/**
 * Which customers an undo aims at, for whoever starts it without a forecast: that asks about each of them, which takes
 * long where somebody touched one since.
 */
export async function markUndo(ctx: Context, change: Change): Promise<SetMark> {
  if (change.undoOf === null) throw new Error('only an undo means what was done')
  const { total, fingerprint } = await markOfUndo(ctx, change.undoOf)
  return { total, fingerprint: fingerprint + decisionMark(change) }
}

/**
 * The first customers that would change, by code, as they stand and as they would. Empty where it is about contacts.
 */
export async function sampleChange(ctx: Context, change: Change): Promise<Sample[]> {
  if (change.undoOf !== null) return aboutOf(change) === 'customers' ? sampleUndo(ctx, change.undoOf) : []
  const kind = kindOf(change.kind)
  if (kind.about !== 'customers') return []
  const differing = and(
    (await targeted(ctx, change.target)).where,
    kind.differs(change.input),
    sql`not ${kind.refuses(change.input)}`,
  )
  const rows = await searching(ctx, () => standing(ctx, differing, SAMPLES))
  const { users, groups } = await nameInput(ctx, change)
  const nameOf = (list: Named[]) => (id: number) => list.find((one) => one.id === id) ?? { id, name: '' }
  const names = { user: nameOf(users), group: nameOf(groups) }
  return rows.map(({ id: _id, code, name, ...before }) => {
    const after: Standing = { ...before, ...kind.after(change.input, before, names) }
    return { code, name, before, after }
  })
}

/**
 * The portfolios of the users that a change names, and of those who lose most though it does not name them, each before
 * and after. None for kinds that move no portfolio.
 */
export async function weighChange(ctx: Context, change: Change): ReturnType<typeof weigh> {
  const nothing = { loads: [], more: false }
  if (change.undoOf !== null) return aboutOf(change) === 'customers' ? weighUndo(ctx, change.undoOf) : nothing
  const kind = kindOf(change.kind)
  if (kind.about !== 'customers' || !kind.moves) return nothing
  const { users } = await nameInput(ctx, change)
  const target = await targeted(ctx, change.target)
  return searching(ctx, async () =>
    weigh(ctx, {
      named: await weighNamed(ctx, kind, change.input, users, target),
      others: await weighLeft(ctx, kind, change.input, target),
    }),
  )
}

async function weighNamed(
  ctx: Context,
  { moves }: CustomerKind,
  input: unknown,
  users: readonly Named[],
  target: Target,
): Promise<Moved[]> {
  if (!moves || users.length === 0) return []
  const figures = users.map(({ id }) => {
    const { gains, loses } = moves(input, id)
    return sql`count(*) filter (where ${gains}) - count(*) filter (where ${loses})`
  })
  const [row] = await readingMany(ctx, (ctx) =>
    ctx.db.execute<{ figures: string[] }>(sql`
      select array[${sql.join(figures, sql`, `)}]::text[] as figures ${rowsOf(target)}`),
  )
  return users.map(({ id, name }, index) => ({ id, name, by: Number(row?.figures[index] ?? 0) }))
}

async function weighLeft(ctx: Context, { leaves }: CustomerKind, input: unknown, target: Target): Promise<Moved[]> {
  if (!leaves) return []
  const { user, when } = leaves(input)
  return readingMany(ctx, (ctx) =>
    ctx.db.execute<Moved>(sql`
      select u.id::float8 as id, concat_ws(' ', u.first_name, u.last_name) as name, -left_by.count as by
      from (
        select ${user} as user_id, count(*)::integer as count ${rowsOf(target)} and ${when}
        group by 1 order by 2 desc, 1 limit ${MOST_WEIGHED + 1}
      ) left_by join users u on u.id = left_by.user_id
      order by left_by.count desc, u.id`),
  )
}
