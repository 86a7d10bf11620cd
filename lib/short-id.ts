import { randomBytes } from 'node:crypto'

const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz0'

/** A random id for an address: ten letters, fifty bits, nothing that tells how many there are. */
export function shortId(): string {
  return Array.from(randomBytes(10), (byte) => LETTERS.charAt(byte & 31)).join('')
}
