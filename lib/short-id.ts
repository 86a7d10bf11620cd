import { randomBytes } from 'node:crypto'

const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz0'

/**
 * A random id for an address, nothing that tells how many there are: five bits a letter, ten letters where it stands
 * alone.
 */
export function shortId(letters = 10): string {
  return Array.from(randomBytes(letters), (byte) => LETTERS.charAt(byte & 31)).join('')
}
