import { and, not, type SQL } from 'drizzle-orm'
import { contacts } from '@/db/schema'
import { anyOf } from '@/db/sql'
import type { Context } from '@/lib/context'
import { aimAt } from '@/lib/customers/queries/aim'
import { visibleTo } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { ofCustomers, readContactAddress } from '../filter'
import type { ContactSelection } from '../selection'
import { asksOfPeople, matchingContacts } from '../where'

/** `people`: whether the condition asks of the people themselves. */
type SelectedContacts = { where: SQL | undefined; people: boolean }

/**
 * The condition that a selection of contacts stands for, over contacts, customers and perhaps people, within what the
 * actor may know of. A search with a part that cannot be applied is refused: a broken address never widens a change.
 */
export async function selectedContacts(ctx: Context, selection: ContactSelection): Promise<SelectedContacts> {
  if (selection.kind === 'contacts')
    return { where: and(visibleTo(ctx.actor), anyOf(contacts.id, selection.ids)), people: false }
  const { filter, problems } = readContactAddress(selection.search)
  const aimed = await aimAt(ctx, ofCustomers(filter))
  if (problems.length + aimed.problems.length > 0) throw new Refusal('conflict', 'brokenSearch')
  const except = selection.except.length > 0 ? not(anyOf(contacts.id, selection.except)) : undefined
  return {
    where: and(matchingContacts(ctx, { filter, customers: aimed.aim }), except),
    people: asksOfPeople(filter),
  }
}
