import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What a sealed text is for. Each purpose has a key of its own, so that nothing passes for something else. */
export type Purpose =
  | 'second factor'
  | 'second factor being set up'
  | 'recovery code'
  | 'sign-in under way'
  | 'session ticket'

const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts a text so that only this installation reads it, for this purpose and about this subject alone: moved to
 * another row it opens nothing. AES-256-GCM.
 */
export function seal(secret: string, purpose: Purpose, about: string, text: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text again; undefined for what was made up, cut short, sealed for something else or under another secret. */
export function unseal(secret: string, purpose: Purpose, about: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined
  const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)]
  const key = keyFor(secret, purpose)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(about)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return undefined // its seal is broken, which is an answer
  }
}

/**
 * What is kept of something short that a person types: without the secret of the installation it cannot be guessed at.
 */
export function keyedHash(secret: string, purpose: Purpose, text: string): string {
  return createHmac('sha256', keyFor(secret, purpose)).update(text).digest('base64url')
}

function keyFor(secret: string, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `encours ${purpose}`, 32))
}
