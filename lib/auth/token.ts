import { createHash, randomBytes } from 'node:crypto'

/** What opens a single-use link: 32 random bytes, written so that they fit an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. It is random enough that a plain digest cannot be turned round. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
