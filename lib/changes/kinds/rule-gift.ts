import { z } from 'zod'
import type { Right } from '@/lib/auth/permissions'
import { rowId } from '@/lib/input'
import { associationKind, colleagueIds } from './colleagues'
import { groupIds } from './groups'

/** What a rule gives: colleagues, a collector, or groups. */
export const ruleGift = z.discriminatedUnion('does', [
  z.object({ does: z.literal('associate'), colleagues: colleagueIds, as: associationKind.optional() }),
  z.object({ does: z.literal('collector'), collector: rowId() }),
  z.object({ does: z.literal('group'), groups: groupIds }),
])
export type Gift = z.output<typeof ruleGift>

const RIGHT_FOR: Record<Gift['does'], Right> = {
  associate: 'associations.write',
  collector: 'customers.collector',
  group: 'customers.groups',
}

/** What somebody must be allowed besides changing many, to have a rule give this. */
export const rightToGive = ({ does }: Gift): Right => RIGHT_FOR[does]
