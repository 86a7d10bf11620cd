import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '@/lib/errors'
import { openTable, type Reading, recognise } from '@/lib/imports/parse/reading'
import { memorySource } from '@/lib/imports/parse/source'

const KNOWN = ['code', 'name', 'city']

/** Reads a file as it is recognised, but for what is said otherwise. */
async function read(content: string | Uint8Array, size?: number, said: Partial<Reading> = {}) {
  const source = memorySource(Buffer.from(content), size)
  const { reading } = await recognise(source, KNOWN)
  const { delimiter, headings, rows } = await openTable(source, { ...reading, ...said })
  const found: { line: number; cells: string[] }[] = []
  for await (const row of rows) found.push(row)
  return { delimiter, headings, rows: found }
}

async function refusal(content: string | Uint8Array, size?: number, said?: Partial<Reading>) {
  const thrown = await read(content, size, said).catch((error: unknown) => error)
  return thrown instanceof Refusal ? { message: thrown.message, ...thrown.values } : thrown
}

describe('separators', () => {
  test.each([
    ['comma', 'code,name\nA,B\n', ','],
    ['semicolon', 'code;name\nA;B\n', ';'],
    ['tab', 'code\tname\nA\tB\n', '\t'],
    ['a comma in a quoted heading of a file with semicolons', '"code";"name";"x,y,z"\nA;B;C\n', ';'],
    ['headings in capitals with spaces around', ' CODE ; Name \nA;B\n', ';'],
  ])('%s is told from the headings', async (_name, content, delimiter) => {
    const table = await read(content)
    expect(table.delimiter).toBe(delimiter)
    expect(table.rows[0]?.cells.slice(0, 2)).toEqual(['A', 'B'])
  })

  test('a line that a spreadsheet writes for itself is no heading', async () => {
    expect(await read('\uFEFFsep=;\r\ncode;name\r\nA;B,C\r\n')).toMatchObject({
      delimiter: ';',
      headings: ['code', 'name'],
      rows: [{ line: 3, cells: ['A', 'B,C'] }],
    })
  })
})

describe('line numbers are those of the file', () => {
  test.each([
    ['LF', 'code,name\nA,B\nC,D\n', [2, 3]],
    ['CR LF', 'code,name\r\nA,B\r\nC,D\r\n', [2, 3]],
    ['CR alone', 'code,name\rA,B\rC,D\r', [2, 3]],
    ['mixed ends', 'code,name\nA,B\r\nC,D\rE,F', [2, 3, 4]],
    ['no end at the end', 'code,name\nA,B\nC,D', [2, 3]],
    ['blank lines', '\n\ncode,name\n\nA,B\n\n\nC,D\n\n', [5, 8]],
    ['rows of separators only', 'code,name\n,\nA,B\n , \nC,D\n', [3, 5]],
    ['line breaks in quotes', 'code,name\nA,"x\ny\nz"\nC,D\n', [2, 5]],
    ['CR LF in quotes', 'code,name\r\nA,"x\r\ny"\r\nC,D\r\n', [2, 4]],
    ['doubled quotes around line breaks', 'code,name\nA,"""\n"""\nC,D\n', [2, 4]],
    ['a byte order mark', '\uFEFFcode,name\nA,B\n', [2]],
  ])('%s', async (_name, content, lines) => {
    for (const size of [1, 2, 3, 7, 65536]) {
      expect((await read(content, size)).rows.map(({ line }) => line)).toEqual(lines)
    }
  })

  test('whatever is quoted, however the file is cut, cells and lines are kept', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '日', '𝄞', '"', ',', ';', '\n', '\r\n', ' ', '\t', "'"),
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(',', ';', '\t'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, delimiter, size) => {
          const full = rows.map(([a, b, c]): [string, string, string] => [`k${a}`, b, c])
          const content = stringify([KNOWN, ...full], { delimiter, quoted: true })
          let line = 2
          const lines = full.map((cells) => {
            const begins = line
            line += 1 + (cells.join('').match(/\r\n|\n/g)?.length ?? 0)
            return begins
          })
          const table = await read(content, size)
          expect(table.delimiter).toBe(delimiter)
          expect(table.rows).toEqual(full.map((cells, index) => ({ line: lines[index], cells })))
        },
      ),
    )
  })
})

describe('what stands in a cell is kept', () => {
  test.each([
    ['quotes inside a cell without quotes', 'code,name\nA,5" pipe\n', ['A', '5" pipe']],
    ['quotes followed by text', 'code,name\nA,"x" y\n', ['A', '"x" y']],
    ['doubled quotes', 'code,name\nA,"5"" pipe"\n', ['A', '5" pipe']],
    ['too few cells', 'code,name\nA\n', ['A']],
    ['too many cells', 'code,name\nA,B,C\n', ['A', 'B', 'C']],
    ['accents and other scripts', 'code,name\nA,Škoda 日本 İzmir ß\n', ['A', 'Škoda 日本 İzmir ß']],
  ])('%s', async (_name, content, cells) => {
    for (const size of [1, 5, 65536]) expect((await read(content, size)).rows[0]?.cells).toEqual(cells)
  })
})

describe('a file that cannot be read says why', () => {
  const UTF8 = { encoding: 'utf-8' } as const
  const good = Buffer.from('code,name\n')
  const bad = (line: number) =>
    Buffer.concat([
      good,
      Buffer.from('A,é\n'.repeat(line - 2)),
      Buffer.from([0x42, 0x2c, 0xe9, 0x0a]),
      Buffer.from('C,D\n'),
    ])

  test.each([2, 3, 40, 40_000])('a byte that is no UTF-8 in line %i is named with its line', async (line) => {
    expect(await refusal(bad(line), undefined, UTF8)).toEqual({ message: 'importNotUtf8', line })
    if (line < 100)
      for (const size of [1, 2, 3, 11]) expect(await refusal(bad(line), size, UTF8)).toMatchObject({ line })
  })

  test('a character that the end of the file cuts off is named too', async () => {
    expect(await refusal(Buffer.from([...good, 0x41, 0x2c, 0xc3]), undefined, UTF8)).toEqual({
      message: 'importNotUtf8',
      line: 2,
    })
  })

  test.each([
    ['nothing', ''],
    ['a byte order mark only', '\uFEFF'],
    ['blank lines only', '\n\r\n \n'],
  ])('%s', async (_name, content) => {
    expect(await refusal(content)).toEqual({ message: 'importEmpty' })
  })

  test('headings only are no error, and no rows', async () => {
    expect((await read('code,name\n')).rows).toEqual([])
  })

  test('a quotation mark that nobody closes is named with its line before the rest is read', async () => {
    let pulled = 0
    const endless = async function* () {
      yield Buffer.from('code,name\nA,B\nC,"D\n')
      for (; pulled < 1000; pulled++) yield Buffer.alloc(64 * 1024, 'x,y\n')
    }
    const source = { size: Number.MAX_SAFE_INTEGER, stream: endless }
    const reading: Reading = {
      ...{ format: 'csv', encoding: 'utf-8', delimiter: ',', quote: '"', headings: true },
      ...{ sheet: null, decimal: null, dates: null, epoch1904: false },
    }
    const all = async () => {
      for await (const row of (await openTable(source, reading)).rows) expect(row.line).toBe(2)
    }
    await expect(all()).rejects.toMatchObject({ message: 'importQuoteNotClosed', values: { line: 3 } })
    expect(pulled).toBeLessThan(60)
  })
})
