import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { id, moment, reference } from '../columns'

/**
 * Who did what to which row, when, old and new; append-only, by trigger. It refers to rows without foreign keys:
 * what is gone stays in the history.
 */
export const history = pgTable(
  'history',
  {
    id: id(),
    at: moment().notNull().defaultNow(),
    actorId: reference(),
    action: text().notNull(),
    customerId: reference(),
    personId: reference(),
    userId: reference(),
    changeId: reference(),
    /** The import whose transaction this was written in. It says so itself, once, for everything it does. */
    importId: reference().default(sql`nullif(current_setting('encours.import_id', true), '')::bigint`),
    old: jsonb(),
    new: jsonb(),
  },
  (t) => [
    index('history_customer_id_idx').on(t.customerId, t.at).where(sql`customer_id is not null`),
    index('history_person_id_idx').on(t.personId, t.at).where(sql`person_id is not null`),
    index('history_user_id_idx').on(t.userId, t.at).where(sql`user_id is not null`),
    index('history_change_id_idx').on(t.changeId).where(sql`change_id is not null`),
    index('history_import_id_idx').on(t.importId, t.customerId).where(sql`import_id is not null`),
    index('history_at_idx').on(t.at),
    index('history_actor_id_idx').on(t.actorId, t.id),
    index('history_subject_idx').on(sql`split_part(${t.action}, '.', 1)`, t.id),
  ],
)
