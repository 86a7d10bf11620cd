import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Random } from './random'

type Phone = { typed: string; e164: string | null }

/** Countries whose people write the zero of home in brackets behind the country's number. */
const BRACKETS = ['FR', 'DE', 'GB', 'BE', 'NL', 'CH', 'AT']

/** A number as someone typed it, one way or another, with what it reads as. */
export function phoneOf(random: Random, number: string, country: string): Phone {
  const home = country as CountryCode
  const parsed = parsePhoneNumberFromString(number, home)
  if (!parsed?.isPossible()) throw new Error(`The sample company cannot dial ${number} in ${country}.`)
  if (random.chance(0.004)) return { typed: random.fill('ext. %###'), e164: null }
  const typed = notationOf(random, number, parsed, country)
  const read = parsePhoneNumberFromString(typed, home)?.number === parsed.number
  return { typed: read ? typed : number, e164: parsed.number }
}

function notationOf(random: Random, number: string, parsed: PhoneNumber, country: string): string {
  const way = random.next()
  if (way < 0.5) return number
  if (way < 0.7) return parsed.formatInternational()
  if (way < 0.82) return number.replace(/\D/g, '')
  if (way < 0.9) return number.replace(/\D+/g, '.').replace(/^\./, '')
  if (way < 0.95) return parsed.formatInternational().replace('+', '00')
  return BRACKETS.includes(country) && number.startsWith('0')
    ? `+${parsed.countryCallingCode} (0)${number.slice(1)}`
    : parsed.number
}
