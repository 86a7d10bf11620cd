import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { beyondAscii, codeText, id, memberOf, moment, nameText, reference } from '../columns'
import { customers } from './customers'
import { CONTACT_ROLES, HAND_MADE_CONTACT_ROLES, SOURCES } from './vocabulary'

/**
 * People outside our company. Phones are kept as typed, as E.164 where they could be read, and as reversed
 * digits, so that the last digits a telephone displays are a prefix search.
 */
export const people = pgTable(
  'people',
  {
    id: id(),
    title: text(),
    firstName: nameText(),
    lastName: nameText().notNull(),
    email: text(),
    phone: text(),
    phoneE164: codeText('phone_e164'),
    mobile: text(),
    mobileE164: codeText('mobile_e164'),
    fax: text(),
    language: text(),
    /**
     * Since when messages to the e-mail address come back, and why: of this address, so whoever writes another one
     * takes it away.
     */
    undeliverableSince: moment(),
    undeliverableReason: text(),
    firstKey: codeText().generatedAlwaysAs(sql`norm(first_name)`),
    lastKey: codeText().notNull().generatedAlwaysAs(sql`norm(last_name)`),
    emailKey: codeText().generatedAlwaysAs(sql`norm(email)`),
    words: text()
      .notNull()
      .generatedAlwaysAs(
        sql`norm(coalesce(first_name, '') || ' ' || last_name || ' ' || coalesce(first_name, '') || ' ' || coalesce(email, ''))`,
      ),
    phoneDigits: codeText().generatedAlwaysAs(
      sql`reverse(regexp_replace(coalesce(phone_e164, phone), '\\D', '', 'g'))`,
    ),
    mobileDigits: codeText().generatedAlwaysAs(
      sql`reverse(regexp_replace(coalesce(mobile_e164, mobile), '\\D', '', 'g'))`,
    ),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('people_words_idx').using('gin', sql`${t.words} gin_trgm_ops`),
    index('people_letters_idx').using('gin', sql`letter_pairs(${t.words})`).where(beyondAscii(t.words)),
    index('people_last_key_idx').using('btree', sql`${t.lastKey} text_pattern_ops`, t.firstKey),
    index('people_first_key_idx').using('btree', sql`${t.firstKey} text_pattern_ops`, t.lastKey),
    index('people_email_key_idx').using('btree', sql`${t.emailKey} text_pattern_ops`),
    index('people_no_email_idx').on(t.id).where(sql`email is null`),
    index('people_undeliverable_idx').on(t.id).where(sql`undeliverable_since is not null`),
    index('people_language_idx').on(t.language).where(sql`language is not null`),
    index('people_phone_digits_idx').using('btree', sql`${t.phoneDigits} text_pattern_ops`),
    index('people_mobile_digits_idx').using('btree', sql`${t.mobileDigits} text_pattern_ops`),
    check('people_undeliverable_check', sql`${t.undeliverableSince} is null or ${t.email} is not null`),
    check(
      'people_undeliverable_reason_check',
      sql`${t.undeliverableReason} is null or ${t.undeliverableSince} is not null`,
    ),
  ],
)

/** A person's place at a customer. The star (`forCollection`) is one per customer, by constraint. */
export const contacts = pgTable(
  'contacts',
  {
    id: id(),
    customerId: reference()
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    personId: reference()
      .notNull()
      .references(() => people.id),
    role: text().notNull(),
    /** What the contact of the ERP, whose role is `company`, is to us. */
    ourRole: text(),
    forCollection: boolean().notNull().default(false),
    inCopy: boolean().notNull().default(false),
    comment: text(),
    source: text().notNull().default('person'),
    externalId: codeText(),
    createdAt: moment().notNull().defaultNow(),
    version: integer().notNull().default(1),
  },
  (t) => [
    unique('contacts_customer_id_person_id_key').on(t.customerId, t.personId),
    uniqueIndex('contacts_for_collection_key').on(t.customerId).where(sql`for_collection`),
    uniqueIndex('contacts_external_id_key').on(t.customerId, t.externalId).where(sql`external_id is not null`),
    index('contacts_person_id_idx').on(t.personId),
    index('contacts_role_idx').on(t.role),
    index('contacts_our_role_idx').on(t.ourRole).where(sql`our_role is not null`),
    index('contacts_in_copy_idx').on(t.customerId).where(sql`in_copy`),
    memberOf('contacts_role_check', t.role, CONTACT_ROLES),
    memberOf('contacts_our_role_check', t.ourRole, HAND_MADE_CONTACT_ROLES),
    memberOf('contacts_source_check', t.source, SOURCES),
  ],
)

/** Who was erased on request, as keyed hashes of what a file would bring them back under (`erasure_hash`). */
export const erasures = pgTable('erasures', {
  hash: codeText().primaryKey(),
  /**
   * A quick hash of the address, the digits or the customer, for every row of a large file; the real one is asked where
   * it agrees.
   */
  hint: reference(),
  erasedAt: moment().notNull().defaultNow(),
})

/** The key of those hashes, made with the table. It stays when the secret of the sessions is changed. */
export const erasureKeys = pgTable(
  'erasure_keys',
  {
    id: integer().primaryKey().default(1),
    key: text().notNull().default(sql`gen_random_uuid()::text || gen_random_uuid()::text`),
  },
  (t) => [check('erasure_keys_one_check', sql`${t.id} = 1`)],
)
