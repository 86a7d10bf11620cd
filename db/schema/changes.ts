import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { codeText, id, memberOf, moment, reference } from '../columns'
import { users } from './users'
import { CHANGE_KINDS, CHANGE_STATES, EXCEPTION_REASONS } from './vocabulary'

/**
 * One action on a selection of customers. `target` is what the person asked for, `total` and `fingerprint` what it
 * meant when it was previewed; at the start the ids are frozen into chunks.
 */
export const changes = pgTable(
  'changes',
  {
    id: id(),
    key: codeText().notNull(),
    kind: text().notNull(),
    input: jsonb().notNull(),
    target: jsonb().notNull(),
    total: integer().notNull(),
    fingerprint: codeText().notNull(),
    state: text().notNull().default('planned'),
    undoOf: reference(),
    changed: integer().notNull().default(0),
    already: integer().notNull().default(0),
    notAllowed: integer().notNull().default(0),
    createdBy: reference()
      .notNull()
      .references(() => users.id),
    createdAt: moment().notNull().defaultNow(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (t) => [
    unique('changes_key_key').on(t.key),
    unique('changes_undo_of_key').on(t.undoOf),
    index('changes_created_by_idx').on(t.createdBy, t.createdAt),
    index('changes_created_at_idx').on(t.createdAt),
    memberOf('changes_kind_check', t.kind, CHANGE_KINDS),
    memberOf('changes_state_check', t.state, CHANGE_STATES),
  ],
)

/** The frozen targets, in id order, a few thousand ids a row. A chunk is done in one transaction; what is not done is the cursor. */
export const changeChunks = pgTable(
  'change_chunks',
  {
    changeId: reference()
      .notNull()
      .references(() => changes.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    customerIds: bigint({ mode: 'number' }).array().notNull(),
    doneAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.changeId, t.position] })],
)

/** Customers of a change that ended neither changed nor already so, and why. */
export const changeExceptions = pgTable(
  'change_exceptions',
  {
    changeId: reference()
      .notNull()
      .references(() => changes.id, { onDelete: 'cascade' }),
    customerId: reference().notNull(),
    reason: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.changeId, t.customerId] }),
    memberOf('change_exceptions_reason_check', t.reason, EXCEPTION_REASONS),
  ],
)
