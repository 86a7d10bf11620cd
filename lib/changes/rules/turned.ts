import type { FactName, Language } from '@/db/schema/vocabulary'
import { words } from '@/lib/i18n/words'

/** One thing that was turned, old and new by what the reader knows them by: a kind, a name, a state; null is none. */
export type Turned = { fact: FactName; about: string | null; before: string | null; after: string | null }

/** What was turned, and its two sides, in words. */
export function sayTurned(language: Language, { fact, about, before, after }: Turned) {
  const t = words(language, 'changes')
  const say = wordsOf(language, fact)
  const what = fact === 'association' ? (about ?? '') : t(`facts.${fact}`)
  return { what, before: say(before), after: say(after) }
}

function wordsOf(language: Language, fact: FactName): (side: string | null) => string {
  const t = words(language, 'words')
  return (side) => {
    if (side === null) return t('none')
    if (fact === 'association') return t(`kinds.${side as 'sales'}`)
    return fact === 'state' ? t(`states.${side as 'active'}`) : side
  }
}
