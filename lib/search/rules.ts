const LONGEST = 100
const MOST_WORDS = 6

/** What was typed as it is looked up: without line breaks and doubled spaces, and of a length somebody would type. */
export function searchText(typed: string): string {
  return typed
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed()
    .trim()
}

export function searchWords(text: string): string[] {
  return text.split(' ').slice(0, MOST_WORDS)
}

/** The ways a name can be split into first and last, either way round: `Jean de La Tour` has its seam in one of three places. */
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
