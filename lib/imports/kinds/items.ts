import { sql } from 'drizzle-orm'
import { codeKey } from '@/lib/customers/rules'
import { readCurrency, readText } from '../rules'
import { readCode } from './customers'
import { readCleared, readDay, readItemType, readMoney } from './item-cells'
import { judgeItems, movingItems, planItems, rejectItems, rejectMovedItems } from './item-plan'
import { recountItems, remarkRates, writeItems } from './item-rows'
import { clearMissing, judgeMissing } from './item-stock'
import type { Kind, Staged } from './kind'
import { lockMoving } from './moving'

const text = (longest: number) => (value: string) => readText(value, longest)

/**
 * One row an item, found at its customer by type and number. What is owed is positive; a credit note and a payment are
 * taken as negative whichever sign the file gives them, and an invoice, a draft or a down payment request that is
 * negative is rejected. What remains and is not said is the amount, nothing where there is a cleared_date, and else
 * what it was.
 */
export const items: Kind = {
  headings: [
    ...['customer_code', 'number', 'type', 'issue_date', 'due_date', 'amount', 'currency'],
    ...['remaining', 'order_number', 'cleared_date'],
  ],
  required: ['customer_code', 'number', 'type', 'issue_date', 'due_date', 'amount', 'currency'],
  called: ['customer_code', 'type', 'number'],
  keys: ['code_key', 'number', 'type'],
  staging: {
    customer_code: 'text',
    code_key: 'text collate "C"',
    number: 'text collate "C"',
    type: 'text',
    issue_date: 'date',
    due_date: 'date',
    amount: 'numeric(18, 3)',
    currency: 'text collate "C"',
    remaining: 'numeric(18, 3)',
    order_number: 'text',
    cleared_date: 'date',
  },

  read(cells): Staged {
    const code = cells.needed('customer_code', readCode)
    const type = cells.needed('type', readItemType)
    const currency = cells.needed('currency', readCurrency)
    const { amount, remaining } = readMoney(cells, type, currency)
    const day = readDay(cells.reading)
    const values = {
      customer_code: code,
      code_key: codeKey(code),
      number: cells.needed('number', text(100)),
      type,
      issue_date: cells.needed('issue_date', day),
      due_date: cells.needed('due_date', day),
      amount,
      currency,
      remaining,
      order_number: cells.optional('order_number', text(100)),
      cleared_date: cells.optional('cleared_date', readCleared(cells, remaining)),
    }
    return { values }
  },

  async judge(run) {
    await rejectItems(run)
    await planItems(run)
    await judgeItems(run)
    await remarkRates(run)
    await judgeMissing(run)
  },

  async apply(run) {
    await rejectItems(run)
    await planItems(run)
    await lockMoving(run, movingItems())
    await planItems(run)
    await rejectMovedItems(run)
    await writeItems(run)
    await remarkRates(run)
    await recountItems(run)
  },

  finish: clearMissing,

  written: sql`analyze items, customers`,
}
