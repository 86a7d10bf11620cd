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

/** Refusals that the browser says by itself: all others come with the answer that refuses. */
const UNASKED = [
  'notValid',
  'unreachable',
  'newRelease',
  'bodyTooLarge',
  'signInAgain',
  'forbidden',
  'unexpected',
  'tooManyTicked',
] as const

/**
 * The sections a client component needs, and only those, to travel to the browser: as one text, written once, because
 * what travels as values is looked at word by word on its way. `unasked`: the few refusals that every page must know.
 */
export function sections(language: Language, ...names: (Section | 'unasked')[]): string {
  const key = `${language} ${names}`
  const known = texts.get(key)
  if (known !== undefined) return known
  const messages = MESSAGES[language]
  const unasked = Object.fromEntries(UNASKED.map((name) => [name, messages.refusals[name]]))
  const chosen = names.map((name) => (name === 'unasked' ? ['refusals', unasked] : [name, messages[name]]))
  const text = JSON.stringify(Object.fromEntries(chosen))
  texts.set(key, text)
  return text
}

const texts = new Map<string, string>()
