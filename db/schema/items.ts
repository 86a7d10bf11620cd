import { sql } from 'drizzle-orm'
import { check, date, index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { codeText, id, memberOf, money, reference } from '../columns'
import { customers } from './customers'
import { ITEM_TYPES } from './vocabulary'

/**
 * Accounting lines. Amounts carry their sign: what a customer owes is positive, credit notes and payments are
 * negative. Open means not cleared. A down payment request is a memo and counts in no figure.
 */
export const items = pgTable(
  'items',
  {
    id: id(),
    customerId: reference()
      .notNull()
      .references(() => customers.id, { onDelete: 'cascade' }),
    number: codeText().notNull(),
    type: text().notNull(),
    issueDate: date({ mode: 'string' }).notNull(),
    dueDate: date({ mode: 'string' }).notNull(),
    amount: money().notNull(),
    remaining: money().notNull(),
    currency: codeText().notNull(),
    orderNumber: text(),
    clearedDate: date({ mode: 'string' }),
  },
  (t) => [
    unique('items_customer_id_type_number_key').on(t.customerId, t.type, t.number),
    index('items_open_customer_id_idx').on(t.customerId, t.dueDate).where(sql`cleared_date is null`),
    index('items_open_due_date_idx').on(t.dueDate, t.customerId).where(sql`cleared_date is null`),
    index('items_open_currency_idx').on(t.currency).where(sql`cleared_date is null`),
    memberOf('items_type_check', t.type, ITEM_TYPES),
    check('items_currency_check', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('items_cleared_date_check', sql`(${t.clearedDate} is null) = (${t.remaining} <> 0)`),
  ],
)
