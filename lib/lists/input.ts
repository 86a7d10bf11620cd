import { z } from 'zod'
import { isCode } from '@/lib/customers/rules'
import { NEAR_KINDS } from './rules/near'

/** A wide sheet of the largest list we take; more is refused before it is read. */
export const LONGEST_PASTE = 1_500_000

const search = z.string().max(8000).default('')

export const pasteInput = z.object({
  paste: z.string({ error: 'nothingPasted' }).max(LONGEST_PASTE, 'pasteTooLong'),
  /** The rest of the search, in its canonical spelling: the list is added to it. */
  search,
  /** Which column holds the codes, where the person was asked. */
  reading: z.string().max(40).optional(),
})

/** `kind:zeros`, or `12:00123`: the code at place 12 is to be this one. */
const taken = z.string().transform((text, issue) => {
  const [, head = '', tail = ''] = /^(\w+):(.+)$/s.exec(text) ?? []
  const kind = NEAR_KINDS.find((kind) => head === 'kind' && kind === tail)
  if (kind) return { kind }
  const position = Number(head)
  if (/^\d{1,6}$/.test(head) && isCode(tail)) return { position, code: tail }
  issue.addIssue('notValid')
  return z.NEVER
})

export const takeInput = z.object({ list: z.string().max(200), search, taken })
