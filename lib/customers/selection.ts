import { z } from 'zod'
import { rowId, searchAddress } from '@/lib/input'

/** More ticked rows than this are a search, not a selection. */
export const MOST_TICKED = 10_000

/** Which customers, as a mass change is told: the ticked ones, all that a search finds except some, or a portfolio. */
export const customerSelection = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ids'),
    ids: z.array(rowId()).min(1, 'nothingSelected').max(MOST_TICKED, 'tooManyTicked'),
  }),
  z.object({
    kind: z.literal('search'),
    /** The address of the search, canonical. */
    search: searchAddress(),
    except: z.array(rowId()).max(MOST_TICKED, 'tooManyTicked').default([]),
  }),
  /** All of whom this user is collector or colleague. */
  z.object({ kind: z.literal('portfolio'), userId: rowId() }),
])
export type CustomerSelection = z.output<typeof customerSelection>
