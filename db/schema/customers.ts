import { desc, sql } from 'drizzle-orm'
import { boolean, check, date, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { beyondAscii, codeText, id, memberOf, moment, money, nameText, reference } from '../columns'
import { users } from './users'
import { ASSOCIATION_SOURCES, CUSTOMER_STATES } from './vocabulary'

/** Free labels, many to many with customers. */
export const groups = pgTable(
  'groups',
  { id: id(), slug: codeText().notNull(), name: nameText().notNull(), version: integer().notNull().default(1) },
  (t) => [
    unique('groups_slug_key').on(t.slug),
    unique('groups_name_key').on(t.name),
    check('groups_slug_check', sql`${t.slug} ~ '^[a-z0-9.-]+$' and ${t.slug} <> 'none'`),
  ],
)

/** The slugs that a group had before: old addresses keep working. Nobody else's while there is the group. */
export const groupSlugs = pgTable(
  'group_slugs',
  {
    slug: codeText().primaryKey(),
    groupId: reference()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
  },
  (t) => [index('group_slugs_group_id_idx').on(t.groupId)],
)

/** What groups that were deleted were called: the journals of changes know groups by id. */
export const formerGroups = pgTable('former_groups', {
  id: reference().primaryKey(),
  name: nameText().notNull(),
})

/**
 * One receivable account of one buyer. `code` is the ERP's, verbatim; `codeKey` is what it is looked up by.
 * The figures are in the company's main currency and are written by `recount_customers` alone.
 */
export const customers = pgTable(
  'customers',
  {
    id: id(),
    code: codeText().notNull(),
    codeKey: codeText().notNull(),
    name: nameText().notNull(),
    tradingName: nameText(),
    legalId: text(),
    vatNumber: text(),
    street: text(),
    zip: text(),
    city: nameText(),
    region: nameText(),
    country: codeText(),
    language: text(),
    paymentTerm: text(),
    paymentMeans: text(),
    creditLimit: money(),
    currency: codeText(),
    comment: text(),
    state: text().notNull().default('active'),
    collectorId: reference().references(() => users.id),
    /** The fields a customers file has brought: the ERP owns them, they are locked on screen. */
    erpFields: text().array().notNull().default(sql`'{}'`),
    notDue: money().notNull().default('0'),
    late30: money('late_30').notNull().default('0'),
    late60: money('late_60').notNull().default('0'),
    late90: money('late_90').notNull().default('0'),
    lateOver: money().notNull().default('0'),
    balance: money().notNull().generatedAlwaysAs(sql`not_due + late_30 + late_60 + late_90 + late_over`),
    overdue: money().notNull().generatedAlwaysAs(sql`late_30 + late_60 + late_90 + late_over`),
    oldestDue: date({ mode: 'string' }),
    openItems: integer().notNull().default(0),
    reachable: boolean().notNull().default(false),
    createdAt: moment().notNull().defaultNow(),
    version: integer().notNull().default(1),
    /**
     * The rule that set a collector, and whom. It is theirs to change or take back only while that user is the
     * collector.
     */
    collectorRuleId: reference(),
    collectorRuleUserId: reference(),
    /** A person took the collector away: neither a rule nor an import sets one again until a person does. */
    collectorWithheld: boolean().notNull().default(false),
  },
  (t) => [
    unique('customers_code_key').on(t.code),
    unique('customers_code_key_key').on(t.codeKey),
    check(
      'customers_code_check',
      sql`length(${t.code}) between 1 and 64 and ${t.code} !~ '[\\x01-\\x1f\\x7f]' and ${t.code} not in ('.', '..')`,
    ),
    check('customers_country_check', sql`${t.country} ~ '^[A-Z]{2}$'`),
    check('customers_collector_withheld_check', sql`not (${t.collectorWithheld} and ${t.collectorId} is not null)`),
    memberOf('customers_state_check', t.state, CUSTOMER_STATES),
    index('customers_name_idx').on(t.name, t.code),
    index('customers_city_idx').on(t.city, t.code),
    index('customers_country_idx').on(t.country, t.code),
    // With the id, so that the customers of a portfolio are known from the index alone.
    index('customers_collector_id_idx').on(t.collectorId, t.code, t.id),
    index('customers_balance_idx').on(desc(t.balance), t.code),
    index('customers_overdue_idx').on(desc(t.overdue), t.code),
    index('customers_oldest_due_idx').on(t.oldestDue, t.code),
    index('customers_unreachable_idx').on(t.code).where(sql`not reachable`),
    index('customers_collector_rule_id_idx').on(t.collectorRuleId).where(sql`collector_rule_id is not null`),
    index('customers_state_idx').on(t.state, t.code).where(sql`state <> 'active'`),
  ],
)

/**
 * What searches ask of contacts, apart from the wide row: editing a contact does not rewrite a customer. Written by
 * `refresh_customers` alone.
 */
export const customerSearch = pgTable(
  'customer_search',
  {
    customerId: reference()
      .primaryKey()
      .references(() => customers.id, { onDelete: 'cascade' }),
    words: text().notNull(),
    hasContact: boolean().notNull().default(false),
    hasEmail: boolean().notNull().default(false),
  },
  (t) => [
    index('customer_search_words_idx').using('gin', sql`${t.words} gin_trgm_ops`),
    index('customer_search_letters_idx').using('gin', sql`letter_pairs(${t.words})`).where(beyondAscii(t.words)),
    index('customer_search_no_contact_idx').on(t.customerId).where(sql`not has_contact`),
    index('customer_search_no_email_idx').on(t.customerId).where(sql`not has_email`),
  ],
)

export const customerGroups = pgTable(
  'customer_groups',
  {
    customerId: reference()
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    groupId: reference()
      .notNull()
      .references(() => groups.id),
    source: text().notNull().default('person'),
    changeId: reference(),
    ruleId: reference(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.groupId] }),
    index('customer_groups_rule_id_idx').on(t.ruleId).where(sql`rule_id is not null`),
    index('customer_groups_group_id_idx').on(t.groupId, t.customerId),
    memberOf('customer_groups_source_check', t.source, ASSOCIATION_SOURCES),
  ],
)

/**
 * Which group a person took off a customer, which is remembered as it is of colleagues: neither a rule nor an import
 * gives it again until a person does. Never beside a membership of the same two.
 */
export const withheldGroups = pgTable(
  'withheld_groups',
  {
    groupId: reference()
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    customerId: reference()
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    by: reference(),
    at: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.groupId, t.customerId] }),
    index('withheld_groups_customer_id_idx').on(t.customerId),
  ],
)
