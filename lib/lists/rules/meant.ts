import { codeKey, LONGEST_CODE } from '@/lib/customers/rules'
import { Refusal } from '@/lib/errors'
import { MOST_CODES } from './codes'
import { type Reading, spellings } from './paste'

/** A column that may hold the codes: how many of its codes exist, and how it begins. */
export type Choice = { reading: string; codes: number; found: number; beginning: string[] }

/** The codes of a paste, or, where that is not for a program to decide, the columns to choose from. */
export type Meant = { codes: string[] } | { choices: Choice[] }

type Weighed = { reading: Reading; codes: string[]; found: number; missing: number }

/** The longest list in a sheet of several columns, each code in quotes. */
export const MOST_KEYS = 6 * MOST_CODES
const BEGINNING = 3
/** A column is clear when it finds this many times what all other cells find besides. */
const CLEAR = 5
const FEW = 3
const MOST_CHOICES = 8

/**
 * Every key that has to be looked up to know which reading is meant; none where there is only one. A wide sheet that
 * asks for more than we look up at once is refused before the rest of it is cut up.
 */
export function keysOf(all: readonly Reading[]): string[] {
  const [first] = all
  if (all.length === 1 && first?.cells.every((cell) => spellings(cell).length === 1)) return []
  const cells = new Set<string>()
  const keys = new Set<string>()
  for (const reading of all) {
    for (const cell of reading.cells) {
      if (cells.has(cell)) continue
      cells.add(cell)
      for (const key of spellings(cell).map(codeKey)) if (key.length <= LONGEST_CODE) keys.add(key)
      if (cells.size > MOST_KEYS || keys.size > MOST_KEYS) throw new Refusal('invalid', 'pasteTooLong')
    }
  }
  return [...keys]
}

/**
 * The codes that a paste means: the reading under which most exist, cell by cell in the spelling that exists. Cells of
 * several columns are taken together only where nothing else can be meant: what was no code must not widen a search.
 */
export function meantBy(all: readonly Reading[], exists: (key: string) => boolean, chosen?: string): Meant {
  const weighed = all.map((reading) => weigh(reading, exists))
  const given = weighed.find(({ reading }) => reading.name === chosen)
  if (given) return codesOf(given)
  const column = best(weighed.filter(({ reading }) => !reading.across))
  const across = best(weighed.filter(({ reading }) => reading.across))
  if (!column || !across) return codesOf(column ?? across)
  if (column.found + across.found === 0) return nothingExists(weighed, column)
  if (isClear(column, across)) return codesOf(column)
  if (column.found === 0 || isList(across)) return codesOf(across)
  const columns = weighed.filter((one) => !one.reading.across && one.found > 0)
  return { choices: [...columns.slice(0, MOST_CHOICES), across].map(choiceOf) }
}

function weigh(reading: Reading, exists: (key: string) => boolean): Weighed {
  const known = new Map<string, { code: string; found: boolean }>()
  const keys = { found: new Set<string>(), missing: new Set<string>() }
  const codes = reading.cells.map((cell) => {
    const seen = known.get(cell)
    if (seen) return seen.code
    const texts = spellings(cell)
    const existing = texts.find((text) => exists(codeKey(text)))
    const code = existing ?? texts.at(-1) ?? cell
    known.set(cell, { code, found: existing !== undefined })
    keys[existing === undefined ? 'missing' : 'found'].add(codeKey(code))
    return code
  })
  // Of what no list can hold the beginning speaks for the rest, so that nothing smaller is chosen in its stead.
  const scale = reading.count / Math.max(1, codes.length)
  return { reading, codes, found: keys.found.size * scale, missing: keys.missing.size * scale }
}

function codesOf(weighed: Weighed | undefined): Meant {
  const { count = 0 } = weighed?.reading ?? {}
  if (count > MOST_CODES) throw new Refusal('invalid', 'tooManyCodes', { values: { pasted: count, most: MOST_CODES } })
  return { codes: weighed?.codes ?? [] }
}

/** Most found; among equals the one that leaves least over; among those the likeliest, which stands first. */
function best(all: readonly Weighed[]): Weighed | undefined {
  return all.toSorted((a, b) => b.found - a.found || a.missing - b.missing)[0]
}

function isClear(column: Weighed, across: Weighed): boolean {
  return (across.found - column.found) * CLEAR < column.found
}

/** Codes strung together: no table, and mostly codes that exist. */
function isList({ reading, found, missing }: Weighed): boolean {
  return reading.shape !== 'table' && found >= missing
}

/** Of a table somebody has to say the column; what else holds nothing we know is cut where codes are surely cut. */
function nothingExists(all: readonly Weighed[], first: Weighed): Meant {
  const columns = all.filter(({ reading }) => !reading.across && reading.shape === 'table' && isCut(reading))
  if (columns.length > 1) return { choices: columns.slice(0, MOST_CHOICES).map(choiceOf) }
  const strung = all.find(({ reading, codes }) => {
    if (!reading.across || reading.shape === 'table') return false
    return isCut(reading) || (reading.shape === 'row' && codes.length >= FEW && codes.every((code) => /\d/.test(code)))
  })
  return codesOf(strung ?? all.find((one) => one.reading.name === 'lines') ?? first)
}

const isCut = ({ name }: Reading) => /^(tab|semicolon)\b/.test(name)

function choiceOf({ reading, codes, found, missing }: Weighed): Choice {
  const [known, unknown] = [Math.round(found), Math.round(missing)]
  return { reading: reading.name, codes: known + unknown, found: known, beginning: codes.slice(0, BEGINNING) }
}
