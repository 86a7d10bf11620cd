import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { memberOf, moment, reference } from '../columns'
import { customers } from './customers'
import { users } from './users'
import { ASSOCIATION_KINDS, ASSOCIATION_SOURCES } from './vocabulary'

/**
 * A user who is a colleague for a customer. `changeId` is the mass change that gave the row; whoever edits the row
 * afterwards takes the mark away, so that undoing the change leaves it alone.
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
    index('associations_rule_id_idx').on(t.ruleId, t.customerId).where(sql`rule_id is not null`),
    memberOf('associations_kind_check', t.kind, ASSOCIATION_KINDS),
    memberOf('associations_source_check', t.source, ASSOCIATION_SOURCES),
  ],
)

/**
 * Who was taken off a customer by a person, which is remembered: neither a rule nor an import gives them again until a
 * person does. Never beside an association of the same two. The key begins with the user, of whom there are few.
 */
export const withheld = pgTable(
  'withheld',
  {
    userId: reference()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    customerId: reference()
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    by: reference(),
    at: moment().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.customerId] }), index('withheld_customer_id_idx').on(t.customerId)],
)
