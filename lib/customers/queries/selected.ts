import { and, not, type SQL } from 'drizzle-orm'
import { customers } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { Refusal } from '@/lib/errors'
import { readCustomerAddress } from '../filter'
import type { CustomerSelection } from '../selection'
import { matching, portfolioOf, visibleTo } from '../where'
import { aimAt } from './aim'

/**
 * The condition that a selection stands for, within what the actor may know of. A search with a part that cannot be
 * applied is refused: a broken address never widens a change.
 */
export async function selected(ctx: Context, selection: CustomerSelection): Promise<SQL | undefined> {
  if (selection.kind === 'ids') return and(visibleTo(ctx.actor), anyOf(customers.id, selection.ids))
  if (selection.kind === 'portfolio') return and(visibleTo(ctx.actor), portfolioOf(selection.userId))
  const { filter, problems } = readCustomerAddress(selection.search)
  const aimed = await aimAt(ctx, filter)
  if (problems.length + aimed.problems.length > 0) throw new Refusal('conflict', 'brokenSearch')
  const except = selection.except.length > 0 ? not(anyOf(customers.id, selection.except)) : undefined
  return and(matching(ctx, aimed.aim), except)
}
