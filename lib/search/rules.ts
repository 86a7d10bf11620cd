const LONGEST = 100
const MOST_WORDS = 6

/**
 * What was typed as it is looked up: without line breaks and doubled spaces, and of a length somebody would type. What
 * shows nothing asks for nothing.
 */
export function searchText(typed: string): string {
  const text = typed
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed()
    .trim()
  return /^[\p{Cf}\s]*$/u.test(text) ? '' : text
}

/**
 * What a mail program copies has a name around the address, or a scheme in front of it: the address alone says who is
 * meant.
 */
export function withoutEnvelope(text: string): string {
  return /(?:<|\bmailto:)+([^<>?:\s]+@[^<>?\s]+)/i.exec(text)?.[1] ?? text
}

/** Whether there is anything in it that a name, a code or a number begins with; of signs alone few are called. */
export const hasLetterOrDigit = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

export function searchWords(text: string): string[] {
  return text.split(' ').slice(0, MOST_WORDS)
}

/**
 * The ways a name can be split into first and last, either way round: `Jean de La Tour` has its seam in one of three
 * places.
 */
export function nameSplits(words: readonly string[]): [string, string][] {
  return words.slice(1).flatMap((_, index): [string, string][] => {
    const before = words.slice(0, index + 1).join(' ')
    const after = words.slice(index + 1).join(' ')
    return [
      [before, after],
      [after, before],
    ]
  })
}

/** The first of each, then the second of each, and so on. */
export function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length: longest }).flatMap((_, place) => lists.flatMap((list) => list.slice(place, place + 1)))
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
/** The letters in front by which names stand in order. */
const HEAD = 3

/**
 * How names begin among which somebody's slip is looked for, and every word that this would be with one slip in those
 * letters.
 */
export function slipsInFront(word: string): { head: string; others: string[] } {
  const others = Array.from({ length: HEAD }).flatMap((_, at) => {
    const [before, here, after, rest] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 1)]
    return [
      before + rest,
      before + after + here + word.slice(at + 2),
      ...LETTERS.flatMap((letter) => [before + letter + rest, before + letter + here + rest]),
    ]
  })
  return { head: word.slice(0, HEAD), others: [...new Set(others)] }
}

/** In a word this long a hasty hand may slip twice. */
const LONG = 8

/** Whether one word is another with a slip: a letter too many, too few, another one, or two that changed places. */
export function isNear(one: string, other: string): boolean {
  const most = Math.min(one.length, other.length) < LONG ? 1 : 2
  return Math.abs(one.length - other.length) <= most && slips(one, other) <= most
}

/** How many slips lie between two words. */
function slips(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, place) => place)]
  for (let row = 1; row <= one.length; row++) {
    const now = [row]
    for (let place = 1; place <= other.length; place++) {
      const same = one[row - 1] === other[place - 1]
      const swapped = place > 1 && one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1]
      now[place] = Math.min(
        (last[place] ?? 0) + 1,
        (now[place - 1] ?? 0) + 1,
        (last[place - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[place - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, last] = [last, now]
  }
  return last[other.length] ?? 0
}
