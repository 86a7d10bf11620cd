import type { Encoding } from '../rules/reading'

/**
 * How well bytes read of which two are one character: the everyday characters of Japanese and Chinese lie close
 * together.
 */
export function pairsReadLike(bytes: Uint8Array, encoding: Encoding): number {
  const fitOf = encoding === 'shift_jis' ? japanese : chinese
  let [sum, count] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue
    const { fit, length, letter } = fitOf(bytes, at)
    count += 1
    sum += fit
    // No word is half in Latin letters.
    if (!letter && (isSmallLetter(bytes[at - 1]) || (length > 1 && isSmallLetter(bytes[at + length])))) sum -= 1
    at += length - 1
  }
  return count === 0 ? 0 : sum / count
}

type Fit = { fit: number; length: number; letter: boolean }

/**
 * Signs, kana and the kanji taught at school; the others are rare, and kana of half the width belong to old machines.
 */
function japanese(bytes: Uint8Array, at: number): Fit {
  const lead = bytes[at] ?? 0
  if (lead >= 0xa1 && lead <= 0xdf) return { fit: -0.2, length: 1, letter: false }
  return { fit: lead >= 0x81 && lead <= 0x97 ? 1.6 : -0.2, length: 2, letter: false }
}

/** Characters taught at school first. Letters of other languages take two bytes or four, of which two are figures. */
function chinese(bytes: Uint8Array, at: number): Fit {
  const [lead = 0, trail = 0] = [bytes[at], bytes[at + 1]]
  if (trail >= 0x30 && trail <= 0x39) return { fit: lead <= 0x84 ? 1.6 : -0.6, length: 4, letter: true }
  if (trail < 0xa1) return { fit: -0.8, length: 2, letter: false }
  if (lead >= 0xb0 && lead <= 0xd7) return { fit: 1.6, length: 2, letter: false }
  if (lead === 0xa1 || lead === 0xa3 || lead === 0xa8) return { fit: 1, length: 2, letter: lead === 0xa8 }
  return { fit: lead >= 0xd8 && lead <= 0xf7 ? 0.4 : -0.6, length: 2, letter: false }
}

function isSmallLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a
}
