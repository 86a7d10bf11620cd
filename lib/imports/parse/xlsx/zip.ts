import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { Refusal } from '@/lib/errors'
import type { Source } from '../source'

/**
 * The parts of a workbook by their names. Nothing is unpacked until a part is read, and nothing is written anywhere.
 */
export type Zip = { names: string[]; has: (name: string) => boolean; read: (name: string) => AsyncGenerator<Buffer> }

const MOST_ENTRIES = 10_000
const MOST_BYTES = 2 * 1024 ** 3
const MOST_RATIO = 100
/** What is small anyway may be packed as tightly as it can. */
const SMALL = 1024 * 1024
const LOCAL_HEADER = 30
const [STORED, DEFLATED] = [0, 8]

/**
 * Reads the directory at the end of the file, and refuses what claims more than a workbook can be before any of it is
 * unpacked.
 */
export async function openZip(source: Source): Promise<Zip> {
  const reader = new SourceReader(source)
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false }
  const zip = await fromRandomAccessReaderPromise(reader, source.size, options).catch(broken)
  if (zip.entryCount > MOST_ENTRIES) throw tooMuch()
  const entries = await entriesOf(zip).catch(broken)
  mustBeModest(entries, source.size)
  const parts = new Map<string, Entry>()
  for (const entry of entries) {
    const name = nameOf(entry)
    if (parts.has(name)) throw new Refusal('invalid', 'importWorkbookOdd')
    parts.set(name, entry)
  }
  return {
    names: [...parts.keys()],
    has: (name) => parts.has(key(name)),
    read: async function* (name) {
      const entry = parts.get(key(name))
      if (!entry) throw new Refusal('invalid', 'importWorkbookBroken')
      yield* unpacked(source, zip, entry)
    },
  }
}

/** The library that knows directories asks for a class. */
class SourceReader extends RandomAccessReader {
  readonly source: Source

  constructor(source: Source) {
    super()
    this.source = source
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.source.stream(start, end))
  }
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  return entries
}

function mustBeModest(entries: readonly Entry[], fileSize: number): void {
  let total = 0
  let past = 0
  const inOrder = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  for (const { relativeOffsetOfLocalHeader: start, compressedSize, uncompressedSize, fileNameLength } of inOrder) {
    if (start < past) throw new Refusal('invalid', 'importWorkbookOdd')
    past = start + LOCAL_HEADER + fileNameLength + compressedSize
    total += uncompressedSize
    if (past > fileSize) throw new Refusal('invalid', 'importWorkbookBroken')
    if (uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_RATIO) throw tooMuch()
  }
  if (total > MOST_BYTES || (total > SMALL && total > fileSize * MOST_RATIO)) throw tooMuch()
}

/** The bytes of a part: not one more than it claimed, and exactly those that were packed. */
async function* unpacked(source: Source, zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) throw new Refusal('invalid', 'importEncrypted')
  const method = entry.compressionMethod
  if (method !== STORED && method !== DEFLATED) throw new Refusal('invalid', 'importWorkbookBroken')
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch(broken)
  const packed = Readable.from(source.stream(fileDataStart, fileDataStart + entry.compressedSize))
  const plain = method === STORED ? packed : pipeline(packed, createInflateRaw(), () => undefined)
  let [size, sum] = [0, 0]
  try {
    for await (const piece of plain as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > entry.uncompressedSize) throw tooMuch()
      sum = crc32(piece, sum)
      yield piece
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid', 'importWorkbookBroken')
  } finally {
    packed.destroy()
  }
  if (size !== entry.uncompressedSize || sum !== entry.crc32) throw new Refusal('invalid', 'importWorkbookBroken')
}

/** Some programs write the names of parts with backslashes, and case does not count. */
function nameOf(entry: Entry): string {
  return key((entry.fileName as unknown as Buffer).toString())
}

function key(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase()
}

function broken(): never {
  throw new Refusal('invalid', 'importWorkbookBroken')
}

function tooMuch(): Refusal {
  return new Refusal('invalid', 'importWorkbookTooMuch')
}
