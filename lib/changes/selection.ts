import { z } from 'zod'
import { customerSelection } from '@/lib/customers/selection'

/** What a change aims at: a selection of a person, or what another change touched. */
export const changeTarget = z.union([customerSelection, z.object({ kind: z.literal('change'), changeId: z.number() })])
export type ChangeTarget = z.output<typeof changeTarget>
