import { z } from 'zod'

/** How a file is to be taken. Left out, each is the choice that loses nothing. */
export const importOptions = z.object({
  /** What a blank cell says: nothing, or that there is nothing. An absent column never says anything. */
  blank: z.enum(['keep', 'erase']).default('keep'),
  /** Whether a collector or colleague nobody knows becomes an inactive user; else the row is rejected. */
  createUsers: z.boolean().default(true),
  /**
   * `replace` takes back those colleagues an import once gave and this file does not name; of a users file, from their
   * portfolios.
   */
  colleagues: z.enum(['add', 'replace']).default('add'),
  /** Whether a file of items says what changed, or all that is open: then what it leaves out is cleared. */
  items: z.enum(['delta', 'stock']).default('delta'),
  /**
   * The share of all open items, in percent, that `stock` may clear; a file that leaves out more was likely cut off.
   */
  stockLimit: z.number().int().min(0).max(100).default(50),
  /** What becomes of customers whom a file once brought and this file of customers leaves out. */
  missing: z.enum(['leave', 'block', 'archive']).default('leave'),
  /** The share of all customers whom files brought, in percent, that may be left out. */
  missingLimit: z.number().int().min(0).max(100).default(10),
  /** By what a row of a file of contacts finds the contact it is about: by each in turn, or by one alone. */
  match: z.enum(['any', 'external_id', 'email', 'name']).default('any'),
  /** Which rows of such a file do something: those of contacts nobody knows, those of known ones, or both. */
  take: z.enum(['both', 'new', 'known']).default('both'),
})
export type ImportOptions = z.output<typeof importOptions>

/** What somebody said of each heading of the file, in its order: which field it is, or none. */
export type Mapping = readonly (string | null)[]
