import { sql } from 'drizzle-orm'
import { bigint, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { codeText, id, memberOf, moment, reference } from '../columns'
import { customers } from './customers'
import { users } from './users'
import { CHANGE_KINDS, CHANGE_STATES, EXCEPTION_REASONS, FACTS } from './vocabulary'

/**
 * One action on a selection of customers, or of contacts. `target` is what the person asked for, `total` and
 * `fingerprint` what it meant when it was previewed; at the start the ids are frozen into chunks.
 */
export const changes = pgTable(
  'changes',
  {
    id: id(),
    key: codeText().notNull(),
    /** Null while it is a draft: customers were chosen, but not yet what to do with them. */
    kind: text(),
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
    /** A hand-over that waits for its day, and the day on which it goes back by itself. */
    startsOn: date({ mode: 'string' }),
    endsOn: date({ mode: 'string' }),
    /** The rule whose run this is. It may be gone. */
    ruleId: reference(),
  },
  (t) => [
    unique('changes_key_key').on(t.key),
    unique('changes_undo_of_key').on(t.undoOf),
    index('changes_created_by_idx').on(t.createdBy, t.createdAt),
    index('changes_created_at_idx').on(t.createdAt),
    index('changes_rule_id_idx').on(t.ruleId, t.startedAt).where(sql`rule_id is not null`),
    memberOf('changes_kind_check', t.kind, CHANGE_KINDS),
    memberOf('changes_state_check', t.state, CHANGE_STATES),
  ],
)

/**
 * The frozen targets, in id order, a few thousand ids a row. A chunk is done in one transaction; what is not done is
 * the cursor. The first and last id find the chunks of one customer without opening their arrays. Of a change of
 * contacts `contactIds` says which, each beside its customer, who is then there once for each.
 */
export const changeChunks = pgTable(
  'change_chunks',
  {
    changeId: reference()
      .notNull()
      .references(() => changes.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    customerIds: bigint({ mode: 'number' }).array().notNull(),
    contactIds: bigint({ mode: 'number' }).array(),
    firstId: reference().generatedAlwaysAs(sql`customer_ids[1]`),
    lastId: reference().generatedAlwaysAs(sql`customer_ids[cardinality(customer_ids)]`),
    changed: integer().notNull().default(0),
    doneAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.changeId, t.position] }),
    index('change_chunks_first_id_idx').on(t.firstId, t.lastId),
  ],
)

/**
 * What a chunk did, and so the journal of the change: one fact, for one subject (a user, a group), turned from `before`
 * to `after` for all of these customers, or contacts beside their customers. Rows that were alike share one, however
 * many they are. Like the history it refers to customers, contacts, users and groups without foreign keys.
 */
export const changeEffects = pgTable(
  'change_effects',
  {
    id: id(),
    changeId: reference().notNull(),
    position: integer().notNull(),
    fact: text().notNull(),
    subject: reference(),
    before: jsonb(),
    after: jsonb(),
    customerIds: bigint({ mode: 'number' }).array().notNull(),
    contactIds: bigint({ mode: 'number' }).array(),
  },
  (t) => [
    foreignKey({
      name: 'change_effects_chunk_fk',
      columns: [t.changeId, t.position],
      foreignColumns: [changeChunks.changeId, changeChunks.position],
    }).onDelete('cascade'),
    index('change_effects_chunk_idx').on(t.changeId, t.position),
    memberOf('change_effects_fact_check', t.fact, FACTS),
  ],
)

/** Customers or contacts of a change that ended neither changed nor already so, and why. */
export const changeExceptions = pgTable(
  'change_exceptions',
  {
    changeId: reference()
      .notNull()
      .references(() => changes.id, { onDelete: 'cascade' }),
    customerId: reference().notNull(),
    contactId: reference(),
    reason: text().notNull(),
  },
  (t) => [
    unique('change_exceptions_key').on(t.changeId, t.customerId, t.contactId).nullsNotDistinct(),
    memberOf('change_exceptions_reason_check', t.reason, EXCEPTION_REASONS),
  ],
)

/**
 * Contacts that a change took away, each as its row stood and with the person, so that they can be given back and the
 * history can say who it was. What is given back leaves; of somebody who was erased only the numbers stay.
 */
export const removedContacts = pgTable(
  'removed_contacts',
  {
    contactId: reference().primaryKey(),
    changeId: reference().notNull(),
    position: integer().notNull(),
    customerId: reference()
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    personId: reference().notNull(),
    contact: jsonb(),
    person: jsonb(),
  },
  (t) => [
    foreignKey({
      name: 'removed_contacts_chunk_fk',
      columns: [t.changeId, t.position],
      foreignColumns: [changeChunks.changeId, changeChunks.position],
    }).onDelete('cascade'),
    index('removed_contacts_chunk_idx').on(t.changeId, t.position),
    index('removed_contacts_customer_id_idx').on(t.customerId),
    index('removed_contacts_person_id_idx').on(t.personId),
  ],
)
