import { Secret, TOTP } from 'otpauth'

const PERIOD_SECONDS = 30
/** A code of the step before and of the one after counts too: clocks differ, and people type slowly. */
const WINDOW = 1

/** What an app and we share: 20 random bytes, written in base 32 as apps want it typed. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The address that a QR code carries to the app. */
export function secretAddress(secret: string, account: string, company: string): string {
  return totp(secret, account, `Encours ${company}`.replaceAll(':', ' ').trim()).toString()
}

/** The step of 30 seconds that a code belongs to, near `now`; undefined where it is not one of ours. */
export function stepOf(secret: string, typed: string, now: Date): number | undefined {
  const token = typed.normalize('NFKC').replace(/[\s-]/g, '')
  if (!/^[0-9]{6}$/.test(token)) return undefined
  const delta = totp(secret).validate({ token, timestamp: now.getTime(), window: WINDOW })
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta
}

/** In groups of four, as one reads it aloud. */
export function readable(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}

function totp(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({ secret, label, issuer, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS })
}
