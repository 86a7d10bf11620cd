import { SaxesParser } from 'saxes'
import { Refusal } from '@/lib/errors'

/** What to do at each part of a document. Names come without their prefix. */
type Handlers = {
  open: (name: string, attributes: Readonly<Record<string, string>>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

/** Longer than this nothing can be that stands between two tags. */
const LONGEST = 1024 * 1024

/**
 * Reads a document piece by piece, and gives out after each piece what the handlers have gathered. A document that
 * brings definitions of its own is refused: no entity is ever expanded, and nothing is fetched.
 */
export async function* readXml<T>(
  pieces: AsyncIterable<Uint8Array>,
  handlers: Handlers,
  gathered: () => T[],
): AsyncGenerator<T> {
  const parser = new SaxesParser({ position: false, xmlns: false })
  let since = 0
  const passing =
    <A>(work: (given: A) => void) =>
    (given: A) => {
      since = 0
      work(given)
    }
  parser.on(
    'opentag',
    passing(({ name, attributes }) => handlers.open(local(name), attributes)),
  )
  parser.on(
    'closetag',
    passing(({ name }) => handlers.close?.(local(name))),
  )
  parser.on(
    'text',
    passing((text) => handlers.text?.(text)),
  )
  parser.on(
    'cdata',
    passing((text) => handlers.text?.(text)),
  )
  parser.on('doctype', odd)
  for await (const text of decodedXml(pieces)) {
    since += text.length
    if (since > LONGEST + text.length) throw new Refusal('invalid', 'importWorkbookOdd')
    carefully(() => parser.write(text))
    yield* gathered()
  }
  carefully(() => parser.close())
  yield* gathered()
}

/** The whole of a small document. */
export async function readSmallXml(pieces: AsyncIterable<Uint8Array>, handlers: Handlers): Promise<void> {
  for await (const nothing of readXml<never>(pieces, handlers, () => [])) return nothing
}

async function* decodedXml(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true })
    const at = decoder
    yield carefully(() => at.decode(piece, { stream: true }))
  }
  const at = decoder
  if (at) yield carefully(() => at.decode())
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** What is no document at all is a damaged workbook, not a defect of ours. */
function carefully<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid', 'importWorkbookBroken')
  }
}

function odd(): never {
  throw new Refusal('invalid', 'importWorkbookOdd')
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
