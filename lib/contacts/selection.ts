import { z } from 'zod'
import { MOST_TICKED } from '@/lib/customers/selection'
import { rowId, searchAddress } from '@/lib/input'

/** Which contacts, as a mass change is told: the ticked ones, or all that a search finds except some. */
export const contactSelection = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('contacts'),
    ids: z.array(rowId()).min(1, 'nobodySelected').max(MOST_TICKED, 'tooManyTicked'),
  }),
  z.object({
    kind: z.literal('contactSearch'),
    /** The address of the search, canonical. */
    search: searchAddress(),
    except: z.array(rowId()).max(MOST_TICKED, 'tooManyTicked').default([]),
  }),
])
export type ContactSelection = z.output<typeof contactSelection>
