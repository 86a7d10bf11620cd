import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { codeText, id, memberOf, moment, nameText, reference } from '../columns'
import { ASSOCIATION_KINDS, DENSITIES, LANGUAGES, ROLES, THEMES, TOKEN_PURPOSES } from './vocabulary'

/** People of our company. Inactive is not deleted: still a colleague, no sign-in. */
export const users = pgTable(
  'users',
  {
    id: id(),
    handle: codeText().notNull(),
    email: codeText(),
    firstName: nameText(),
    lastName: nameText().notNull(),
    role: text().notNull(),
    active: boolean().notNull().default(false),
    portfolioOnly: boolean().notNull().default(false),
    mayChangeMany: boolean().notNull().default(false),
    mayImport: boolean().notNull().default(false),
    mayExport: boolean().notNull().default(false),
    usualKind: text().notNull().default('other'),
    language: text().notNull().default('en'),
    timeZone: text(),
    theme: text().notNull().default('system'),
    density: text().notNull().default('compact'),
    /** Whether keys of one letter do something by themselves. */
    shortcuts: boolean().notNull().default(true),
    /** The columns of the list of customers, in order; null means those that everybody begins with. */
    customerColumns: text().array(),
    /** Format and style of the last export; null for who never made one. */
    exportChoices: jsonb(),
    passwordHash: text(),
    sessionVersion: integer().notNull().default(1),
    lastSignInAt: moment(),
    /** When somebody let this user in again; null for one who is as entered. */
    activatedAt: moment(),
    createdAt: moment().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (t) => [
    unique('users_handle_key').on(t.handle),
    unique('users_email_key').on(t.email),
    check('users_handle_check', sql`${t.handle} ~ '^[a-z0-9.-]+$' and ${t.handle} <> 'none'`),
    check('users_email_check', sql`not ${t.active} or ${t.email} is not null`),
    memberOf('users_role_check', t.role, ROLES),
    memberOf('users_usual_kind_check', t.usualKind, ASSOCIATION_KINDS),
    memberOf('users_language_check', t.language, LANGUAGES),
    memberOf('users_theme_check', t.theme, THEMES),
    memberOf('users_density_check', t.density, DENSITIES),
  ],
)

/** Every handle a user ever had, the present one included: old addresses keep working. */
export const userHandles = pgTable(
  'user_handles',
  {
    handle: codeText().primaryKey(),
    userId: reference()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [index('user_handles_user_id_idx').on(t.userId)],
)

/** Single-use links. Only the SHA-256 of the token is kept. */
export const tokens = pgTable(
  'tokens',
  {
    id: id(),
    userId: reference()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text().notNull(),
    hash: codeText().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    createdBy: reference(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    unique('tokens_hash_key').on(t.hash),
    index('tokens_user_id_idx').on(t.userId),
    memberOf('tokens_purpose_check', t.purpose, TOKEN_PURPOSES),
  ],
)

/**
 * What a user shows besides the password, from the moment a first code has confirmed it. The secret is sealed
 * (`lib/auth/seal.ts`); `lastStep` is the step of the last code that was used, so that none works twice.
 */
export const secondFactors = pgTable('second_factors', {
  userId: reference()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  secret: text().notNull(),
  lastStep: integer().notNull(),
  since: moment().notNull().defaultNow(),
})

/** Single-use codes for whoever has lost the second factor. Only a keyed hash is kept. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: reference()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    hash: codeText().notNull(),
    usedAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.hash] })],
)

/** Sessions that somebody signed out of before their time was up: a copy of the cookie opens nothing. */
export const endedSessions = pgTable('ended_sessions', {
  id: codeText().primaryKey(),
  expiresAt: moment().notNull(),
})

/** When somebody was last there in a session, to the minute: who stays away too long signs in anew. */
export const sessionVisits = pgTable(
  'session_visits',
  {
    id: codeText().primaryKey(),
    userId: reference()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    seenAt: moment().notNull(),
  },
  (t) => [index('session_visits_seen_at_idx').on(t.seenAt), index('session_visits_user_id_idx').on(t.userId)],
)
