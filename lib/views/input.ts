import { z } from 'zod'
import { neededText, text, tick, version } from '@/lib/input'
import { LONGEST_NAME } from './rules'

const LONGEST_SEARCH = 8000

const name = neededText(LONGEST_NAME)
const slug = text(60).min(1, 'gone')
/** The address of the search that is open; what it means is asked of it when it is kept. */
const search = z.string().max(LONGEST_SEARCH, 'tooLong')

export const newViewInput = z.object({
  name,
  search,
  shared: tick(),
  /** Living finds who matches at the time; frozen keeps exactly those who match now. */
  kind: z.enum(['living', 'frozen'], { error: 'notValid' }),
})
export type NewView = z.output<typeof newViewInput>

export const viewSearchInput = z.object({ view: slug, version: version(), search })
export const viewFactsInput = z.object({ view: slug, version: version(), name, shared: tick(), confirmed: tick() })
export const viewRemovalInput = z.object({ view: slug, version: version(), confirmed: tick() })
export const pinInput = z.object({
  view: slug,
  pinned: z.enum(['true', 'false']).transform((value) => value === 'true'),
})
