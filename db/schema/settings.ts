import { sql } from 'drizzle-orm'
import { boolean, check, date, integer, numeric, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
import { codeText, memberOf, moment } from '../columns'
import { ASSOCIATION_KINDS, LANGUAGES, ROLES } from './vocabulary'

const words = (list: readonly string[]) => sql.raw(`array[${list.map((word) => `'${word}'`).join(', ')}]`)

/** One row. `figuresOn` is the company's day for which the figures on the customers were last brought up to date. */
export const settings = pgTable(
  'settings',
  {
    id: smallint().primaryKey().default(1),
    companyName: text().notNull(),
    currency: codeText().notNull(),
    timeZone: text().notNull(),
    country: codeText().notNull(),
    language: text().notNull(),
    figuresOn: date({ mode: 'string' }),
    sample: boolean().notNull().default(false),
    /** The roles that must have a second factor. */
    twoFactorRoles: text().array().notNull().default(sql`'{}'`),
    /** After how many months without a visit a user is deactivated; null means never. */
    inactiveAfterMonths: smallint(),
    /** After how many hours without a request a session ends; null means not before its week is over. */
    idleHours: smallint().default(12),
    /** The kinds of colleagues who are in copy of what is sent to a customer, unless somebody says otherwise. */
    copyKinds: text().array().notNull().default(sql`'{}'`),
    version: integer().notNull().default(1),
  },
  (t) => [
    check('settings_id_check', sql`${t.id} = 1`),
    memberOf('settings_language_check', t.language, LANGUAGES),
    check('settings_two_factor_roles_check', sql`${t.twoFactorRoles} <@ ${words(ROLES)}`),
    check('settings_inactive_after_months_check', sql`${t.inactiveAfterMonths} between 1 and 60`),
    check('settings_idle_hours_check', sql`${t.idleHours} between 1 and 168`),
    check('settings_copy_kinds_check', sql`${t.copyKinds} <@ ${words(ASSOCIATION_KINDS)}`),
  ],
)

/** What one unit of `currency` is worth in the company's main currency, from `day` on. */
export const rates = pgTable(
  'rates',
  {
    currency: codeText().notNull(),
    day: date({ mode: 'string' }).notNull(),
    rate: numeric({ precision: 18, scale: 8 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.currency, t.day] }), check('rates_rate_check', sql`${t.rate} > 0`)],
)

/** Counters of attempts, shared by all web processes. */
export const throttles = pgTable('throttles', {
  key: codeText().primaryKey(),
  attempts: integer().notNull(),
  resetsAt: moment().notNull(),
})
