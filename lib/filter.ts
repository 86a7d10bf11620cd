/** A query string, as Next hands it to a page or as anyone writes it. */
export type Query = string | URLSearchParams | Record<string, string | string[] | undefined>

/**
 * A part of an address that cannot be applied. It is named to the reader, and while it stands nothing is changed in
 * bulk.
 */
export type Problem = { part: string; value: string; reason: 'unknown' | 'malformed' | 'reversed' | 'tooMany' | 'gone' }

/**
 * The parts of a query, repeated names put together: a form sends `country=FR&country=BE`, we write `country=FR,BE`.
 */
export function partsOf(query: Query): Map<string, string> {
  const pairs: [string, string][] =
    typeof query === 'string' || query instanceof URLSearchParams
      ? [...new URLSearchParams(query)]
      : Object.entries(query).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        )
  const parts = new Map<string, string>()
  for (const [name, value] of pairs) {
    const before = parts.get(name)
    parts.set(name, before ? `${before},${value}` : value)
  }
  return parts
}

/** The words of a small list's search, as one line. */
export function wordsIn(parts: Map<string, string>): string {
  const words = (parts.get('q') ?? '').replace(/[\s\p{Cc}]+/gu, ' ')
  return words.toWellFormed().trim().slice(0, 200)
}

/** Puts one part of an address into what is read, or says why it cannot. */
export type Reader<Filter, View, Part = never> = (
  text: string,
  filter: Filter,
  view: View,
  part: Part,
) => Problem['reason'] | undefined

/**
 * Reads part by part. What cannot be understood is named and left out; a part given empty is one not given: that is
 * what a form sends.
 */
export function readParts<Filter, View>(
  parts: Map<string, string>,
  readers: Record<string, Reader<Filter, View>>,
  filter: Filter,
  view: View,
): Problem[] {
  const problems: Problem[] = []
  for (const [part, text] of parts) {
    if (text.trim() === '') continue
    const reader = Object.hasOwn(readers, part) ? readers[part] : undefined
    const reason = reader ? reader(text, filter, view, part as never) : 'unknown'
    if (reason) problems.push({ part: part.slice(0, 40), value: text.slice(0, 80), reason })
  }
  return problems
}

/** One value of a part that takes several. `not` is a leading `!`. */
export type Token = { not: boolean; value: string }

/** Splits at commas. A backslash makes the next character an ordinary one. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  let value = ''
  let not = false
  let fresh = true
  const close = () => {
    if (value.trim() !== '') tokens.push({ not, value: value.trim() })
    value = ''
    not = false
    fresh = true
  }
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === ',') {
      close()
    } else if (fresh && character === '!') {
      not = true
      fresh = false
    } else {
      value += character === '\\' && at + 1 < text.length ? text.charAt(++at) : character
      if (character.trim() !== '') fresh = false
    }
  }
  close()
  return tokens
}

/** The inverse of `readTokens`: commas, backslashes and a leading `!` of a value get a backslash before them. */
export function writeTokens(tokens: readonly Token[]): string {
  return tokens
    .map(({ not, value }) => (not ? '!' : '') + value.replace(/[,\\]/g, '\\$&').replace(/^!/, '\\!'))
    .join(',')
}

/** From and to, both included; an empty end is open. Numbers as we write them: a point, no needless zeros. */
export type Range = { from: string; to: string }
export const ANYTHING: Range = { from: '', to: '' }

const MOST_DIGITS = 15

/**
 * Reads `1000..`, `..0`, `100..200` and `100`. What is no number, has more decimals than that, or runs backwards is no
 * range.
 */
export function readRange(text: string, decimals: number): Range | undefined {
  const ends = /^(.*?)\.\.(.*)$/.exec(text.trim())
  const [from, to] = (ends ? ends.slice(1) : [text, text]).map((end) => readNumber(end.trim(), decimals))
  if (from === undefined || to === undefined || from + to === '') return undefined
  if (from !== '' && to !== '' && scaled(from, decimals) > scaled(to, decimals)) return undefined
  return { from, to }
}

/** Whether `readRange` refuses a range for no more than its ends being the wrong way round. */
export function isReversed(text: string, decimals: number): boolean {
  const [, from = '', to = ''] = /^(.*?)\.\.(.*)$/.exec(text.trim()) ?? []
  return readRange(text, decimals) === undefined && readRange(`${to}..${from}`, decimals) !== undefined
}

/** The inverse of `readRange`; nothing for a range without ends. */
export function writeRange({ from, to }: Range): string {
  if (from + to === '') return ''
  return from === to ? from : `${from}..${to}`
}

function readNumber(text: string, decimals: number): string | undefined {
  if (text === '') return ''
  const [, sign = '', digits = '', after = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const whole = digits.replace(/^0+(?=\d)/, '')
  const part = after.replace(/0+$/, '')
  if (whole === '' || whole.length > MOST_DIGITS || part.length > decimals) return undefined
  const size = part === '' ? whole : `${whole}.${part}`
  return size === '0' ? '0' : sign + size
}

/** Eighteen digits are more than a floating point number holds. */
function scaled(number: string, decimals: number): bigint {
  const [whole = '', part = ''] = number.split('.')
  return BigInt(whole + part.padEnd(decimals, '0'))
}

/** Each token once, the wanted before the excluded, `none` after the names: equal choices have one spelling. */
export function inOrder(tokens: readonly Token[]): Token[] {
  const rank = ({ not, value }: Token) => `${not ? 1 : 0}${value === 'none' ? 1 : 0}${value}`
  const unique = new Map(tokens.map((token) => [rank(token), token]))
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, token]) => token)
}

/** A query string for people: spaces as `+`, and whatever may stand unescaped left as it is. */
export function writeQuery(parts: readonly (readonly [string, string])[]): string {
  return parts
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) =>
        `${name}=${encodeURIComponent(value).replace(/%2C/g, ',').replace(/%20/g, '+').replace(/%2F/g, '/')}`,
    )
    .join('&')
}
