import { codeKey } from '@/lib/customers/rules'

/** More codes than this are refused with a sentence. */
export const MOST_CODES = 50_000
const LONGEST_TOKEN = 200

/** A code as pasted, the place of its first appearance, and how often it stands in the paste. */
export type PastedCode = { code: string; codeKey: string; position: number; times: number }

/**
 * The ways a paste may be meant, likeliest first. Lines, tabs and semicolons always separate; commas and spaces may
 * be part of a code, so on a single line each is only a possibility: who knows the codes decides between them.
 */
export function readings(paste: string): string[][] {
  const text = paste.replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
  const cells = tokensOf(text.split(/[\r\n\t;\u2028\u2029]/))
  if (cells.length !== 1) return [cells]
  const [line = ''] = cells
  const others = [/,/, /\s+/, /[\s,]+/].map((separator) => tokensOf(line.split(separator)))
  return [cells, ...others.filter((tokens) => tokens.length > 1)]
}

/** Codes for looking up: repetitions counted, the first spelling kept. */
export function gather(tokens: readonly string[]): PastedCode[] {
  const codes = new Map<string, PastedCode>()
  tokens.forEach((code, position) => {
    const key = codeKey(code)
    const known = codes.get(key)
    if (known) known.times++
    else codes.set(key, { code, codeKey: key, position, times: 1 })
  })
  return [...codes.values()]
}

/** Excel quotes cells that hold separators and marks text with an apostrophe; neither is part of the code. */
function tokensOf(cells: readonly string[]): string[] {
  return cells
    .map((cell) => {
      const bare = cell.replace(/[\p{Cc}\u00a0\u202f]/gu, ' ').trim()
      const unquoted = /^"(.*)"$/.exec(bare)?.[1]?.replaceAll('""', '"').trim() ?? bare
      return unquoted.replace(/^'/, '').trim().slice(0, LONGEST_TOKEN)
    })
    .filter((token) => token !== '')
}
