import { crc32, deflateRawSync } from 'node:zlib'
import { ZipFile } from 'yazl'
import { columnName } from '@/lib/imports/parse/table'

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** `rows` is what stands in `sheetData`. */
type SheetMade = { name: string; rows: string; state?: 'hidden' | 'veryHidden' }
export type WorkbookMade = { sheets: SheetMade[]; strings?: string[]; formats?: string[]; epoch1904?: boolean }

/** The parts of a workbook by their names. Style n has format n of `formats`; style 0 has none. */
export function partsOf({
  sheets,
  strings = [],
  formats = [],
  epoch1904 = false,
}: WorkbookMade): Record<string, string> {
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const relations = (inner: string) => `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`
  const listed = sheets.map(
    ({ name, state }, n) =>
      `<sheet name="${name}" sheetId="${n + 1}"${state ? ` state="${state}"` : ''} r:id="rId${n + 1}"/>`,
  )
  const own = formats.map((code, n) => `<numFmt numFmtId="${200 + n}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
  const styles = formats.map((_, n) => `<xf numFmtId="${200 + n}" applyNumberFormat="1"/>`)
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': relations(relation(1, 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${epoch1904 ? '<workbookPr date1904="1"/>' : ''}<sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      [
        ...sheets.map((_, n) => relation(n + 1, 'worksheet', `worksheets/sheet${n + 1}.xml`)),
        relation(98, 'sharedStrings', 'sharedStrings.xml'),
        relation(99, 'styles', '/xl/styles.xml'),
      ].join(''),
    ),
    'xl/sharedStrings.xml': `${HEAD}<sst xmlns="${MAIN}">${strings.map((inner) => `<si>${inner}</si>`).join('')}</sst>`,
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets.map(({ rows }, n) => [`xl/worksheets/sheet${n + 1}.xml`, sheetXml(rows)])),
  }
}

export function sheetXml(rows: string): string {
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`
}

export async function workbookOf(made: WorkbookMade): Promise<Buffer> {
  return zipOf(partsOf(made))
}

/** Rows of texts in the cells themselves, from the first row on. */
export function textRows(rows: readonly (readonly string[])[]): string {
  const cell = (text: string, at: string) =>
    `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
  const cells = (row: readonly string[], n: number) =>
    row.map((text, place) => cell(text, `${columnName(place)}${n + 1}`))
  return rows.map((row, n) => `<row r="${n + 1}">${cells(row, n).join('')}</row>`).join('')
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

export async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content as string), name)
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** What a directory says of an entry, true or not. */
export type Claim = {
  name: string
  content: Buffer
  size?: number
  crc?: number
  flags?: number
  at?: number
  packed?: Buffer
}

/** A zip whose directory says what it is told to. */
export function lyingZip(claims: readonly Claim[]): Buffer {
  const [pieces, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const { name, content, size = content.length, crc = crc32(content), flags = 0, at, packed } of claims) {
    const [file, data] = [Buffer.from(name), packed ?? deflateRawSync(content)]
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(file.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at ?? offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), fields, tail.subarray(0, 14), file)
    pieces.push(Buffer.from('504b0304', 'hex'), fields, file, data)
    offset += 30 + file.length + data.length
  }
  const whole = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(claims.length, 8)
  end.writeUInt16LE(claims.length, 10)
  end.writeUInt32LE(whole.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, whole, end])
}
