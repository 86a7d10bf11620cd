import { isAscii, isUtf8 } from 'node:buffer'
import { ENCODINGS, type Encoding } from '../rules/reading'
import { countLineEnds, decoderOf, goodLines, wholeLines } from './encodings'
import { readsLike } from './letters'
import { pairsReadLike } from './pairs'
import { headOf, type Source } from './source'

type EncodingFound = {
  encoding: Encoding
  sure: boolean
  /** Those in which the bytes mean something, likeliest first. */
  encodings: Encoding[]
  /** The first line that is not UTF-8. */
  broken: { line: number } | null
}

const HEAD = 64 * 1024
/** Lines with other letters than ASCII tell an encoding; so many bytes of them are enough. */
const ENOUGH_LINES = 128 * 1024
/** How far past the first bad byte is looked for more of such lines. */
const FAR = 64 * 1024 * 1024
const MARKS: [string, Encoding][] = [
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
]
/** Fewer lines than this are chance. */
const FEW = 5
const PAIRS: readonly Encoding[] = ['shift_jis', 'gb18030']
const CLEAR = 0.6
const AHEAD = 0.18

/** In which encoding the text of a file is written: told by its mark, by being valid, or else by how it reads. */
export async function encodingOf(source: Source): Promise<EncodingFound> {
  const head = await headOf(source, HEAD)
  const [, marked] = MARKS.find(([mark]) => head.toString('hex', 0, 3).startsWith(mark)) ?? []
  const wide = marked ?? wideOf(head)
  if (wide && wide !== 'utf-8') return { encoding: wide, sure: true, encodings: [wide], broken: null }
  const { lines, badBlock } = await survey(source)
  if (badBlock === undefined) return { encoding: 'utf-8', sure: true, encodings: valid(lines, true), broken: null }
  const ranked = rank(lines)
  const encodings = ranked.map(({ encoding }) => encoding)
  const [best] = ranked
  const broken = { line: await lineOf(source, badBlock) }
  if (marked || !best || mostlyUtf8(lines)) return { encoding: 'utf-8', sure: false, encodings, broken }
  const second = ranked.find(({ text }) => text !== best.text)
  const clear = lines.length >= FEW && best.score >= CLEAR
  const sure = clear && (second === undefined || lead(best, second) >= AHEAD)
  return { encoding: best.encoding, sure, encodings, broken }
}

/** Without a mark: every other byte of Latin letters, figures, separators and line ends is zero. */
function wideOf(head: Buffer): Encoding | undefined {
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const many = head.length / 20
  if (odd > many && odd > 4 * even) return 'utf-16le'
  return even > many && even > 4 * odd ? 'utf-16be' : undefined
}

/** Looks through the file for the first bytes that are not UTF-8, and keeps lines that tell what else it may be. */
async function survey(source: Source): Promise<{ lines: Buffer[]; badBlock: number | undefined }> {
  const lines: Buffer[] = []
  let [held, at] = [0, 0]
  let badBlock: number | undefined
  for await (const block of wholeLines(source.stream(), 'utf-8')) {
    if (badBlock === undefined && !isUtf8(block)) badBlock = at
    if (held < ENOUGH_LINES && !isAscii(block)) {
      for (const line of linesOf(block)) {
        if (held >= ENOUGH_LINES || isAscii(line)) continue
        lines.push(line)
        held += line.length
      }
    }
    at += block.length
    if (badBlock !== undefined && (held >= ENOUGH_LINES || at - badBlock > FAR)) break
  }
  if (badBlock !== undefined) lines.push(...(await badLines(source, badBlock)))
  return { lines, badBlock }
}

/** The lines around the first bad byte, which may stand behind all that was kept. */
async function badLines(source: Source, start: number): Promise<Buffer[]> {
  for await (const block of wholeLines(source.stream(start), 'utf-8')) {
    return linesOf(block).filter((line) => !isUtf8(line))
  }
  return []
}

async function lineOf(source: Source, badBlock: number): Promise<number> {
  let line = 1
  for await (const block of wholeLines(source.stream(0, badBlock), 'utf-8'))
    line += countLineEnds(block.toString('latin1'))
  for await (const block of wholeLines(source.stream(badBlock), 'utf-8')) return line + goodLines(block, 'utf-8')
  return line
}

function linesOf(block: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let start = 0
  for (let at = 0; at < block.length; at++) {
    if (block[at] !== 10 && block[at] !== 13) continue
    if (at > start) lines.push(block.subarray(start, at))
    start = at + 1
  }
  if (start < block.length) lines.push(block.subarray(start))
  return lines
}

function mostlyUtf8(lines: readonly Buffer[]): boolean {
  return lines.filter((line) => isUtf8(line)).length * 2 > lines.length
}

type Ranked = { encoding: Encoding; score: number; text: string }

/** How much better the words read in which two encodings differ: those that they share say nothing. */
function lead(best: Ranked, second: Ranked): number {
  const [words, others] = [best.text.split(/[ \t\n]/), second.text.split(/[ \t\n]/)]
  if (words.length !== others.length || [best, second].some(({ encoding }) => PAIRS.includes(encoding))) {
    return best.score - second.score
  }
  const differing = words.flatMap((word, place) => (word === others[place] ? [] : [place]))
  const scoreOf = (all: readonly string[], { encoding }: Ranked) =>
    readsLike(differing.map((place) => all[place]).join(' '), encoding)
  return scoreOf(words, best) - scoreOf(others, second)
}

/** The encodings in which the lines mean something, by how well they read. */
function rank(lines: readonly Buffer[]): Ranked[] {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
  return valid(lines, false)
    .map((encoding) => {
      const text = decoderOf(encoding)(bytes) ?? ''
      const score = PAIRS.includes(encoding) ? pairsReadLike(bytes, encoding) : readsLike(text, encoding)
      return { encoding, score, text }
    })
    .sort((a, b) => b.score - a.score)
}

/** The encodings in which every line has a meaning, without control characters. */
function valid(lines: readonly Buffer[], utf8: boolean): Encoding[] {
  const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
  return ENCODINGS.filter((encoding) => {
    if (encoding.startsWith('utf-')) return encoding === 'utf-8' && utf8
    const text = decoderOf(encoding)(bytes)
    return text !== undefined && !/[\x80-\x9f\ufffd]/.test(text)
  })
}
