import { eq } from 'drizzle-orm'
import { users } from '@/db/schema'
import { type Context, transact } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { difference, record } from '@/lib/history'
import type { ChooseColumns } from '../input'
import { type CustomerColumn, columnsToShow, isColumn, moved, USUAL_COLUMNS } from '../rules/columns'

/**
 * Keeps for the person which columns the list has, in this order, and how high rows are. The form of an administrator
 * knows neither, so their edit of the user is not stale for it: the version stays.
 */
export async function chooseColumns(ctx: Context, input: ChooseColumns): Promise<void> {
  const customerColumns = asKept(wanted(input))
  const values = { customerColumns, density: input.density }
  await transact(ctx, async (ctx) => {
    const [user] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.id)).for('no key update')
    const changed = user && difference(user, values)
    if (!changed) return
    await ctx.db.update(users).set(values).where(eq(users.id, ctx.actor.id))
    await record(ctx, { action: 'user.profileUpdated', userId: ctx.actor.id, ...changed })
  })
}

function wanted({ columns, up, down, usual }: ChooseColumns): readonly CustomerColumn[] {
  if (usual) return USUAL_COLUMNS
  if (![...columns, up ?? 'code', down ?? 'code'].every(isColumn)) throw new Refusal('conflict', 'columnUnknown')
  const chosen = columns.length === 0 ? columnsToShow(['code']) : columnsToShow(columns)
  return up ? moved(chosen, up, -1) : down ? moved(chosen, down, 1) : chosen
}

/** Nothing where it is what everybody begins with, so that it goes on being so when that changes. */
function asKept(columns: readonly CustomerColumn[]): CustomerColumn[] | null {
  return columns.join() === USUAL_COLUMNS.join() ? null : [...columns]
}
