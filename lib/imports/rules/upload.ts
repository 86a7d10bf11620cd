import { LONGEST_MAPPING_NAME } from '../input/mapping'

/** The largest that a browser without JavaScript can send, in bytes: it arrives whole in memory. */
export const LARGEST_POST = 20 * 1024 * 1024

const LONGEST_NAME = 120
const LONGEST_ENDING = 12
/** Control characters, and those that turn the direction of writing: a name may not show another than it is. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}<>:"|?*\\/]/gu

/**
 * The name of somebody's file without the folders it came from, safe to show and to give back; undefined where nothing
 * is left.
 */
export function safeFileName(given: string): string | undefined {
  const [last = ''] = given.normalize('NFC').split(/[\\/]/).slice(-1)
  const name = last.replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim().replace(/^\.+/, '')
  if (name === '') return undefined
  const letters = [...name]
  if (letters.length <= LONGEST_NAME) return name
  const ending = /\.[^. ]{1,11}$/.exec(name)?.[0].slice(0, LONGEST_ENDING) ?? ''
  return letters.slice(0, LONGEST_NAME - ending.length).join('') + ending
}

/** What of a file's name says what it is, year after year: without its ending, and without dates and counters. */
export function nameToRemember(fileName: string): string {
  const stem = fileName.replace(/\.[^. ]{1,11}$/, '').replace(/\.rejected$/i, '')
  const plain = stem
    .replace(/(^|[^\p{L}\p{N}])[\d]+(?=$|[^\p{L}\p{N}])/gu, ' ')
    .replace(/[_.\-\s()]+/g, ' ')
    .trim()
  return plain || stem
}

/** The name that is offered for the columns of a file: no longer than one may be. */
export function nameForColumns(fileName: string): string {
  const name = nameToRemember(fileName)
  if (name.length <= LONGEST_MAPPING_NAME) return name
  const words = name.slice(0, LONGEST_MAPPING_NAME + 1).replace(/\s+\S*$/, '')
  return words.slice(0, LONGEST_MAPPING_NAME).replace(/\p{Cs}$/u, '')
}

/** Why an upload is not taken: keys of the refusals that the page for a new file can be sent to say. */
export const UPLOAD_PROBLEMS = [
  'signInAgain',
  'forbidden',
  'importEmpty',
  'importTooLargeToPost',
  'importCut',
  'importNoRoom',
  'importNotReceived',
  'tooManyImports',
  'tooManyArriving',
  'notValid',
] as const
