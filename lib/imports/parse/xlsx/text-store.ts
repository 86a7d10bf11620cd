import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Refusal } from '@/lib/errors'

/** Many texts in the order they came. However many there are, few are held in memory. */
type TextStore = {
  count: () => number
  add: (text: string) => void
  at: (index: number) => string
  close: () => void
}

const CHUNK = 1024 * 1024
const LENGTH = 4
/** So many pieces stay in memory; those after them are written aside, and a few of these kept when they are read. */
const HELD = 48
const AGAIN = 16
const MOST_CHUNKS = 1024
const MOST_TEXTS = 24_000_000

export function makeTextStore(): TextStore {
  const held: Buffer[] = []
  const again = new Map<number, Buffer>()
  let current = Buffer.allocUnsafe(CHUNK)
  let [chunk, used, count] = [0, 0, 0]
  let starts = new Uint32Array(1024)
  let file: number | undefined

  const finishChunk = () => {
    if (chunk + 1 >= MOST_CHUNKS) throw new Refusal('invalid', 'importWorkbookTooMuch')
    if (chunk < HELD) {
      held.push(current)
      current = Buffer.allocUnsafe(CHUNK)
    } else {
      file ??= namelessFile()
      writeSync(file, current, 0, CHUNK, chunk * CHUNK)
    }
    chunk += 1
    used = 0
  }

  const chunkAt = (number: number): Buffer => {
    if (number === chunk) return current
    const near = held[number] ?? again.get(number)
    if (near) return near
    const [oldest] = again.size < AGAIN ? [] : again.keys()
    const bytes = (oldest === undefined ? undefined : again.get(oldest)) ?? Buffer.allocUnsafe(CHUNK)
    if (oldest !== undefined) again.delete(oldest)
    readSync(file ?? -1, bytes, 0, CHUNK, number * CHUNK)
    again.set(number, bytes)
    return bytes
  }

  return {
    count: () => count,
    add: (text) => {
      const length = Buffer.byteLength(text)
      if (length > CHUNK - LENGTH || count >= MOST_TEXTS) throw new Refusal('invalid', 'importWorkbookTooMuch')
      if (used + LENGTH + length > CHUNK) finishChunk()
      starts = count < starts.length ? starts : grown(starts)
      starts[count] = chunk * CHUNK + used
      current.writeUInt32LE(length, used)
      current.write(text, used + LENGTH)
      used += LENGTH + length
      count += 1
    },
    at: (index) => {
      if (!(index >= 0 && index < count)) throw new Refusal('invalid', 'importWorkbookBroken')
      const start = starts[index] ?? 0
      const bytes = chunkAt(Math.floor(start / CHUNK))
      const from = (start % CHUNK) + LENGTH
      return bytes.toString('utf8', from, from + bytes.readUInt32LE(from - LENGTH))
    },
    close: () => {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** A file that nobody else can find, and that is gone when the process is, however it ends. */
function namelessFile(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'encours-texts-'))
  try {
    return openSync(path.join(folder, 'texts'), 'w+', 0o600)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function grown(starts: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(starts.length * 2)
  more.set(starts)
  return more
}
