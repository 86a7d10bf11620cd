import { z } from 'zod'
import { customerSelection } from '@/lib/customers/selection'
import { rowId } from '@/lib/input'

/** The customers that a rule gives something, with the search of its view at that time, or, without, those it takes back from. */
const ruled = z.object({ kind: z.literal('rule'), ruleId: rowId(), search: z.string().optional() })

/** What a change aims at: a selection of a person, what a rule is about, or what another change touched. */
export const changeTarget = z.union([
  customerSelection,
  ruled,
  z.object({ kind: z.literal('change'), changeId: z.number() }),
])
export type ChangeTarget = z.output<typeof changeTarget>
