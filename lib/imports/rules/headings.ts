import { LONGEST_HEADING } from './reading'
import { CUSTOMER_WORDS, NOT_OF_CUSTOMERS } from './words-of-customers'
import { CONTACT_WORDS, ITEM_WORDS, USER_WORDS } from './words-of-others'

/** The field that a heading seems to mean, and what tells so: the standard heading, a word for it, or one slip away. */
export type Match = { field: string | null; because: 'exact' | 'synonym' | 'similar' | null }

const WORDS = { customers: CUSTOMER_WORDS, contacts: CONTACT_WORDS, items: ITEM_WORDS, users: USER_WORDS }
type Kind = keyof typeof WORDS
const ALIKE = 0.9
/** What no accent mark can be taken from. */
const PLAIN: Record<string, string> = { ß: 'ss', ł: 'l', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd', ı: 'i' }
const RANKS = ['exact', 'synonym', 'similar'] as const

/** A heading as it is compared: letters and digits, without case and accents. */
export function bareHeading(heading: string): string {
  return heading
    .slice(0, LONGEST_HEADING)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ßłøæœđı]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * For each heading the field it seems to mean. No field is meant by two: the surer heading has it, then the one further
 * left.
 */
export function matchHeadings(kind: Kind, headings: readonly string[]): Match[] {
  const matches = headings.map((heading) => matchOf(kind, heading))
  const taken = new Set<string>()
  for (const rank of RANKS) {
    for (const [place, { field, because }] of matches.entries()) {
      if (because !== rank || field === null) continue
      if (taken.has(field)) matches[place] = { field: null, because: null }
      taken.add(field)
    }
  }
  return matches
}

/** Whether a text is how any kind of file calls a field. */
export function isHeading(text: string): boolean {
  return fieldsNamed(text).length > 0
}

/** The fields that a heading means in any kind of file. */
export function fieldsNamed(heading: string): string[] {
  const bare = bareHeading(heading)
  return (Object.keys(WORDS) as Kind[]).flatMap((kind) => fieldsOf(kind).get(bare) || [])
}

/** What is the same for files with the same headings in the same order, whatever their names are. */
export function headingsFingerprint(headings: readonly string[]): string {
  return headings.map(bareHeading).join('|')
}

function matchOf(kind: Kind, heading: string): Match {
  const bare = bareHeading(heading)
  if (bare === '') return { field: null, because: null }
  const fields = fieldsOf(kind)
  const known = fields.get(bare)
  if (known !== undefined) {
    return { field: known || null, because: known === '' ? null : bareHeading(known) === bare ? 'exact' : 'synonym' }
  }
  const near = [...fields].find(([word, field]) => field !== '' && isAlike(word, bare))
  return near ? { field: near[1], because: 'similar' } : { field: null, because: null }
}

const fields = new Map<Kind, ReadonlyMap<string, string>>()

/** The field of each word, of which the standard heading is one; none for words that mean something we do not keep. */
function fieldsOf(kind: Kind): ReadonlyMap<string, string> {
  const known = fields.get(kind)
  if (known) return known
  const found = new Map<string, string>()
  for (const field of Object.keys(WORDS[kind])) found.set(bareHeading(field), field)
  const add = (words: string, field: string) => {
    for (const word of words.split(',').map(bareHeading)) if (word !== '' && !found.has(word)) found.set(word, field)
  }
  for (const [field, words] of Object.entries(WORDS[kind])) add(words, field)
  if (kind === 'customers') add(NOT_OF_CUSTOMERS, '')
  fields.set(kind, found)
  return found
}

/** One letter in ten may be another; a digit may not: the second address is not the first. */
function isAlike(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length)
  const slips = Math.floor(longest * (1 - ALIKE) + 1e-9)
  // Nearly every word is told by its length: what costs more comes after.
  if (slips === 0 || Math.abs(a.length - b.length) > slips) return false
  return a.replace(/\P{N}/gu, '') === b.replace(/\P{N}/gu, '') && distance(a, b, slips) <= slips
}

/** Letters to add, leave out or change to make one word of the other; more than `most` is told as one more. */
function distance(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    if (Math.min(...next) > most) return most + 1
    row = next
  }
  return row.at(-1) ?? most + 1
}
