import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { codeText, id, memberOf, moment, nameText, reference } from '../columns'
import { users } from './users'
import { IMPORT_KINDS, IMPORT_SOURCES, IMPORT_STATES } from './vocabulary'

/**
 * One file on its way in, or the undoing of one. What is to be written stands row by row in a table of its own
 * (`staging.import_ID`) from the check until the import is forgotten; `position` is the last row that was worked on.
 */
export const imports = pgTable(
  'imports',
  {
    id: id(),
    key: codeText().notNull(),
    kind: text().notNull(),
    source: text().notNull(),
    state: text().notNull().default('uploaded'),
    fileName: text().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    sha256: codeText().notNull(),
    /** How the file is read: encoding, separator and so on; null until somebody, or the recognition, has said so. */
    reading: jsonb(),
    /** Which heading of the file is which of ours, by the place of the heading. */
    mapping: jsonb(),
    options: jsonb().notNull().default({}),
    /** What the check found: rows to create, to update, unchanged and rejected, and what is missing from the file. */
    plan: jsonb(),
    /** Rows read so far while it is checked, and in all afterwards. */
    offered: integer().notNull().default(0),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    /** Users and groups that were made on the way. */
    made: jsonb().notNull().default({}),
    position: integer().notNull().default(0),
    /** Why it could not be checked or carried out: a key of the refusals, and what its sentence names. */
    problem: text(),
    problemFacts: jsonb(),
    undoOf: reference(),
    /** Null where a file was taken in on the command line or from the watched folder. */
    createdBy: reference().references(() => users.id),
    createdAt: moment().notNull().defaultNow(),
    checkedAt: moment(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (t) => [
    unique('imports_key_key').on(t.key),
    // One that was stopped or failed leaves room for another.
    uniqueIndex('imports_undo_of_key').on(t.undoOf).where(sql`state not in ('stopped', 'failed')`),
    index('imports_created_at_idx').on(t.createdAt),
    index('imports_sha256_idx').on(t.sha256),
    index('imports_at_work_idx').on(t.id).where(sql`state in ('checking', 'running')`),
    memberOf('imports_kind_check', t.kind, IMPORT_KINDS),
    memberOf('imports_source_check', t.source, IMPORT_SOURCES),
    memberOf('imports_state_check', t.state, IMPORT_STATES),
    check(
      'imports_counts_check',
      sql`${t.state} <> 'done' or ${t.offered} = ${t.created} + ${t.updated} + ${t.unchanged} + ${t.rejected}`,
    ),
  ],
)

/** A mapping of headings that somebody named; it is offered to everybody for files with the same headings. */
export const importMappings = pgTable(
  'import_mappings',
  {
    id: id(),
    kind: text().notNull(),
    name: nameText().notNull(),
    /** The headings it was made for, whatever their file was called. */
    fingerprint: codeText().notNull(),
    mapping: jsonb().notNull(),
    createdBy: reference()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull().defaultNow(),
    lastUsedAt: moment().notNull().defaultNow(),
    lastUsedBy: reference().references(() => users.id),
  },
  (t) => [
    unique('import_mappings_kind_name_key').on(t.kind, t.name),
    index('import_mappings_fingerprint_idx').on(t.kind, t.fingerprint, t.lastUsedAt),
    memberOf('import_mappings_kind_check', t.kind, IMPORT_KINDS),
  ],
)
