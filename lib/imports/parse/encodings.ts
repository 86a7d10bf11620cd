import { Refusal } from '@/lib/errors'
import type { Encoding } from '../rules/reading'

const LF = 10
const CR = 13
/** Longer than this without a line end is no table. */
const LONGEST_LINE = 2 * 1024 * 1024
/** What Windows has where ISO-8859-1 has control characters, from 80 on. Node decodes the one as the other. */
const WINDOWS_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Line ends in a text: LF, CR LF and CR are one each. */
export function countLineEnds(text: string): number {
  // Most cells have none, and millions are asked.
  if (!text.includes('\n') && !text.includes('\r')) return 0
  return text.match(/\r\n|\r|\n/g)?.length ?? 0
}

/** Turns whole lines into text; undefined where a byte has no meaning in the encoding. A byte order mark is kept. */
export function decoderOf(encoding: Encoding): (bytes: Uint8Array) => string | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const wide = isWide(encoding)
  return (bytes) => {
    if (wide && bytes.length % 2 === 1) return undefined
    try {
      const text = decoder.decode(bytes)
      return encoding === 'windows-1252' ? text.replace(/[\x80-\x9f]/g, windows) : text
    } catch {
      return undefined
    }
  }
}

/**
 * The bytes of a file as text, piece by piece, each of whole lines. Nothing is guessed: a byte that has no meaning in
 * the encoding ends it with the line it stands in.
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding)
  let line = 1
  for await (const block of wholeLines(bytes, encoding)) {
    if (block.length > LONGEST_LINE && lastLineEnd(block, encoding, 0) === 0) {
      throw new Refusal('invalid', 'importRowTooLong', { values: { line } })
    }
    const text = decode(block)
    if (text === undefined) throw notText(encoding, line + goodLines(block, encoding))
    line += countLineEnds(text)
    yield text
  }
}

/** How many lines stand before the first one that has no meaning in the encoding. */
export function goodLines(block: Buffer, encoding: Encoding): number {
  const decode = decoderOf(encoding)
  const width = isWide(encoding) ? 2 : 1
  let lines = 0
  let start = 0
  for (let at = 0; at < block.length; at += width) {
    const unit = unitAt(block, at, encoding)
    const ends = unit === LF || (unit === CR && unitAt(block, at + width, encoding) !== LF)
    if (!ends) continue
    if (decode(block.subarray(start, at)) === undefined) return lines
    lines += 1
    start = at + width
  }
  return lines
}

/**
 * The same bytes, cut after line ends only, so that no character and no CR LF is cut. A line too long to hold comes in
 * parts.
 */
export async function* wholeLines(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of bytes) {
    const held = rest.length > 0 ? Buffer.concat([rest, piece]) : Buffer.from(piece)
    const found = lastLineEnd(held, encoding, rest.length)
    const end = found === 0 && held.length > LONGEST_LINE ? held.length : found
    rest = held.subarray(end)
    if (end > 0) yield held.subarray(0, end)
  }
  if (rest.length > 0) yield rest
}

function isWide(encoding: Encoding): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be'
}

function unitAt(bytes: Buffer, at: number, encoding: Encoding): number {
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]]
  if (encoding === 'utf-16le') return first + 256 * second
  if (encoding === 'utf-16be') return second + 256 * first
  return first
}

/** After the last LF, else after the last CR that something follows. Before `from` there is known to be none. */
function lastLineEnd(bytes: Buffer, encoding: Encoding, from: number): number {
  const width = isWide(encoding) ? 2 : 1
  const last = bytes.length - (bytes.length % width) - width
  const lowest = Math.max(0, from - (from % width) - width)
  let cr = 0
  for (let at = last; at >= lowest; at -= width) {
    const unit = unitAt(bytes, at, encoding)
    if (unit === LF) return at + width
    if (unit === CR && at < last && cr === 0) cr = at + width
  }
  return cr
}

function notText(encoding: Encoding, line: number): Refusal {
  if (encoding === 'utf-8') return new Refusal('invalid', 'importNotUtf8', { values: { line } })
  return new Refusal('invalid', 'importEncoding', { values: { line, encoding } })
}

function windows(control: string): string {
  return WINDOWS_80[control.charCodeAt(0) - 0x80] ?? control
}
