import { describe, expect, test } from 'vitest'
import { newRecoveryCodes, recoveryHash } from '@/lib/auth/recovery'
import { seal, unseal } from '@/lib/auth/seal'
import { readPending, readSealed, sealFor, sealPending } from '@/lib/auth/short-lived'
import { newSecret, readable, secretAddress, stepOf } from '@/lib/auth/totp'

const SECRET = 'a secret of at least thirty-two characters'
const NOW = new Date('2026-11-22T10:00:00Z')
const secondsLater = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

describe('a sealed text', () => {
  const sealed = seal(SECRET, 'second factor', '7', 'Élysée 🔑')

  test('is read again for its purpose and subject, and differs every time', () => {
    expect(unseal(SECRET, 'second factor', '7', sealed)).toBe('Élysée 🔑')
    expect(seal(SECRET, 'second factor', '7', 'Élysée 🔑')).not.toBe(sealed)
  })

  test('says nothing for another purpose, subject or secret', () => {
    expect(unseal(SECRET, 'session ticket', '7', sealed)).toBeUndefined()
    expect(unseal(SECRET, 'second factor', '8', sealed)).toBeUndefined()
    expect(unseal(`${SECRET}!`, 'second factor', '7', sealed)).toBeUndefined()
  })

  test('changed in any place, cut anywhere or made up is nothing', () => {
    const bytes = Buffer.from(sealed, 'base64url')
    for (let place = 0; place < bytes.length; place++) {
      const changed = Buffer.from(bytes)
      changed[place] = changed[place]! ^ 1
      expect(unseal(SECRET, 'second factor', '7', changed.toString('base64url'))).toBeUndefined()
      expect(unseal(SECRET, 'second factor', '7', bytes.subarray(0, place).toString('base64url'))).toBeUndefined()
    }
    for (const made of ['', '.', '%E0%A4%A', 'é', 'A'.repeat(100), 'x'.repeat(100_000)]) {
      expect(unseal(SECRET, 'second factor', '7', made)).toBeUndefined()
    }
  })
})

describe('what a cookie carries from one step to the next', () => {
  const pending = { userId: 12, sessionVersion: 3 }
  const sealed = sealPending(SECRET, 'sign-in under way', pending, NOW, 600)

  test('lasts its time to the second', () => {
    expect(readPending(SECRET, 'sign-in under way', sealed, secondsLater(599))).toEqual(pending)
    expect(readPending(SECRET, 'sign-in under way', sealed, secondsLater(600))).toBeUndefined()
  })

  test('opens no session: it is no ticket, and a ticket is no sign-in under way', () => {
    expect(readPending(SECRET, 'session ticket', sealed, NOW)).toBeUndefined()
    const ticket = sealPending(SECRET, 'session ticket', pending, NOW, 30)
    expect(readPending(SECRET, 'sign-in under way', ticket, NOW)).toBeUndefined()
    for (const made of [undefined, '', '12 3', 'null', JSON.stringify(pending)]) {
      expect(readPending(SECRET, 'session ticket', made, NOW)).toBeUndefined()
    }
  })

  test('of one person is nothing for another', () => {
    const begun = sealFor(SECRET, 'second factor being set up', 12, 'JBSWY3DP', NOW, 60)
    expect(readSealed(SECRET, 'second factor being set up', 12, begun, NOW)).toBe('JBSWY3DP')
    expect(readSealed(SECRET, 'second factor being set up', 13, begun, NOW)).toBeUndefined()
  })
})

describe('codes by time', () => {
  test('are those of RFC 6238', () => {
    const shared = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    const vectors: [number, string][] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ]
    for (const [seconds, code] of vectors) {
      expect(stepOf(shared, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
      expect(stepOf(shared, code, new Date((seconds + 90) * 1000))).toBeUndefined()
    }
  })

  test('come from a secret of 160 random bits, in an address that apps understand', () => {
    const shared = newSecret()
    expect(shared).toMatch(/^[A-Z2-7]{32}$/)
    expect(newSecret()).not.toBe(shared)
    expect(readable(shared)).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    const address = new URL(secretAddress(shared, 'marie@x.example', 'Vauban: Métal & Fils'))
    expect(address.protocol).toBe('otpauth:')
    expect(address.searchParams.get('secret')).toBe(shared)
    expect(address.searchParams.get('issuer')).toBe('Encours Vauban  Métal & Fils')
  })
})

describe('recovery codes', () => {
  test('are ten, each of fifty bits, without letters that are read as others', () => {
    const codes = newRecoveryCodes()
    expect(codes).toHaveLength(10)
    for (const code of codes) expect(code).toMatch(/^[0-9abcdefghjkmnpqrstvwxyz]{5}-[0-9abcdefghjkmnpqrstvwxyz]{5}$/)
  })

  test('are kept by a hash that depends on the person and on the secret', () => {
    const kept = recoveryHash(SECRET, 7, 'abc10-defgh')
    expect(recoveryHash(SECRET, 7, 'ABCIO DEFGH')).toBe(kept)
    expect(recoveryHash(SECRET, 8, 'abc10-defgh')).not.toBe(kept)
    expect(recoveryHash(`${SECRET}!`, 7, 'abc10-defgh')).not.toBe(kept)
    for (const none of ['', 'abc10-defg', 'abc10-defghj', 'abc10-defgu', '123456']) {
      expect(recoveryHash(SECRET, 7, none)).toBeUndefined()
    }
  })
})
