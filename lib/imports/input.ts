import { z } from 'zod'

export const IMPORT_KINDS = ['customers', 'contacts', 'users'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** How a file is to be taken. Left out, each is the choice that loses nothing. */
export const importOptions = z.object({
  /** What a blank cell says: nothing, or that there is nothing. An absent column never says anything. */
  blank: z.enum(['keep', 'erase']).default('keep'),
  /** Whether a collector or colleague nobody knows becomes an inactive user; else the row is rejected. */
  createUsers: z.boolean().default(true),
  /** `replace` takes back those colleagues an import once gave and this file does not name. */
  colleagues: z.enum(['add', 'replace']).default('add'),
})
export type ImportOptions = z.output<typeof importOptions>
