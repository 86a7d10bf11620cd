import { z } from 'zod'
import { selection } from './selection'

/** Whether a text can be the key of a change: what an address brings is asked before the database is. */
export const isChangeKey = (text: string) => /^[a-z0-9]{6,20}$/.test(text)

const key = z.string().refine(isChangeKey, 'gone')

const CONTACT_KINDS = ['contact_role', 'contact_language', 'contact_domain', 'contact_star', 'contact_remove'] as const

/** `given` is what the kind of change asks for; the kind itself reads it. */
const decision = {
  kind: z.enum(['associate', 'disassociate', 'replace', 'collector', 'group', 'ungroup', 'state', ...CONTACT_KINDS]),
  given: z.record(z.string(), z.unknown()),
}

const day = z
  .union([z.literal(''), z.iso.date('day')])
  .nullish()
  .transform((value) => value || null)

export const planInput = z.object({ ...decision, selection })
export const draftInput = z.object({ selection })
export const decideInput = z.object({ key, ...decision, startsOn: day, endsOn: day })

/** `fingerprint` is that of the set the person saw on the preview. */
export const startInput = z.object({ key, fingerprint: z.string().max(200), total: z.coerce.number().int().min(0) })

/** A change that is named and nothing else: to be undone, to be stopped, to be gone on with. */
export const changeInput = z.object({ key })
