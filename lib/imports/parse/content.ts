import { Refusal } from '@/lib/errors'
import { headOf, type Source } from './source'

const HEAD = 4096
/** Where a compound file of Microsoft says its directory begins, and in which units. */
const [UNIT_AT, DIRECTORY_AT] = [0x1e, 0x30]
const DIRECTORY = 64 * 1024
const OLE = 'd0cf11e0a1b11ae1'
/** Old worksheets that are not packed into anything. */
const BIFF = /^09(00|02|04|08)(04|06|08|10)00/
const NO_TABLES = /^(25504446|7b5c7274|89504e47|ffd8ff|47494638|1f8b|377abcaf|52617221|00000(0|1)|7f454c46)/
const MARKUP = /^\s*<(!doctype|html|head|meta|table|body|style|div|\?xml|!--)/i

/**
 * What a file is by what it holds, whatever its name says. What is no table that we read is refused with what it is.
 */
export async function contentOf(source: Source): Promise<'csv' | 'xlsx'> {
  const head = await headOf(source, HEAD)
  const hex = head.toString('hex', 0, 16)
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) {
    if (head.includes('application/vnd.oasis.opendocument')) throw new Refusal('invalid', 'importOds')
    return 'xlsx'
  }
  if (hex.startsWith(OLE))
    throw new Refusal('invalid', (await isEncrypted(source, head)) ? 'importEncrypted' : 'importXls')
  if (BIFF.test(hex)) throw new Refusal('invalid', 'importXls')
  if (NO_TABLES.test(hex)) throw new Refusal('invalid', 'importNotTable')
  mustBeNoMarkup(textOf(head))
  return 'csv'
}

/** A workbook with a password lies packed in a compound file, whose directory names the package. */
async function isEncrypted(source: Source, head: Buffer): Promise<boolean> {
  if (head.length < DIRECTORY_AT + 4) return false
  const unit = 2 ** Math.min(head.readUInt16LE(UNIT_AT), 12)
  const start = (head.readUInt32LE(DIRECTORY_AT) + 1) * unit
  if (start >= source.size) return false
  const pieces: Uint8Array[] = []
  for await (const piece of source.stream(start, Math.min(start + DIRECTORY, source.size))) pieces.push(piece)
  return Buffer.concat(pieces).includes(Buffer.from('EncryptedPackage', 'utf16le'))
}

function mustBeNoMarkup(text: string): void {
  if (/^MIME-Version:/i.test(text)) throw new Refusal('invalid', 'importHtml')
  if (!MARKUP.test(text)) return
  const spreadsheet = text.includes('urn:schemas-microsoft-com:office:spreadsheet')
  throw new Refusal('invalid', spreadsheet ? 'importXmlTable' : 'importHtml')
}

function textOf(head: Buffer): string {
  const wide = head[0] === 0xff && head[1] === 0xfe
  return head.toString(wide ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '')
}
