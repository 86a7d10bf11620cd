import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * A mark for a browser in which somebody has signed in to this account. Attempts from such a browser are counted
 * apart, so that a stranger who uses up the account's attempts does not keep its owner out.
 */
export function markDevice(secret: string, account: string): string {
  const device = randomBytes(12).toString('base64url')
  return `${device}.${seal(secret, account, device)}`
}

/** Which browser a mark speaks of, or undefined where it is not ours, or another account's. */
export function knownDevice(secret: string, account: string, mark: string | undefined): string | undefined {
  const [device, sealed, ...more] = mark?.split('.') ?? []
  if (!device || !sealed || more.length > 0) return undefined
  const expected = Buffer.from(seal(secret, account, device))
  const given = Buffer.from(sealed)
  return expected.length === given.length && timingSafeEqual(expected, given) ? device : undefined
}

function seal(secret: string, account: string, device: string): string {
  return createHmac('sha256', secret).update(`device\n${account}\n${device}`).digest('base64url')
}
