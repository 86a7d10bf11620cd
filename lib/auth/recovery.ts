import { randomInt } from 'node:crypto'
import { keyedHash } from './seal'

const RECOVERY_CODES = 10

/** Crockford's alphabet: no letter that is read as another, or as a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 10

/** Ten codes of fifty random bits each, for whoever loses the app. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, newCode)
}

/** What is kept of a recovery code; undefined where what was typed cannot be one. */
export function recoveryHash(secret: string, userId: number, typed: string): string | undefined {
  const code = typed.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')
  if (code.length !== LENGTH || [...code].some((letter) => !ALPHABET.includes(letter))) return undefined
  return keyedHash(secret, 'recovery code', `${userId}\n${code}`)
}

function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`
}
