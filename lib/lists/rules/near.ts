import { codeKey, LONGEST_CODE } from '@/lib/customers/rules'

/** How a code that exists may have become one that does not, the surest first. */
export const NEAR_KINDS = ['spelling', 'zeros', 'decimals', 'shortened', 'letters', 'slip'] as const
export type NearKind = (typeof NEAR_KINDS)[number]

/** Keys to look up, and what was done to the code if one of them exists. */
type Guess = { kind: NearKind; key: string }

/** Excel keeps a few digits of a long number: any whole number between these, of as many digits, may be meant. */
export type Span = { low: string; high: string }

const SEPARATORS = [' ', '-', '.', '/', '_']
const LONGEST_SPELLED = 14
const MOST_ZEROS = 12
const LONGEST_NUMBER = 20
const [SHORTEST_SLIPPED, LONGEST_SLIPPED] = [4, 14]
const DIGITS = [...'0123456789']
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const ALIKE: Record<string, string> = {
  O: '0',
  0: 'O',
  I: '1',
  L: '1',
  1: 'I',
  S: '5',
  5: 'S',
  B: '8',
  8: 'B',
  Z: '2',
  2: 'Z',
}
const SCIENTIFIC = /^(\d)(?:[.,](\d+))?E(\+?)(\d{1,2})$/

/** What a code that nobody has may have been. What takes many guesses is left out unless `wide`. */
export function guesses(code: string, wide = true): Guess[] {
  const key = codeKey(code).slice(0, LONGEST_CODE)
  const seen = new Set([key])
  const kinds: [NearKind, () => string[]][] = [
    ['spelling', () => respelt(key, wide)],
    ['zeros', () => rezeroed(key)],
    ['decimals', () => undecimated(key)],
    ['shortened', () => lengthened(key)],
    ['letters', () => relettered(key)],
    ['slip', () => (wide ? slipped(key) : [])],
  ]
  return kinds.flatMap(([kind, keys]) =>
    keys().flatMap((guess) => {
      if (guess === '' || guess.length > LONGEST_CODE || seen.has(guess)) return []
      seen.add(guess)
      return [{ kind, key: guess }]
    }),
  )
}

/**
 * The numbers that Excel would have shortened to this, for each count of zeros in front of them; none if none were
 * lost.
 */
export function spans(code: string): Span[] {
  const [, lead, fraction = '', plus, power = '0'] = SCIENTIFIC.exec(codeKey(code)) ?? []
  const lost = Number(power) - fraction.length
  if (!lead || !plus || lead === '0' || lost < 1 || Number(power) >= LONGEST_NUMBER) return []
  const [half, first] = [5n * 10n ** BigInt(lost - 1), BigInt(lead + fraction) * 10n ** BigInt(lost)]
  const [smallest, largest] = [10n ** BigInt(power), 10n ** (BigInt(power) + 1n) - 1n]
  const low = first - half < smallest ? smallest : first - half
  const high = first + half > largest ? largest : first + half
  return Array.from({ length: LONGEST_NUMBER - String(low).length + 1 }, (_, zeros) => ({
    low: '0'.repeat(zeros) + low,
    high: '0'.repeat(zeros) + high,
  })).slice(0, MOST_ZEROS + 1)
}

/** Without its punctuation, with one kind of it throughout, or with one of it put back once or twice. */
function respelt(key: string, wide: boolean): string[] {
  const bare = key.replace(/[^\p{L}\p{N}]/gu, '')
  const uniform = SEPARATORS.map((mark) => key.replace(/[^\p{L}\p{N}]+/gu, mark))
  if (bare.length > LONGEST_SPELLED) return [bare, ...uniform]
  const once = insertions(bare, SEPARATORS)
  if (!wide) return [bare, ...uniform, ...once]
  const twice = SEPARATORS.flatMap((mark) =>
    inner(bare).flatMap((left) =>
      inner(bare)
        .filter((right) => right > left)
        .map((right) => marked(bare, left, right, mark)),
    ),
  )
  return [bare, ...uniform, ...once, ...twice]
}

const inner = (text: string) => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => at + 1)

const marked = (text: string, left: number, right: number, mark: string) =>
  text.slice(0, left) + mark + text.slice(left, right) + mark + text.slice(right)

function insertions(text: string, marks: readonly string[]): string[] {
  return inner(text).flatMap((at) => marks.map((mark) => text.slice(0, at) + mark + text.slice(at)))
}

/** More zeros before the first digit, and fewer. */
function rezeroed(key: string): string[] {
  const [, before = '', zeros = '', rest = ''] = /^(\D*)(0*)(\d.*)$/.exec(key) ?? []
  if (rest === '') return []
  const most = Math.min(zeros.length + MOST_ZEROS, LONGEST_NUMBER - rest.length)
  return Array.from({ length: Math.max(0, most + 1) }, (_, count) => before + '0'.repeat(count) + rest)
}

/** `123.0` and `1 234,00` were 123 and 1234 once. */
function undecimated(key: string): string[] {
  const whole = /^(\d[\d .,'’]*)[.,]0{1,3}$/.exec(key)?.[1]?.replace(/\D/g, '')
  return whole ? [whole, ...rezeroed(whole)] : []
}

/** `1,2E+05` in full, and as the code with an E in it that Excel took for a number. */
function lengthened(key: string): string[] {
  const [, lead, fraction = '', , power = '0'] = SCIENTIFIC.exec(key) ?? []
  const short = Number(power) - fraction.length
  if (!lead || short < 0 || Number(power) >= LONGEST_NUMBER) return []
  const full = lead + fraction + '0'.repeat(short)
  const digits = full.replace(/0+$/, '')
  const zeros = full.length - digits.length
  const typed = Array.from({ length: zeros + 1 }, (_, some) => `${digits}${'0'.repeat(some)}E${zeros - some}`)
  return [full, ...rezeroed(full), ...typed, `${digits}E${String(zeros).padStart(2, '0')}`]
}

/** One look-alike exchanged, or all of a kind. */
function relettered(key: string): string[] {
  const one = [...key].map((sign, at) => (ALIKE[sign] ? key.slice(0, at) + ALIKE[sign] + key.slice(at + 1) : ''))
  const all = Object.entries(ALIKE).map(([sign, other]) => key.replaceAll(sign, other))
  return [...one, ...all]
}

/** One sign too many, too few, or another; two that changed places. Digits stand for digits, letters for letters. */
function slipped(key: string): string[] {
  if (key.length < SHORTEST_SLIPPED || key.length > LONGEST_SLIPPED) return []
  const like = (sign = '') => (/\d/.test(sign) ? DIGITS : /\p{L}/u.test(sign) ? LETTERS : [])
  const signs = [...key]
  const cut = (at: number, between: string, length: number) => key.slice(0, at) + between + key.slice(at + length)
  return [
    ...signs.map((_, at) => cut(at, '', 1)),
    ...signs.slice(1).map((sign, at) => cut(at, sign + (signs[at] ?? ''), 2)),
    ...signs.flatMap((sign, at) => like(sign).map((other) => cut(at, other, 1))),
    ...signs.flatMap((sign, at) => like(sign).flatMap((other) => [cut(at, other, 0), cut(at + 1, other, 0)])),
  ]
}
