import { z } from 'zod'
import { customerSelection } from '@/lib/customers/selection'

/** Whether a text can be the key of a change: what an address brings is asked before the database is. */
export const isChangeKey = (text: string) => /^[a-z0-9]{6,20}$/.test(text)

const key = z.string().refine(isChangeKey, 'gone')

export const planInput = z.object({
  kind: z.enum(['associate', 'disassociate']),
  colleagues: z.array(z.coerce.number().int().positive()).min(1, 'chooseColleagues').max(50, 'tooManyColleagues'),
  selection: customerSelection,
})

/** `fingerprint` is that of the set the person saw on the preview. */
export const startInput = z.object({ key, fingerprint: z.string().max(200), total: z.coerce.number().int().min(0) })

export const undoChangeInput = z.object({ key })
