import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Refusal } from '@/lib/errors'
import { openTable, recognise } from '@/lib/imports/parse/reading'
import { memorySource, type Source } from '@/lib/imports/parse/source'
import { type Claim, lyingZip, partsOf, sheetXml, textRows, zipOf } from '../support/workbook'

const rows = textRows([
  ['code', 'name'],
  ['A', 'B'],
])
const parts = partsOf({ sheets: [{ name: 'A', rows }] })
const SHEET = 'xl/worksheets/sheet1.xml'
const claims = (changed: Partial<Claim> = {}): Claim[] =>
  Object.entries(parts).map(([name, text]) => ({
    name,
    content: Buffer.from(text),
    ...(name === SHEET ? changed : {}),
  }))

/** What becomes of a file, and how many of its bytes were read on the way. */
async function outcome(file: Buffer): Promise<{ said: string; bytes: number }> {
  let bytes = 0
  const whole = memorySource(file)
  const source: Source = {
    size: file.length,
    stream: async function* (start, end) {
      for await (const piece of whole.stream(start, end)) {
        bytes += piece.length
        yield piece
      }
    },
  }
  try {
    const { reading } = await recognise(source, ['code', 'name'])
    let cells = 0
    for await (const row of (await openTable(source, reading)).rows) cells += row.cells.length
    return { said: `${cells} cells`, bytes }
  } catch (error) {
    if (error instanceof Refusal) return { said: error.message, bytes }
    throw error
  }
}

const said = async (file: Buffer) => (await outcome(file)).said
/** Nothing, packed. */
const EMPTY = Buffer.from([3, 0])
const zeros = Buffer.alloc(40 * 1024 * 1024)

describe('a workbook that claims too much is refused by its directory', () => {
  test.each<[string, () => Buffer, string]>([
    ['an honest one is read', () => lyingZip(claims()), '2 cells'],
    ['a part 1000 times its packed size', () => lyingZip(claims({ content: zeros })), 'importWorkbookTooMuch'],
    ['a part that claims 4 GB', () => lyingZip(claims({ size: 0xfffffffe })), 'importWorkbookTooMuch'],
    [
      'many parts that are too much together',
      () =>
        lyingZip([
          ...claims(),
          ...Array.from({ length: 50 }, (_, n) => ({ name: `x${n}`, content: zeros.subarray(0, 1_000_000) })),
        ]),
      'importWorkbookTooMuch',
    ],
    [
      '60 000 entries',
      () =>
        lyingZip([
          ...claims(),
          ...Array.from({ length: 60_000 }, (_, n) => ({ name: `x${n}`, content: Buffer.alloc(0), packed: EMPTY })),
        ]),
      'importWorkbookTooMuch',
    ],
    [
      'parts that lie over one another',
      () => lyingZip([...claims(), { name: 'x', content: Buffer.alloc(100), at: 0 }]),
      'importWorkbookOdd',
    ],
    [
      'two sheets of one name',
      () => lyingZip([...claims(), { name: SHEET.toUpperCase(), content: Buffer.from('x') }]),
      'importWorkbookOdd',
    ],
    ['a part beyond the end', () => lyingZip(claims({ at: 0x7fffffff })), 'importWorkbookBroken'],
  ])('%s', async (_name, file, expected) => {
    const zip = file()
    const { said, bytes } = await outcome(zip)
    expect(said).toBe(expected)
    // The head, and the directory a few times in small reads: nothing that is packed.
    if (expected !== '2 cells' && zip.length < 1_000_000) expect(bytes).toBeLessThan(zip.length + 100_000)
  })
})

describe('a part that is not what the directory says is refused while it is read', () => {
  const bomb = deflateRawSync(sheetXml(rows + '<row/>'.repeat(5_000_000)))
  test.each<[string, () => Buffer, string]>([
    ['more bytes than it claims', () => lyingZip(claims({ packed: bomb, size: 500_000 })), 'importWorkbookTooMuch'],
    [
      'fewer bytes',
      () => lyingZip(claims({ size: Buffer.byteLength(parts[SHEET] ?? '') + 1 })),
      'importWorkbookBroken',
    ],
    ['other bytes', () => lyingZip(claims({ crc: 1 })), 'importWorkbookBroken'],
    ['no packed bytes at all', () => lyingZip(claims({ packed: randomBytes(500) })), 'importWorkbookBroken'],
    ['packed with a password', () => lyingZip(claims({ flags: 1 })), 'importEncrypted'],
  ])('%s', async (_name, file, expected) => {
    expect(await said(file())).toBe(expected)
  })

  test('a workbook cut off anywhere is damaged, or at least no defect of ours', async () => {
    const whole = await zipOf(parts)
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, n) => said(whole.subarray(0, 100 + Math.floor((n * (whole.length - 101)) / 40)))),
    )
    expect(new Set(all)).toEqual(new Set(['importWorkbookBroken']))
  })

  test('bytes changed anywhere are damage, or change nothing', async () => {
    const whole = await zipOf(parts)
    const seen = new Set<string>()
    for (let at = 4; at < whole.length; at += 11) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      seen.add(await said(changed))
    }
    const fine = ['2 cells', 'importWorkbookBroken', 'importWorkbookOdd', 'importWorkbookTooMuch', 'importNotTable']
    expect(
      [...seen].filter(
        (one) => ![...fine, 'importEncrypted', 'importNoSheets', 'importXlsb', 'importOds'].includes(one),
      ),
    ).toEqual([])
  })
})

