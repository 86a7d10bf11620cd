import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { codeText, id, memberOf, moment, reference } from '../columns'
import { users } from './users'
import { EXPORT_STATES } from './vocabulary'

/**
 * A list on its way out as a file that the worker makes, or rows that were ticked for one. The file lies in the data
 * folder under the key until it expires; only its author can fetch it.
 */
export const exports = pgTable(
  'exports',
  {
    id: id(),
    key: codeText().notNull(),
    /** Null while it is a draft: rows were ticked, but not yet what of them is wanted. */
    kind: text(),
    state: text().notNull().default('draft'),
    /** What is exported, as it was asked for. */
    target: jsonb().notNull(),
    /** Format, decimal mark and days. */
    choices: jsonb(),
    /** The search in the author's words, for the file itself. */
    said: text().notNull().default(''),
    fileName: text().notNull().default(''),
    /** Whether the author was kept to a portfolio when it was asked for. */
    portfolioOnly: boolean().notNull(),
    total: integer(),
    rows: integer().notNull().default(0),
    size: bigint({ mode: 'number' }),
    /** Why there is no file: a key of the refusals. */
    problem: text(),
    createdBy: reference()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull().defaultNow(),
    finishedAt: moment(),
    expiresAt: moment(),
  },
  (t) => [
    unique('exports_key_key').on(t.key),
    index('exports_created_by_idx').on(t.createdBy, t.createdAt),
    index('exports_at_work_idx').on(t.createdBy).where(sql`state in ('waiting', 'running')`),
    memberOf('exports_state_check', t.state, EXPORT_STATES),
  ],
)
