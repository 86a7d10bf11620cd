import { z } from 'zod'
import { ASSOCIATION_KINDS } from '@/db/schema/vocabulary'
import { rowId } from '@/lib/input'

const kind = z.enum(ASSOCIATION_KINDS, { error: 'associationKind' })
const userId = z.coerce.number({ error: 'chooseColleague' }).int('chooseColleague').positive('chooseColleague')

export const associateInput = z.object({ customerId: rowId(), userId, kind: kind.optional() })
/** `seen` is the kind the person was shown. */
export const updateAssociationInput = z.object({ customerId: rowId(), userId, kind, seen: kind })
export const pinAssociationInput = z.object({ customerId: rowId(), userId, pinned: z.boolean() })
export const disassociateInput = z.object({ customerId: rowId(), userId })
