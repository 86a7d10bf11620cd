import { readEmail } from '@/lib/auth/email'
import type { Messages } from '@/lib/i18n/catalogue'
import { currencies } from '@/lib/settings/rules'
import { countryCode } from './rules/countries'
import { isStorable } from './rules/storable'

/** What is wrong with one row: a key of `problems` in the section `imports`, and the values that its sentence names. */
export class RowProblem extends Error {
  readonly reason: Reason
  readonly facts: Facts

  constructor(reason: Reason, facts: Facts = {}) {
    super(reason)
    this.reason = reason
    this.facts = facts
  }
}

export type Facts = Record<string, string | number>

/** Why a row is rejected. */
export type Reason = keyof Messages['imports']['problems']

/** What of a row was left out although the row was taken. */
export type Remark = keyof Messages['imports']['remarks']

const LONGEST_QUOTE = 60
const CONTROL = /[^\P{Cc}\n\t\r]/u

/** Text as the file has it. A line break within is kept where `lines` says so, and else a space. */
export function readText(text: string, longest: number, lines = false): string {
  if (text.length > longest) throw new RowProblem('tooLong', { longest })
  if (CONTROL.test(text)) throw new RowProblem('controlCharacters')
  return lines ? text.replace(/\r\n?/g, '\n') : text.replace(/\s*[\r\n\t]+\s*/g, ' ')
}

/** What a spreadsheet shows where it could not work something out. */
const ERROR = /^#(N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$/i

/** The text itself, unless it is none, or its value was lost before the file was written. */
export function soundText(text: string): string {
  if (!isStorable(text)) throw new RowProblem('controlCharacters')
  if (text.includes('\ufffd')) throw new RowProblem('lostCharacters', { value: quoted(text) })
  if (ERROR.test(text)) throw new RowProblem('spreadsheetError', { value: text })
  return text
}

/** As people and spreadsheets write them in the languages whose headings are known, without accents. */
const YES = new Set(
  `1 yes y true oui o vrai ja j wahr si s verdadero vero sim verdadeiro waar da tak prawda adevarat istina sant evet
  dogru はい 真 是`.split(/\s+/),
)
const NO = new Set(
  `0 no n false non faux nein falsch falso nao onwaar ne nie fałsz nu fals laz nej falskt hayır hayir yanlıs yanlis
  いいえ 偽 否`.split(/\s+/),
)

export function readYesNo(text: string): boolean {
  const word = text.slice(0, LONGEST_QUOTE).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  throw new RowProblem('yesNo', { value: quoted(text) })
}

export function readCountry(text: string): string {
  const code = countryCode(text)
  if (code === undefined) throw new RowProblem('country', { value: quoted(text) })
  return code
}

const CURRENCIES = new Set(currencies())

export function readCurrency(text: string): string {
  const code = text.toUpperCase()
  if (!CURRENCIES.has(code)) throw new RowProblem('currency', { value: quoted(text) })
  return code
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** Few languages make a file, and asking `Intl` for each row is what reading it would mostly consist of. */
const MOST_TAGS = 500
const tags = new Map<string, string | undefined>()

/** The language one writes to somebody in: `fr`, `pt-BR`. */
export function readLanguage(text: string): string {
  if (!/^[a-z]{2,3}([-_][a-z]{2,4})?$/i.test(text)) throw new RowProblem('language', { value: quoted(text) })
  if (tags.size > MOST_TAGS) tags.clear()
  if (!tags.has(text)) tags.set(text, languageTag(text))
  const tag = tags.get(text)
  if (tag === undefined) throw new RowProblem('language', { value: quoted(text) })
  return tag
}

function languageTag(text: string): string | undefined {
  const tag = new Intl.Locale(text.replace('_', '-')).toString()
  return languages.of(tag) === undefined ? undefined : tag
}

export function readAddress(text: string): string {
  const email = readEmail(text)
  if (!email) throw new RowProblem('email', { value: quoted(text) })
  return email
}

/** The values of a cell, each once. A comma within a value has a backslash before it. */
export function readList(text: string): string[] {
  const values = [...text.matchAll(/(?:\\.|[^,\\]|\\$)+/gsu)].map(([value]) => value.replace(/\\(.)/gsu, '$1').trim())
  return [...new Set(values.filter(Boolean))]
}

/**
 * Somebody of our company, as a file names them: an e-mail address in the form we keep, or a name with single spaces.
 */
export function readMention(text: string): string {
  return text.includes('@') ? readAddress(text) : readText(text.replace(/\s+/g, ' ').trim(), 120)
}

/** First and last name of `First Last`; one word is a last name. */
export function splitName(name: string): { firstName: string | null; lastName: string } {
  const [first = '', ...rest] = name.split(' ')
  return rest.length > 0 ? { firstName: first, lastName: rest.join(' ') } : { firstName: null, lastName: first }
}

/** The name an address seems to say: `marie.dupont@…` is Marie Dupont. */
export function nameInAddress(email: string): { firstName: string | null; lastName: string } {
  const words = (email.split('@')[0] ?? '').split(/[._\-+0-9]+/).filter(Boolean)
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
  return splitName(name || email)
}

/** A value as a sentence repeats it: never half of a character. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE).replace(/\p{Cs}$/u, '')}…` : line
}
