import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** Fewer digits than this are an extension, a floor, a house number. */
export const FEWEST_DIGITS = 4
/** How many digits at the end tell one line from another, whatever stands before them. */
const TELLING_DIGITS = 8

/** What telephones and contact cards write in front of a number. */
const SCHEME = /^(?:tel|phone|callto|sip|fax|mob(?:ile)?|t|m)[.:]\s*/i
/** What stands behind a number for whoever picks up: `ext. 12`, `poste 12`, `x12`. */
const EXTENSION =
  /[\s,;]*(?:\bext(?:ension|n)?|x|#|\bposte|\bdurchwahl|\bdw|\bint(?:erno|erne)?|\banexo|\bwewn|\bdahili|内線)[\s.:=]*\d{1,7}\s*$/iu
/** Where the digits of other scripts begin; full-width ones are folded with all else. */
const ZEROS = [0x660, 0x6f0, 0x966]

/**
 * A telephone number as E.164: with `00` in front as for abroad, wherever one would dial something else for that; else
 * read as somebody in the first of the countries would dial it in which that makes sense; null where it cannot be read.
 * What was typed is kept beside it.
 */
export function readPhone(typed: string | null, countries: readonly (string | null)[]): string | null {
  const text = plain(typed ?? '')
  if (text === '') return null
  const abroad = /^00[1-9]/.test(text) ? parsePhoneNumberFromString(text.replace(/^00/, '+')) : undefined
  if (abroad?.isValid()) return abroad.number
  for (const country of [...new Set(countries)]) {
    if (country === null || !isSupportedCountry(country)) continue
    const found = parsePhoneNumberFromString(text, country as CountryCode)
    if (found?.isPossible()) return found.number
  }
  const international = abroad ?? parsePhoneNumberFromString(text)
  return international?.isPossible() ? international.number : null
}

/** Whether somebody is looking for a number rather than a name: digits and what people write between them. */
export function looksLikePhone(text: string): boolean {
  const number = plain(text).replace(EXTENSION, '')
  return /^[\d\s().+\-/·•'_]+$/.test(number) && digitsOf(number).length >= FEWEST_DIGITS
}

/**
 * What a number that was typed may mean. Digits without a country are read in the company's, and may be of any other.
 */
type PhoneReading = { e164: string | null; international: boolean; text: string; endings: string[] }

/**
 * A number as it was typed, and the ends that the digits of a stored one may have for it to be this one, the most
 * telling first: the whole number, the number as a caller abroad or at home shortens it, its last digits.
 */
export function phoneReading(typed: string, country: string): PhoneReading {
  const text = plain(typed).replace(EXTENSION, '')
  const digits = digitsOf(text)
  const international = /^\(?(?:\+|00)/.test(text)
  const e164 = readPhone(text, international ? [] : [country]) ?? readPhone(text, [country])
  const dialled = digits.replace(/^0+/, '')
  const endings = [...new Set([digitsOf(e164 ?? ''), dialled, digits.slice(-TELLING_DIGITS)])]
  return { e164, international, text, endings: endings.filter((ending) => ending.length >= FEWEST_DIGITS) }
}

/** Folded, without what nobody sees, every digit and dash the plain one. */
function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}|\u2212/gu, '-')
    .replace(/[٠-٩۰-۹०-९]/g, (digit) => latinDigit(digit.charCodeAt(0)))
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'/, '')
    .replace(SCHEME, '')
}

function latinDigit(point: number): string {
  return String(point - (ZEROS.findLast((zero) => zero <= point) ?? point))
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}
