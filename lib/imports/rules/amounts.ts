import { currencies } from '@/lib/settings/rules'
import { quoted, RowProblem } from '../rules'
import type { Decimal } from './reading'
import { western } from './western'

/** What a text can mean: the digits, and the decimal sign that it means them with, if it matters. */
type Meaning = { whole: string; decimals: string; decimal: Decimal | null }

const SYMBOLS = ['kr', 'zł', 'kč', 'ft', 'lei', 'tl', 'kn', 'fr', 'sfr', 'nkr', 'skr', 'dkr', 'din', 'лв', '元', '円']
const CODES = new Set(currencies())
/** Digits that are raised, lowered, in circles or parts of a fraction: they would become plain ones. */
const ODD_DIGITS = /[\u00b2\u00b3\u00b9\u2070-\u2089\u00bc-\u00be\u2150-\u218f\u2460-\u24ff]/
/** No amount is longer. A cell may have a million characters, and what follows takes its time with each. */
const LONGEST = 60
const SIGN = '([-+]?)'
const CURRENCY = '(\\p{L}{0,3}\\p{Sc}\\p{L}{0,2}|\\p{L}{1,4}\\.?)?'
const NUMBER = "([0-9][0-9.,' ’٫٬]*(?:E[-+]?[0-9]{1,2})?|[.,][0-9]+)"
const SHAPE = new RegExp([`^${SIGN}`, CURRENCY, SIGN, NUMBER, SIGN, CURRENCY, `${SIGN}$`].join(' ?'), 'iu')
const BRACKETS = /^([^()]*)\(([^()]+)\)([^()]*)$/
const PLAIN = /^([0-9]*)(?:([.,٫])([0-9]+))?$/
/** Thousands by one kind of separator throughout, then perhaps another kind and decimals. */
const GROUPED = /^([1-9][0-9]{0,2}(?:([.,' ’٬])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,٫])([0-9]+))?$/
const SCIENTIFIC = /^([0-9]+)(?:([.,])([0-9]+))?E([-+]?[0-9]+)$/i

/**
 * An amount in any of the forms that ledgers and spreadsheets write. `decimal` is the sign of the file; where it is not
 * known, what could be two amounts a thousand times apart is refused rather than guessed.
 */
export function readAmount(text: string, decimal: Decimal | null = null): string {
  const bare = bareNumber(text)
  const meanings = bare ? meaningsOf(bare.number) : []
  if (!bare || meanings.length === 0) {
    throw new RowProblem(/[%‰]/.test(text) ? 'amountPercent' : 'amount', { value: quoted(text) })
  }
  const fitting = meanings.filter((one) => decimal === null || one.decimal === null || one.decimal === decimal)
  const [meaning, other] = fitting
  if (!meaning) throw new RowProblem('amountDecimal', { value: quoted(text), decimal: decimal ?? '' })
  if (other) throw new RowProblem('amountAmbiguous', { value: quoted(text) })
  const value = plain(meaning, text)
  return bare.negative && /[1-9]/.test(value) ? `-${value}` : value
}

/** An amount that is not below zero. */
export function readCreditLimit(text: string, decimal: Decimal | null = null): string {
  const value = readAmount(text, decimal)
  if (value.startsWith('-')) throw new RowProblem('amountNegative', { value: quoted(text) })
  return value
}

/** No more decimals than the currency has: 12.5 yen is a mistake, 12.50 euros and 12.500 dinars are not. */
export function mustFitCurrency(amount: string, currency: string): void {
  const decimals = (amount.split('.')[1] ?? '').replace(/0+$/, '').length
  const digits = digitsOf(currency)
  if (decimals > digits) throw new RowProblem('amountScale', { value: amount, currency, digits })
}

/** What an amount can mean, whoever wrote it; nothing where it is none. */
export function amountMeanings(text: string): { decimal: Decimal | null }[] {
  const bare = bareNumber(text)
  return bare ? meaningsOf(bare.number) : []
}

/** The number without its sign, its brackets and its currency. */
function bareNumber(text: string): { negative: boolean; number: string } | undefined {
  if (text.length > LONGEST || !/\p{Nd}/u.test(text) || ODD_DIGITS.test(text)) return undefined
  const line = western(text)
  const [, before = '', inner, after = ''] = BRACKETS.exec(line) ?? []
  const shape = SHAPE.exec(inner === undefined ? line : `${before.trim()} ${inner.trim()} ${after.trim()}`.trim())
  if (!shape) return undefined
  const [, s1, currency, s2, number = '', s3, trailing, s4] = shape
  const signs = [s1, s2, s3, s4].filter(Boolean)
  const marks = [currency, trailing].filter((mark) => mark !== undefined)
  if (marks.length > 1 || !marks.every(isCurrencyMark)) return undefined
  if (signs.length > (inner === undefined ? 1 : 0)) return undefined
  return { negative: inner !== undefined || signs[0] === '-', number: number.trim() }
}

function isCurrencyMark(mark: string): boolean {
  const bare = mark.replace(/\.$/, '')
  return /\p{Sc}/u.test(bare) || CODES.has(bare.toUpperCase()) || SYMBOLS.includes(bare.toLowerCase())
}

function meaningsOf(number: string): Meaning[] {
  const [, mantissa, sign, decimals = '', exponent] = SCIENTIFIC.exec(number) ?? []
  if (mantissa !== undefined) return [shifted(mantissa, decimals, Number(exponent), decimalOfSign(sign))]
  const found: Meaning[] = []
  const [flat, whole = '', point, rest = ''] = PLAIN.exec(number) ?? []
  if (flat) found.push({ whole, decimals: rest, decimal: decimalOfSign(point) })
  const [grouped, groups = '', separator = '', comma, cents = ''] = GROUPED.exec(number) ?? []
  if (grouped === undefined || comma === separator) return found
  const implied = separator === '.' ? ',' : separator === ',' ? '.' : null
  const decimal = decimalOfSign(comma) ?? implied
  return [...found, { whole: groups.replace(/[^0-9]/g, ''), decimals: cents, decimal }]
}

/** The Arabic sign is a decimal sign and nothing else, whatever the rest of the file has. */
function decimalOfSign(sign: string | undefined): Decimal | null {
  return sign === '.' || sign === ',' ? sign : null
}

function shifted(mantissa: string, decimals: string, exponent: number, decimal: Decimal | null): Meaning {
  const digits = mantissa + decimals
  const point = mantissa.length + exponent
  if (point <= 0) return { whole: '0', decimals: '0'.repeat(-point) + digits, decimal }
  return { whole: digits.slice(0, point).padEnd(point, '0'), decimals: digits.slice(point), decimal }
}

/** As the database keeps it: numeric(18,3). */
function plain({ whole, decimals }: Meaning, text: string): string {
  const digits = whole.replace(/^0+(?=.)/, '') || '0'
  const kept = decimals.length > 3 ? decimals.replace(/0+$/, '') : decimals
  if (kept.length > 3) throw new RowProblem('amount', { value: quoted(text) })
  if (digits.length > 15) throw new RowProblem('amountSize', { value: quoted(text) })
  return kept ? `${digits}.${kept}` : digits
}

const digits = new Map<string, number>()

function digitsOf(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  digits.set(currency, maximumFractionDigits)
  return maximumFractionDigits
}
