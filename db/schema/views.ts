import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { codeText, id, moment, nameText, reference } from '../columns'
import { codeLists } from './lists'
import { users } from './users'

/**
 * A search under a name. A living one finds who matches at the time; a frozen one names a code list of exactly those it
 * was made of.
 */
export const views = pgTable(
  'views',
  {
    id: id(),
    slug: codeText().notNull(),
    name: nameText().notNull(),
    ownerId: reference()
      .notNull()
      .references(() => users.id),
    shared: boolean().notNull().default(false),
    frozen: boolean().notNull().default(false),
    /** The search and its order as an address, in its one spelling. */
    search: text().notNull(),
    /** The code list that the search names: it is not forgotten while a view holds it. */
    listId: codeText().references(() => codeLists.id),
    createdAt: moment().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (t) => [
    unique('views_slug_key').on(t.slug),
    unique('views_owner_id_name_key').on(t.ownerId, t.name),
    check('views_slug_check', sql`${t.slug} ~ '^[a-z0-9.-]+$' and ${t.slug} <> 'none'`),
    check('views_frozen_check', sql`not ${t.frozen} or ${t.listId} is not null`),
    index('views_list_id_idx').on(t.listId),
  ],
)

/** Every slug a view ever had, the present one included: old addresses keep working. */
export const viewSlugs = pgTable(
  'view_slugs',
  {
    slug: codeText().primaryKey(),
    viewId: reference()
      .notNull()
      .references(() => views.id, { onDelete: 'cascade' }),
  },
  (t) => [index('view_slugs_view_id_idx').on(t.viewId)],
)

/**
 * What a view is to one person: the opening under way and the one before it, each with what it found; the place in the
 * sidebar, if any, and the number last counted for it.
 */
export const viewVisits = pgTable(
  'view_visits',
  {
    userId: reference()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    viewId: reference()
      .notNull()
      .references(() => views.id, { onDelete: 'cascade' }),
    openedAt: moment(),
    openedCount: integer(),
    beforeAt: moment(),
    beforeCount: integer(),
    pinPosition: integer(),
    countedAt: moment(),
    counted: integer(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.viewId] }), index('view_visits_view_id_idx').on(t.viewId)],
)
