import { z } from 'zod'
import { contactSelection } from '@/lib/contacts/selection'
import { customerSelection } from '@/lib/customers/selection'
import { rowId, searchAddress } from '@/lib/input'

/** What a change counts, previews and lists. */
export type About = 'customers' | 'contacts'

/**
 * The search in which rows were ticked, for whoever looks back. Words that were looked for are not kept: they are often
 * somebody's name, and a change outlives an erasure. What cannot be kept is left out, it changes nothing.
 */
const among = searchAddress()
  .transform((search) => search.replace(/(^|&)q=[^&]*/, '').replace(/^&/, ''))
  .optional()
  .catch(undefined)

const [ticked, found, portfolio] = customerSelection.options
const [tickedContacts, foundContacts] = contactSelection.options

/** What a person chooses to change many of. */
export const selection = z.union([
  z.discriminatedUnion('kind', [ticked.extend({ among }), found, portfolio]),
  z.discriminatedUnion('kind', [tickedContacts.extend({ among }), foundContacts]),
])
export type Selection = z.output<typeof selection>

/**
 * The customers that a rule gives something, with the search of its view at that time, or, without, those it takes back
 * from.
 */
const ruled = z.object({ kind: z.literal('rule'), ruleId: rowId(), search: z.string().optional() })

const undone = z.object({
  kind: z.literal('change'),
  changeId: z.number(),
  about: z.literal('contacts').optional(),
})

/** What a change aims at: a selection of a person, what a rule is about, or what another change touched. */
export const changeTarget = z.union([selection, ruled, undone])
export type ChangeTarget = z.output<typeof changeTarget>

/** Whether a change is about customers or about contacts of theirs. */
export function aboutOf({ target }: { target: unknown }): About {
  const { kind, about } = target as { kind: string; about?: string }
  return kind === 'contacts' || kind === 'contactSearch' || about === 'contacts' ? 'contacts' : 'customers'
}
