import type { Encoding } from '../rules/reading'

/** How well bytes read of which two are one character: the everyday characters of Japanese and Chinese lie close together. */
export function pairsReadLike(bytes: Uint8Array, encoding: Encoding): number {
  const japanese = encoding === 'shift_jis'
  let [sum, count] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    const [lead = 0, trail = 0] = [bytes[at], bytes[at + 1]]
    if (lead < 0x80) continue
    const single = japanese && lead >= 0xa1 && lead <= 0xdf
    count += 1
    sum += single ? -0.2 : japanese ? japanesePair(lead) : chinesePair(lead, trail)
    if (isSmallLetter(bytes[at - 1]) || (!single && isSmallLetter(bytes[at + 2]))) sum -= 1
    if (!single) at += 1
  }
  return count === 0 ? 0 : sum / count
}

/** Signs, kana and the kanji taught at school; the others are rare. */
function japanesePair(lead: number): number {
  return lead >= 0x81 && lead <= 0x97 ? 1.6 : -0.2
}

function chinesePair(lead: number, trail: number): number {
  if (trail < 0xa1) return -0.8
  if (lead >= 0xb0 && lead <= 0xd7) return 1.6
  if (lead === 0xa1 || lead === 0xa3) return 1
  return lead >= 0xd8 && lead <= 0xf7 ? 0.4 : -0.6
}

function isSmallLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a
}
