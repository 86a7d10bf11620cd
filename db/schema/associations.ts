import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { id, memberOf, moment, reference } from '../columns'
import { customers } from './customers'
import { users } from './users'
import { ASSOCIATION_KINDS, ASSOCIATION_SOURCES } from './vocabulary'

/**
 * A user who is a colleague for a customer. The row that carries `changeId` is its own journal: undoing the
 * change that gave it is one statement. Whoever edits the row afterwards takes the mark away.
 */
export const associations = pgTable(
  'associations',
  {
    customerId: reference()
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    userId: reference()
      .notNull()
      .references(() => users.id),
    kind: text().notNull(),
    since: moment().notNull().defaultNow(),
    createdBy: reference(),
    source: text().notNull().default('person'),
    ruleId: reference(),
    changeId: reference(),
    pinned: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.userId] }),
    index('associations_user_id_idx').on(t.userId, t.customerId),
    index('associations_change_id_idx').on(t.changeId).where(sql`change_id is not null`),
    memberOf('associations_kind_check', t.kind, ASSOCIATION_KINDS),
    memberOf('associations_source_check', t.source, ASSOCIATION_SOURCES),
  ],
)

/**
 * What was taken away, as it stood. `changeId` names the mass change that took it, if one did. `withheld` means a
 * person took it: no rule and no import gives it again until a person does. Like the history it refers to rows without
 * foreign keys: what is gone stays in it, and a million rows are kept without two million look-ups.
 */
export const associationRemovals = pgTable(
  'association_removals',
  {
    id: id(),
    customerId: reference().notNull(),
    userId: reference().notNull(),
    kind: text().notNull(),
    since: moment().notNull(),
    createdBy: reference(),
    source: text().notNull(),
    ruleId: reference(),
    givenByChange: reference(),
    pinned: boolean().notNull(),
    removedBy: reference(),
    removedAt: moment().notNull().defaultNow(),
    changeId: reference(),
    withheld: boolean().notNull().default(false),
  },
  (t) => [
    index('association_removals_customer_id_idx').on(t.customerId, t.userId),
    index('association_removals_withheld_idx').on(t.customerId, t.userId).where(sql`withheld`),
    index('association_removals_change_id_idx').on(t.changeId, t.customerId).where(sql`change_id is not null`),
    index('association_removals_given_by_change_idx').on(t.givenByChange).where(sql`given_by_change is not null`),
  ],
)
