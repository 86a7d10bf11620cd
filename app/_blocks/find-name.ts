import { isNear } from '@/lib/search/rules'

/** Of a shorter word a slip leaves too little. */
const SHORTEST = 4

/**
 * Those whose name holds every word that was typed; where nobody's does, those with a name a slip or two away from it.
 */
export function findName<One extends { name: string }>(ones: readonly One[], typed: string): One[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const holding = ones.filter(({ name }) => words.every((word) => fold(name).includes(word)))
  if (holding.length > 0) return holding
  return ones.filter(({ name }) => {
    const parts = fold(name).split(/[\s-]+/)
    const isMeant = (word: string) => word.length >= SHORTEST && parts.some((part) => isNear(part, word))
    return words.every((word) => fold(name).includes(word) || isMeant(word))
  })
}

/** Letters without their accents, for comparing names as they are typed. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
