import type { Encoding } from '../rules/reading'

const WEST = ['àâæçèéêëîïôœùûü', 'äöüß', 'áéíñóúü', 'àáâãçéêíóôõú', 'àèéìîòù', 'áéëïöüó', 'åäöé', 'æøåé', 'àçèéíïòóúü']
const EAST = ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'ăâîşţ', 'čćđšž', 'äöüß']
const SOUTH = ['çğıiöşüâî', ...WEST]

/** Of the languages that an encoding was made for, the letters beyond a to z. */
const ALPHABETS: Partial<Record<Encoding, string[]>> = {
  'windows-1252': WEST,
  macintosh: WEST,
  'windows-1254': SOUTH,
  'windows-1250': EAST,
  'iso-8859-2': EAST,
}
/** In Portuguese a vowel or nothing follows; elsewhere these bytes are other vowels. */
const NASAL = new Set([...'ãõ'])
/**
 * Where little tells, the western one is likelier. Six letters are all that tells the Turkish one from it, and a few of
 * them may as well be slips; names of many western countries in one file look as eastern as not, while those of an
 * eastern one leave signs within western words.
 */
const PRIOR: Partial<Record<Encoding, number>> = { 'windows-1254': -0.05, 'windows-1250': -0.15, 'iso-8859-2': -0.15 }
/** More letters say no more. */
const ENOUGH = 4000
const VOWELS = /[aeiouyıæøœå]/
/** Signs that stand between words, at their ends or beside figures. */
const SIGNS = new Set([...'€£§°©®™«»“”„‚‘’–—…•·ºª¿¡½¼²³µ×\u00a0'])
const INSIDE = new Set([...'’·‘'])

/**
 * How well a text reads that was made of bytes of one meaning each: some tenths at least for names, below zero for
 * noise.
 */
export function readsLike(text: string, encoding: Encoding): number {
  const alphabets = (ALPHABETS[encoding] ?? []).map((letters) => new Set(letters))
  const known = new Set(alphabets.flatMap((letters) => [...letters]))
  const held = alphabets.map(() => 0)
  let [sum, count, letters] = [0, 0, 0]
  for (let at = 0; at < text.length && count < ENOUGH; at++) {
    const sign = text[at] ?? ''
    if (sign < '\x80') continue
    const [before, after] = [text[at - 1] ?? ' ', text[at + 1] ?? ' ']
    const small = sign.toLowerCase()
    count += 1
    sum += isLetter(sign) ? letterFits(sign, small, before, after, known) : signFits(sign, before, after)
    if (!isLetter(sign)) continue
    letters += 1
    for (const [place, alphabet] of alphabets.entries()) if (alphabet.has(small)) held[place] = (held[place] ?? 0) + 1
  }
  // A file is mostly of one language, and one that has all its letters is likelier than one that has some of many.
  const ofOne = letters === 0 ? 0 : Math.max(0, ...held) / letters
  return count === 0 ? 0 : (PRIOR[encoding] ?? 0) + sum / count + 0.6 * ofOne
}

function letterFits(sign: string, small: string, before: string, after: string, known: ReadonlySet<string>): number {
  const capital = sign !== small
  let fit = known.has(small) ? 1 : -0.3
  if (capital && isSmall(before)) fit -= 1.5
  if (!capital && isCapital(before) && isCapital(after)) fit -= 0.7
  const vowel = isVowel(sign)
  if (NASAL.has(small) && isLetter(after) && !isVowel(after)) fit -= 0.8
  for (const other of [before, after]) if (isLetter(other)) fit += isVowel(other) === vowel ? -0.2 : 0.1
  return fit
}

function signFits(sign: string, before: string, after: string): number {
  if (sign <= '\x9f') return -3
  if (isLetter(before) && isLetter(after)) return INSIDE.has(sign) ? 0.3 : -1.5
  return SIGNS.has(sign) ? 0.3 : -0.6
}

const isLetter = (sign: string) => /\p{L}/u.test(sign) && sign !== 'º' && sign !== 'ª'
const isSmall = (sign: string) => isLetter(sign) && sign !== sign.toUpperCase()
const isCapital = (sign: string) => isLetter(sign) && sign !== sign.toLowerCase()
const isVowel = (sign: string) => VOWELS.test(sign.normalize('NFD').charAt(0).toLowerCase())
