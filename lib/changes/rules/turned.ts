import type { FactName, Language } from '@/db/schema/vocabulary'
import { words } from '@/lib/i18n/words'

/**
 * One thing that was turned, old and new by what the reader knows them by: a kind, a name, a state; null is none.
 * `about` is a name too; of a contact that nobody knows the name of any more it is empty.
 */
export type Turned = { fact: FactName; about: string | null; before: string | null; after: string | null }

/** What was turned, and its two sides, in words. */
export function sayTurned(language: Language, { fact, about, before, after }: Turned) {
  const t = words(language, 'changes')
  const say = wordsOf(language, fact)
  const sides = { before: say(before), after: say(after) }
  if (fact === 'association') return { what: about ?? '', ...sides }
  const what = t(`facts.${fact}`)
  const ofContact = fact.startsWith('contact_') && about !== null
  return { what: ofContact ? t('contacts.of', { name: about || t('contacts.gone'), what }) : what, ...sides }
}

function wordsOf(language: Language, fact: FactName): (side: string | null) => string {
  const t = words(language, 'words')
  const changes = words(language, 'changes')
  const languages = new Intl.DisplayNames(language, { type: 'language' })
  return (side) => {
    if (fact === 'contact_removed')
      return side === null ? changes('contacts.removed') : t(`contactRoles.${side as 'other'}`)
    if (fact === 'contact_language') return side === null ? changes('form.asCustomer') : (languages.of(side) ?? side)
    if (fact === 'contact_domain') return side === null ? changes('contacts.erased') : `@${side}`
    if (side === null) return t('none')
    if (fact === 'association') return t(`kinds.${side as 'sales'}`)
    if (fact === 'contact_role') return t(`contactRoles.${side as 'other'}`)
    if (fact === 'contact_star') return changes(side === 'true' ? 'contacts.isFor' : 'contacts.notFor')
    return fact === 'state' ? t(`states.${side as 'active'}`) : side
  }
}
