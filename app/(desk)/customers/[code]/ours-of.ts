import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import type { Context } from '@/lib/context'
import { ownsState } from '@/lib/customers/input'
import type { CustomerFile } from '@/lib/customers/queries/file'
import { pickGroups } from '@/lib/groups/queries'
import { pickColleagues } from '@/lib/users/queries'
import type { OursProps } from './ours'

/** What is said on our side of a customer, what it can be changed into, and by this person at all. */
export async function oursOf(
  ctx: Context,
  { customer, collector, collectorRule, groups, state }: CustomerFile,
): Promise<OursProps> {
  const words = wordsFor(ctx, 'words')
  const may = {
    collector: can(ctx.actor, 'customers.collector'),
    groups: can(ctx.actor, 'customers.groups'),
    state: can(ctx.actor, 'customers.state'),
    comment: can(ctx.actor, 'customers.comment'),
  }
  const [users, everyGroup] = await Promise.all([
    may.collector ? pickColleagues(ctx) : [],
    may.groups ? pickGroups(ctx) : [],
  ])
  return {
    customerId: customer.id,
    version: customer.version,
    may,
    collector:
      collector && customer.collectorId !== null
        ? { id: customer.collectorId, name: collector.name, rule: collectorRule }
        : null,
    collectors: users
      .filter(({ id, active }) => active || id === customer.collectorId)
      .map(({ id, name, active }) => ({ value: String(id), label: active ? name : `${name} (${words('inactive')})` })),
    groups: groups.map(({ id, name, rule }) => ({ value: String(id), label: name, rule })),
    everyGroup: everyGroup.map(({ id, name }) => ({ value: String(id), label: name })),
    state,
    stateFromErp: ownsState(customer.erpFields),
    comment: customer.comment ?? '',
  }
}
