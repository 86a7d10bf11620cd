import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/**
 * A file that can be opened again and anywhere: a workbook begins with its end, and rejected rows are read a second
 * time.
 */
export type Source = {
  size: number
  /** The bytes from `start` on, up to but not including `end`. */
  stream: (start?: number, end?: number) => AsyncIterable<Uint8Array>
}

export async function fileSource(path: string): Promise<Source> {
  const { size } = await stat(path)
  return {
    size,
    stream: (start = 0, end = size) => (start < end ? createReadStream(path, { start, end: end - 1 }) : nothing()),
  }
}

/** Bytes at hand, given out in pieces of `piece`. */
export function memorySource(bytes: Uint8Array, piece = 64 * 1024): Source {
  return {
    size: bytes.length,
    stream: async function* (start = 0, end = bytes.length) {
      for (let at = start; at < end; at += piece) yield bytes.subarray(at, Math.min(at + piece, end))
    },
  }
}

/** The first bytes of a file, at most `length`. */
export async function headOf(source: Source, length: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let held = 0
  for await (const piece of source.stream(0, Math.min(length, source.size))) {
    pieces.push(piece)
    held += piece.length
    if (held >= length) break
  }
  return Buffer.concat(pieces).subarray(0, length)
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
