import { z } from 'zod'

/** A paste of the largest list we take, with room to spare; more is refused before it is read. */
const LONGEST_PASTE = 900_000

export const pasteInput = z.object({
  paste: z.string({ error: 'nothingPasted' }).max(LONGEST_PASTE, 'pasteTooLong'),
  /** The rest of the search, in its canonical spelling: the list is added to it. */
  search: z.string().max(8000).optional(),
})
