import { createTranslator } from 'use-intl/core'
import type { Language } from '@/db/schema/vocabulary'
import { MESSAGES, type Messages, type Section } from './catalogue'

/** The words of one section in one language: `const t = words('fr', 'customers')`, then `t('title')`. */
export function words<S extends Section>(language: Language, section: S) {
  const name = `${language} ${section}`
  const known = translators.get(name) as ReturnType<typeof translator<S>> | undefined
  if (known) return known
  const made = translator(language, section)
  translators.set(name, made)
  return made
}

/** One for each language and section, kept: a page asks for them row by row. */
const translators = new Map<string, unknown>()

function translator<S extends Section>(language: Language, section: S) {
  return createTranslator<Messages, S>({ locale: language, messages: MESSAGES[language], namespace: section as never })
}

/** The sections a client component needs, and only those, to travel to the browser. */
export function sections<S extends Section>(language: Language, ...names: S[]): Pick<Messages, S> {
  return Object.fromEntries(names.map((name) => [name, MESSAGES[language][name]])) as Pick<Messages, S>
}
