import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Cells } from '../kinds/kind'
import type { Sheet } from './sheet'
import { type About, aboutXml, SHEET_END, sheetHead, workbookParts } from './workbook'
import { cellWriters, rowXml } from './xml'

/**
 * A sheet holds so many rows with its heading, and an entry of a package so many bytes; what is more begins another
 * sheet.
 */
export const MOST_ROWS = 1_048_576
const MOST_CHARACTERS = 1_200_000_000
const PIECE = 64 * 1024

type Book = Sheet & {
  /** What the sheet of the list is called; more of them are numbered. */
  name: string
  /** Asked once all rows were written. */
  about: () => About
  /** Decimals of an amount. */
  decimals: number
  mostRows?: number
}

/**
 * A workbook as it is written, piece by piece: the sheets one after the other, then what the list is, then the parts
 * that name them, which a package may hold last. Memory does not depend on the rows.
 */
export function xlsxOf(book: Book): Readable {
  const zip = new ZipFile()
  const output = new PassThrough()
  zip.on('error', (error: Error) => output.destroy(error))
  zip.outputStream.pipe(output)
  const rows = rowsOf(book.pages)
  const names: string[] = []
  const add = (name: string, pieces: AsyncIterable<string>) => {
    names.push(name)
    // The package does not look at the errors of what it is fed with.
    const source = Readable.from(pieces).on('error', (error) => output.destroy(error))
    zip.addReadStream(source, `xl/worksheets/sheet${names.length}.xml`)
  }
  const addSheet = () =>
    add(names.length === 0 ? book.name : `${book.name} ${names.length + 1}`, sheetOf(book, rows, more))
  const more = (left: boolean) => {
    if (left) return addSheet()
    const about = book.about()
    add(about.title, only(aboutXml(about)))
    for (const [place, text] of workbookParts(names, book.decimals)) zip.addBuffer(Buffer.from(text), place)
    zip.end()
  }
  addSheet()
  return output
}

/**
 * Rows one by one; the one that is looked at stays until it is passed, so that what does not fit begins the next sheet.
 */
type Rows = { look: () => Promise<Cells | undefined>; pass: () => void }

/** One sheet; `ended` is told whether there are rows left for another. */
async function* sheetOf(book: Book, rows: Rows, ended: (left: boolean) => void): AsyncGenerator<string> {
  const most = book.mostRows ?? MOST_ROWS
  const writers = cellWriters(book.columns, book.speak)
  let piece = sheetHead(book.columns)
  let written = 0
  let number = 1
  let row = await rows.look()
  for (; row && number < most && written < MOST_CHARACTERS; row = await rows.look()) {
    number += 1
    piece += rowXml(row, writers, number)
    rows.pass()
    if (piece.length < PIECE) continue
    written += piece.length
    yield piece
    piece = ''
  }
  yield piece + SHEET_END
  ended(row !== undefined)
}

function rowsOf(pages: AsyncIterable<readonly Cells[]>): Rows {
  const source = pages[Symbol.asyncIterator]()
  let page: readonly Cells[] = []
  let place = 0
  return {
    look: async () => {
      while (place >= page.length) {
        const next = await source.next()
        if (next.done) return undefined
        page = next.value
        place = 0
      }
      return page[place]
    },
    pass: () => {
      place += 1
    },
  }
}

async function* only(text: string): AsyncGenerator<string> {
  yield text
}