describe('documents within', () => {
  const withSheet = (xml: string) => zipOf({ ...parts, [SHEET]: xml })
  const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${sheetXml(rows.replace('>B<', '>&b;<')).slice(55)}`

  test.each<[string, () => Promise<Buffer>, string]>([
    ['definitions of entities', () => withSheet(laughs), 'importWorkbookOdd'],
    [
      'definitions from elsewhere',
      () => withSheet(`<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>`),
      'importWorkbookOdd',
    ],
    ['an entity nobody defined', () => withSheet(sheetXml(rows.replace('>B<', '>&b;<'))), 'importWorkbookBroken'],
    ['no document', () => withSheet('hello'), 'importWorkbookBroken'],
    ['a document that ends early', () => withSheet(sheetXml(rows).slice(0, -20)), 'importWorkbookBroken'],
    [
      'bytes that are no text',
      () => zipOf({ ...parts, [SHEET]: Buffer.from([0x3c, 0x78, 0x3e, 0xff, 0xfe]) }),
      'importWorkbookBroken',
    ],
    [
      'a document in UTF-16',
      () => zipOf({ ...parts, [SHEET]: Buffer.from(`\ufeff${sheetXml(rows).replace('UTF-8', 'UTF-16')}`, 'utf16le') }),
      '2 cells',
    ],
    ['a name that climbs out of its folder', () => zipOf({ ...parts, 'ok.txt': 'x' }).then(renamed), '2 cells'],
    ['a workbook within a workbook', async () => zipOf({ 'inner.xlsx': await zipOf(parts) }), 'importNotTable'],
    ['no sheet', () => zipOf({ ...parts, 'xl/workbook.xml': '<workbook><sheets/></workbook>' }), 'importNoSheets'],
    ['an empty sheet', () => withSheet(sheetXml('')), 'importEmpty'],
  ])('%s', async (_name, file, expected) => {
    expect(await said(await file())).toBe(expected)
  })

  test('nothing is left behind', () => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('encours-texts-'))).toEqual([])
  })

  function renamed(zip: Buffer): Buffer {
    return Buffer.from(zip.toString('latin1').replaceAll('ok.txt', '../x/y'), 'latin1')
  }
})

describe('a file is what it holds, not what it is called', () => {
  const ole = (word: string) => {
    const file = Buffer.alloc(4096)
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
    file.writeUInt16LE(9, 0x1e)
    file.writeUInt32LE(2, 0x30)
    file.write(word, 3 * 512 + 128, 'utf16le')
    return file
  }
  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['a workbook of Excel 97', () => ole('Workbook'), 'importXls'],
    ['a workbook of Excel 97 that was cut off', () => ole('Workbook').subarray(0, 40), 'importXls'],
    ['a worksheet of Excel 4', () => Buffer.from('0904060000001000', 'hex'), 'importXls'],
    ['a workbook with a password', () => ole('EncryptedPackage'), 'importEncrypted'],
    ['a binary workbook', () => zipOf({ '[Content_Types].xml': '<x/>', 'xl/workbook.bin': 'x' }), 'importXlsb'],
    [
      'an OpenDocument sheet',
      () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      'importOds',
    ],
    ['a text document', () => zipOf({ '[Content_Types].xml': '<x/>', 'word/document.xml': '<x/>' }), 'importNotTable'],
    ['a web page', () => Buffer.from('\ufeff\r\n<!DOCTYPE html><table><tr><td>code'), 'importHtml'],
    ['a bare table', () => Buffer.from('<table border=1><tr><td>code</td></tr></table>'), 'importHtml'],
    ['a page with its pictures', () => Buffer.from('MIME-Version: 1.0\r\nX-Document-Type: Workbook'), 'importHtml'],
    [
      'a spreadsheet of 2003',
      () => Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
      'importXmlTable',
    ],
    ['a PDF', () => Buffer.from('%PDF-1.7\n'), 'importNotTable'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'importNotTable'],
    ['a packed text', () => Buffer.from('1f8b0800', 'hex'), 'importNotTable'],
    [
      'bytes of any kind',
      () => Buffer.concat([Buffer.from('code,name\n'), Buffer.from([0, 1, 2, 0, 3, 7, 0, 0, 8])]),
      'importNotTable',
    ],
    ['nothing', () => Buffer.alloc(0), 'importEmpty'],
    ['a mark and nothing', () => Buffer.from('efbbbf', 'hex'), 'importEmpty'],
    ['a mark of UTF-16 and nothing', () => Buffer.from('fffe', 'hex'), 'importEmpty'],
    ['a sign of less in the first heading', () => Buffer.from('<code>,name\nA,B\n'), '2 cells'],
  ])('%s', async (_name, file, expected) => {
    expect(await said(await file())).toBe(expected)
  })
})
