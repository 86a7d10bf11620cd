import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** Fewer digits than this are an extension, a floor, a house number. */
export const FEWEST_DIGITS = 4
/** How many digits at the end tell one line from another, whatever stands before them. */
const TELLING_DIGITS = 8

/**
 * A telephone number as E.164, read as somebody in the first of the countries would dial it in which that makes sense;
 * null where it cannot be read. What was typed is kept beside it.
 */
export function readPhone(typed: string | null, countries: readonly (string | null)[]): string | null {
  const text = (typed ?? '').normalize('NFKC').trim().replace(/^'/, '')
  if (text === '') return null
  for (const country of [...new Set(countries)]) {
    if (country === null || !isSupportedCountry(country)) continue
    const found = parsePhoneNumberFromString(text, country as CountryCode)
    if (found?.isPossible()) return found.number
  }
  const international = parsePhoneNumberFromString(text)
  return international?.isPossible() ? international.number : null
}

/** Whether somebody is looking for a number rather than a name: digits and what people write between them. */
export function looksLikePhone(text: string): boolean {
  const folded = text.normalize('NFKC')
  return /^[+(]?[\d\s().\-/+]+$/.test(folded) && digitsOf(folded).length >= FEWEST_DIGITS
}

/**
 * The ends that the digits of a stored number may have for it to be this one, the most telling first: the whole
 * number, the number as a caller abroad or at home shortens it, its last digits.
 */
export function phoneEndings(text: string, country: string): string[] {
  const digits = digitsOf(text.normalize('NFKC'))
  const whole = digitsOf(readPhone(text, [country]) ?? '')
  const dialled = digits.replace(/^0+/, '')
  return [...new Set([whole, dialled, digits.slice(-TELLING_DIGITS)])].filter(
    (ending) => ending.length >= FEWEST_DIGITS,
  )
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}
