/** No word of a list is nearly as long, and folding takes a time that grows faster than the text. */
const LONGEST = 200

/**
 * A text as it is compared with a word of a list: small letters and digits without accents, one space where anything
 * else stood.
 */
export function folded(text: string): string {
  if (text.length > LONGEST) return ''
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
