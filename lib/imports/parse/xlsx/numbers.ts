import type { Decimal } from '../../rules/reading'
import type { Moment } from './styles'

const DAY_MS = 86_400_000
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)
/** The last day that spreadsheets know: 31 December 9999. */
const LAST_SERIAL = 2_958_465
/** So many digits are what somebody typed; what stands behind them is left by reckoning in binary. */
const TYPED_DIGITS = 15
const RESIDUE = 1e-6
/** Longer than this no program writes a number. */
const LONGEST = 400
/** Tried where zeros begin, not at every one of them. */
const TRAILING = /(?<!0)0+$/
const NUMBER = /^(-?)([0-9]*)(?:\.([0-9]*))?(?:E([-+]?[0-9]+))?$/i

/** A number as the file has it, written out, with the decimal sign of the file. Whole numbers keep every digit. */
export function numberText(raw: string, decimal: Decimal): string {
  if (raw.length > LONGEST) return raw
  const [all, minus = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(raw) ?? []
  if (all === undefined || whole + fraction === '' || Math.abs(Number(exponent)) > LONGEST) return raw
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  const before =
    digits
      .slice(0, Math.max(0, point))
      .padEnd(point, '0')
      .replace(/^0+(?=.)/, '') || '0'
  const after = ('0'.repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point))).replace(TRAILING, '')
  if (after === '') return minus && /[1-9]/.test(before) ? `-${before}` : before
  const written = `${minus}${before}.${after}`
  const exact = (before + after).replace(/^0+/, '').length <= TYPED_DIGITS
  return (exact ? written : withoutResidue(written)).replace('.', decimal)
}

/** A day as `2026-12-31`, with its time of the day unless it is midnight; a time alone as `13:45:00`. */
export function momentText(raw: string, moment: Moment, epoch1904: boolean): string {
  const serial = Number(raw)
  if (raw === '' || Number.isNaN(serial) || serial < 0 || serial >= LAST_SERIAL + 1) return raw
  // 29 February 1900 never was, but spreadsheets counted it.
  const counted = !epoch1904 && serial < 60 ? serial + 1 : serial
  const milliseconds = (epoch1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(counted * 86_400) * 1000
  const [day = '', time = ''] = new Date(milliseconds).toISOString().slice(0, 19).split('T')
  if (moment === 'time' && serial < 1) return time
  return milliseconds % DAY_MS === 0 ? day : `${day} ${time}`
}

/** The number somebody typed, unless it is so far from what is written that it is another number. */
function withoutResidue(written: string): string {
  const value = Number(written)
  const decimals = TYPED_DIGITS - Math.trunc(Math.abs(value)).toString().replace(/^0$/, '').length
  if (decimals < 1 || decimals > TYPED_DIGITS) return written
  const typed = value.toFixed(decimals)
  return Math.abs(Number(typed) - value) < RESIDUE ? typed.replace(/\.?0+$/, '') : written
}
