import { ITEM_TYPES, type ItemType } from '@/db/schema/vocabulary'
import { quoted, RowProblem } from '../rules'
import { mustFitCurrency, readAmount } from '../rules/amounts'
import { readDate } from '../rules/dates'
import type { Reading } from '../rules/reading'
import type { Cells } from './kind'
import { wordReader } from './vocabulary'

/** As ledgers abbreviate the types; whoever changes over has files with them. */
const LEDGER: Record<string, ItemType> = {
  ...{ fac: 'invoice', avo: 'credit_note', rgl: 'payment', od: 'miscellaneous', odi: 'miscellaneous' },
  ...{ trt: 'draft', dpa: 'down_payment_request' },
}
const CREDIT: readonly string[] = ['credit_note', 'payment']
const DEBIT: readonly string[] = ['invoice', 'draft', 'down_payment_request']

const readWord = wordReader('itemTypes', ITEM_TYPES, 'itemType')

export function readItemType(text: string): ItemType {
  return LEDGER[text.toLowerCase()] ?? readWord(text)
}

type Money = { amount: string | null; remaining: string | null }

/**
 * Amount and remaining amount with the sign that the table gives them. Of a credit note or payment the file may give
 * either sign, but one for both; what remains lies between nothing and the amount.
 */
export function readMoney(cells: Cells, type: string, currency: string): Money {
  let turned = false
  const inCurrency = (text: string) => {
    const value = readAmount(text, cells.reading.decimal)
    if (currency !== '') mustFitCurrency(value, currency)
    return value
  }
  const amount = cells.needed('amount', (text) => {
    const value = inCurrency(text)
    if (DEBIT.includes(type) && isNegative(value)) throw new RowProblem('debitNegative', { value: quoted(text) })
    turned = CREDIT.includes(type) && !isNegative(value)
    return turned ? negated(value) : value
  })
  const remaining = cells.optional('remaining', (text) => {
    const typed = inCurrency(text)
    const value = turned ? negated(typed) : typed
    if (amount !== '' && !isWithin(value, amount)) throw new RowProblem('remainingBeyond', { value: quoted(text) })
    return value
  })
  return { amount: amount || null, remaining }
}

/** A day on which the item was cleared; then nothing can remain of it. */
export function readCleared({ reading }: Cells, remaining: string | null): (text: string) => string {
  return (text) => {
    const day = readDay(reading)(text)
    if (remaining !== null && thousandths(remaining) !== 0n) throw new RowProblem('clearedRemains')
    return day
  }
}

export function readDay({ dates, epoch1904 }: Reading): (text: string) => string {
  return (text) => readDate(text, dates, { epoch1904 })
}

const negated = (value: string): string =>
  value.startsWith('-') ? value.slice(1) : thousandths(value) === 0n ? value : `-${value}`

const isNegative = (value: string): boolean => value.startsWith('-')

function isWithin(value: string, amount: string): boolean {
  const [part, whole] = [thousandths(value), thousandths(amount)]
  return whole < 0n ? part <= 0n && part >= whole : part >= 0n && part <= whole
}

function thousandths(value: string): bigint {
  const [whole = '0', decimals = ''] = value.split('.')
  return BigInt(whole + decimals.padEnd(3, '0'))
}
