import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { Refusal } from '@/lib/errors'
import { openTable, readingAlone, recognise } from '@/lib/imports/parse/reading'
import { memorySource } from '@/lib/imports/parse/source'
import { ENCODINGS, type Encoding } from '@/lib/imports/rules/reading'
import { NAMES } from '../support/names'

const KNOWN = ['code', 'name', 'city']
/** As iconv-lite calls them. */
const LIBRARY: Record<Encoding, string> = {
  ...{
    'utf-8': 'utf8',
    'utf-16le': 'utf16le',
    'utf-16be': 'utf16be',
    'windows-1252': 'win1252',
    'windows-1250': 'win1250',
  },
  ...{
    'windows-1254': 'win1254',
    'iso-8859-2': 'iso88592',
    macintosh: 'macroman',
    shift_jis: 'shiftjis',
    gb18030: 'gb18030',
  },
}

/** The names that an encoding can write at all: the others would be lost before we ever see the file. */
const writable = (encoding: Encoding) =>
  NAMES.filter((name) => iconv.decode(iconv.encode(name, LIBRARY[encoding]), LIBRARY[encoding]) === name)

const tableOf = (names: readonly string[]) => `code;name\r\n${names.map((name, n) => `C${n};${name}`).join('\r\n')}\r\n`

async function read(bytes: Buffer, said: { encoding?: Encoding } = {}) {
  const source = memorySource(bytes, 999)
  const recognised = await recognise(source, KNOWN)
  const table = await openTable(source, { ...recognised.reading, ...said })
  const names: string[] = []
  for await (const { cells } of table.rows) names.push(cells[1] ?? '')
  return { recognised, names, mark: table.mark }
}

describe('the same names in every encoding', () => {
  test('there are 200 of them, in the letters of many languages', () => {
    expect(new Set(NAMES).size).toBe(200)
    for (const letter of 'äßčșşİł日本') expect(NAMES.join()).toContain(letter)
  })

  const right: string[] = []
  test.each(ENCODINGS)('%s', async (encoding) => {
    const names = writable(encoding)
    const bytes = iconv.encode(tableOf(names), LIBRARY[encoding], { addBOM: false })
    const { recognised, names: found } = await read(bytes)
    expect(recognised.reading.encoding).toBe(encoding)
    expect(found).toEqual(names)
    expect(found.join().includes('\ufffd')).toBe(false)
    right.push(`${encoding} ${names.length}`)
  })

  test('windows-1252, where customers of many western countries stand in one file', async () => {
    const names = ['Señor Möös, Rua Orós', 'Père et fils', 'Jäger Möös, Constitución', 'Müller, México']
    names.push('Königs Möös, Kléber', 'Núñez Hernández, Luleå', 'Hardÿ Möös')
    const { recognised, names: found } = await read(iconv.encode(tableOf(names), 'win1252'))
    expect(recognised.reading.encoding).toBe('windows-1252')
    expect(found).toEqual(names)
  })

  test.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('%s with a mark', async (encoding) => {
    const { recognised, names, mark } = await read(iconv.encode(tableOf(NAMES), LIBRARY[encoding], { addBOM: true }))
    expect([recognised.reading.encoding, recognised.sure.encoding, mark]).toEqual([encoding, true, true])
    expect(names).toEqual(NAMES)
    right.push(`${encoding} with a mark ${names.length}`)
  })

  test.each(ENCODINGS)('said by a person: %s', async (encoding) => {
    const names = writable(encoding)
    const bytes = iconv.encode(tableOf(names), LIBRARY[encoding], { addBOM: false })
    expect((await read(bytes, { encoding })).names).toEqual(names)
  })

  test('the figures', () => {
    process.stdout.write(`files read right ${right.length}/${ENCODINGS.length + 3}: ${right.join(', ')}\n`)
    expect(right).toHaveLength(ENCODINGS.length + 3)
  })
})

test('windows signs that Node takes for control characters are read as signs', async () => {
  const { names, recognised } = await read(iconv.encode('code;name\r\nA;Café “Zoë” – 5 € œuvre…\r\n', 'win1252'))
  expect([recognised.reading.encoding, names]).toEqual(['windows-1252', ['Café “Zoë” – 5 € œuvre…']])
})

