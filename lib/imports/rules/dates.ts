import { quoted, RowProblem } from '../rules'
import { monthsNamed } from './months'
import type { DateOrder } from './reading'
import { western } from './western'

/** A day that a text can mean, and the order of its parts that makes it so, if there is a choice. */
export type Meaning = { day: string; order: DateOrder | null }

const LONGEST = 60
const FIRST_YEAR = 1900
const LAST_YEAR = 2199
/** Two digits up to this are years of this century. */
const LAST_SHORT_YEAR = 69
/** Bare numbers that stand for days, as spreadsheets count them: 1950 to 2099. */
const FIRST_SERIAL = 18_264
const LAST_SERIAL = 73_050
const FROM_1904 = 1462
const DAY_MS = 86_400_000
const TIME =
  /[T ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?: ?[AP]\.?M\.?)?( ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?$/i
const EASTERN = /^([0-9]+) ?年 ?([0-9]+) ?月 ?([0-9]+) ?日/
const NUMBERS = /^([0-9]{1,4})([-/. ] ?)([0-9]{1,2})\2([0-9]{1,4})\.?$/
const EIGHT = /^([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/
const SERIAL = /^([0-9]{5})(?:[.,][0-9]+)?$/
const SMALL_WORDS = new Set(['de', 'del', 'of', 'the', 'do', 'da', 'di', 'den', 'le', 'el', 'il', 'd', 'r', 'g'])
const ORDINAL = /^([0-9]{1,4})(?:st|nd|rd|th|er|re|e|o|a|ª|º)?$/

/**
 * A day as `2026-12-31`, from any of the forms that files have. `dates` is the order of the file; where it is not
 * known, what could be two days is refused rather than guessed. A time of the day is left out.
 */
export function readDate(
  text: string,
  dates: DateOrder | null,
  { epoch1904 = false }: { epoch1904?: boolean } = {},
): string {
  const fitting = dateMeanings(text, epoch1904).filter(
    ({ order }) => dates === null || order === null || order === dates,
  )
  const days = new Set(fitting.map(({ day }) => day))
  const [day] = days
  if (day === undefined) throw new RowProblem('day', { value: quoted(text) })
  if (days.size > 1) throw new RowProblem('dayAmbiguous', { value: quoted(text) })
  return day
}

/** The days that a text can mean; nothing where it is none. */
export function dateMeanings(text: string, epoch1904 = false): Meaning[] {
  if (text.length > LONGEST) return []
  const plain = withoutTime(western(text).replace(EASTERN, '$1-$2-$3'))
  if (plain === undefined) return []
  const [, serial] = SERIAL.exec(plain) ?? []
  if (serial) return only(daySerial(Number(serial) + (epoch1904 ? FROM_1904 : 0)))
  const [, a = '', b = '', c = '', d = ''] = EIGHT.exec(plain) ?? []
  if (a) return eightDigits(a, b, c, d)
  const [, first = '', , second = '', third = ''] = NUMBERS.exec(plain) ?? []
  return first ? threeNumbers(first, second, third) : withMonthName(plain)
}

/** Midnight in another zone may be another day here, so a time with a zone must be midnight there. */
function withoutTime(text: string): string | undefined {
  const [time, hours, minutes, seconds = '00', zone] = TIME.exec(text) ?? []
  if (time === undefined) return text
  if (Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  if (zone !== undefined && (Number(hours) || Number(minutes) || Number(seconds))) return undefined
  return text.slice(0, -time.length)
}

function eightDigits(a: string, b: string, c: string, d: string): Meaning[] {
  const written = dayOf(a + b, c, d)
  if (written) return [{ day: written, order: null }]
  return orders([
    ['dmy', dayOf(c + d, b, a)],
    ['mdy', dayOf(c + d, a, b)],
  ])
}

function threeNumbers(first: string, second: string, third: string): Meaning[] {
  if (first.length === 4) return third.length <= 2 ? only(dayOf(first, second, third)) : []
  if (first.length === 3 || third.length === 3 || third.length === 1) return []
  const orderly = orders([
    ['dmy', dayOf(third, second, first)],
    ['mdy', dayOf(third, first, second)],
  ])
  if (third.length === 4) return orderly
  return first.length === 2 ? [...orderly, ...orders([['ymd', dayOf(first, second, third)]])] : orderly
}

/** `31 December 2026`, `Dec 31, 2026`, `31-DEC-26`, `2026 december 31`: a year of two digits stands last. */
function withMonthName(text: string): Meaning[] {
  const parts = text
    .toLowerCase()
    .split(/[\s.,/’'-]+/)
    .filter((part) => part !== '' && !SMALL_WORDS.has(part))
  const numbers = parts.flatMap((part) => ORDINAL.exec(part)?.[1] ?? [])
  const words = parts.filter((part) => !ORDINAL.test(part))
  const [first = '', second = '', extra] = numbers
  if (words.length !== 1 || second === '' || extra !== undefined) return []
  const [year, day] = first.length === 4 ? [first, second] : [second, first]
  return monthsNamed(words[0] ?? '').flatMap((month) => only(dayOf(year, String(month), day)))
}

function only(day: string | undefined): Meaning[] {
  return day === undefined ? [] : [{ day, order: null }]
}

function orders(pairs: [DateOrder, string | undefined][]): Meaning[] {
  return pairs.flatMap(([order, day]) => (day === undefined ? [] : [{ day, order }]))
}

function daySerial(serial: number): string | undefined {
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL) return undefined
  return new Date(Date.UTC(1899, 11, 30) + serial * DAY_MS).toISOString().slice(0, 10)
}

/** The day as it is kept, if there is such a day. */
function dayOf(year: string, month: string, day: string): string | undefined {
  if (year.length !== 4 && year.length !== 2) return undefined
  const short = Number(year)
  const full = year.length === 4 ? short : short <= LAST_SHORT_YEAR ? 2000 + short : 1900 + short
  if (full < FIRST_YEAR || full > LAST_YEAR) return undefined
  const [m, d] = [Number(month), Number(day)]
  if (m < 1 || m > 12 || d < 1 || d > daysOf(full, m)) return undefined
  return `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
