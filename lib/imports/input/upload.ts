import { z } from 'zod'
import { IMPORT_KINDS } from '@/db/schema/vocabulary'
import { safeFileName } from '../rules/upload'

const LONGEST_GIVEN = 2000

/** What comes along with a file: what is in it, and what it is called where it comes from. */
export const uploadInput = z.object({
  kind: z.enum(IMPORT_KINDS),
  name: z
    .string()
    .max(LONGEST_GIVEN)
    .transform((given) => safeFileName(given) ?? 'file'),
})