describe('one language, few letters', () => {
  const few: [string, Encoding, string[]][] = [
    ['French', 'windows-1252', ['Crèche Hélène', 'Forêt & Fils', 'Société Générale']],
    ['German', 'windows-1252', ['Müller', 'Groß', 'Jäger']],
    ['Danish', 'windows-1252', ['Sørensen', 'Kjær', 'Ågård']],
    ['Portuguese', 'windows-1252', ['João', 'Conceição', 'Guimarães']],
    ['Polish', 'windows-1250', ['Łódź', 'Wiśniewski', 'Dąbrowska']],
    ['Czech', 'windows-1250', ['Dvořák', 'Černý', 'Růžička']],
    ['Hungarian', 'windows-1250', ['Erdős', 'Győr', 'Hűvös']],
    ['Polish of Unix', 'iso-8859-2', ['Łódź', 'Wiśniewski', 'Dąbrowska']],
    ['Turkish', 'windows-1254', ['Yıldız', 'Şahin', 'Doğan']],
    ['French of a Mac', 'macintosh', ['Crèche Hélène', 'Forêt & Fils', 'Société Générale']],
    ['Japanese', 'shift_jis', ['日本商事', 'トヨタ自動車', '山田太郎']],
    ['Chinese', 'gb18030', ['北京贸易公司', '上海', '王小明']],
  ]
  test.each(few)('%s', async (_name, encoding, names) => {
    const found = await read(iconv.encode(tableOf(names), LIBRARY[encoding]))
    expect(found.names).toEqual(names)
    expect(found.recognised.encodings[0]).toBe(encoding)
  })
})

describe('a file that is not what it seems', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, n) => `C${n};Müller ${n}`).join('\n')
  const broken = Buffer.concat([
    Buffer.from(`code;name\n${rows(39_998)}\n`),
    Buffer.from('X;M\xfcller\n', 'latin1'),
    Buffer.from(rows(10)),
  ])

  test('one bad byte in line 40 000: the line is told, and the encodings that it could be', async () => {
    const recognised = await recognise(memorySource(broken), KNOWN)
    expect(recognised).toMatchObject({
      reading: { encoding: 'utf-8' },
      sure: { encoding: false },
      broken: { line: 40_000 },
    })
    expect(recognised.encodings).not.toContain('utf-8')
    expect(recognised.encodings).toContain('windows-1252')
    const thrown = await read(broken).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(Refusal)
    expect(thrown).toMatchObject({ message: 'importNotUtf8', values: { line: 40_000 } })
  })

  test('the first letter beyond ASCII in line 40 000 decides all the same', async () => {
    const ascii = Buffer.from(`code;name\n${'C;Muller\n'.repeat(39_998)}`)
    const { recognised, names } = await read(Buffer.concat([ascii, Buffer.from('X;M\xfcller\n', 'latin1')]))
    expect([recognised.reading.encoding, recognised.broken, names.at(-1)]).toEqual([
      'windows-1252',
      { line: 40_000 },
      'Müller',
    ])
    // One word is no proof: where nobody can be asked, it is refused.
    expect(recognised.sure.encoding).toBe(false)
  })

  test('a byte that the chosen encoding does not have is told with its line', async () => {
    const bytes = Buffer.concat([Buffer.from('code;name\nA;B\n'), Buffer.from([0x58, 0x3b, 0x81, 0x0a])])
    const thrown = await read(bytes, { encoding: 'shift_jis' }).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ message: 'importEncoding', values: { line: 3, encoding: 'shift_jis' } })
  })

  test('half a character at the end is told', async () => {
    const bytes = Buffer.concat([Buffer.from('code;name\nA;B\n', 'utf16le'), Buffer.from([0x43])])
    const thrown = await read(bytes, { encoding: 'utf-16le' }).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ message: 'importEncoding', values: { line: 3 } })
  })

  test('where nobody can be asked, what is no more than a guess is refused', async () => {
    const guessed = Buffer.from('code;name\nA;B\nX;M\xfcller\n', 'latin1')
    const thrown = await readingAlone(memorySource(guessed), KNOWN).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ message: 'importNotUtf8', values: { line: 3 } })
    const clear = iconv.encode(tableOf(['Müller', 'Jäger', 'Köhler', 'Groß', 'Schröder']), 'win1252')
    expect(await readingAlone(memorySource(clear), KNOWN)).toMatchObject({ encoding: 'windows-1252' })
  })

  test('ASCII is sure, whatever it is called', async () => {
    const { recognised } = await read(Buffer.from('code;name\nA;B\n'))
    expect(recognised).toMatchObject({ reading: { encoding: 'utf-8' }, sure: { encoding: true }, broken: null })
  })
})
