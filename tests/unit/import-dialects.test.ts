import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { openTable, type Reading, recognise } from '@/lib/imports/parse/reading'
import { memorySource } from '@/lib/imports/parse/source'

const KNOWN = ['code', 'name', 'city', 'credit_limit']
/** 10 000 of them were run once, by hand. */
const RUNS = 300
const ITEMS = ['customer_code', 'number', 'issue_date', 'due_date', 'amount']

async function rowsOf(bytes: Uint8Array, reading: Reading, size?: number) {
  const table = await openTable(memorySource(bytes, size), reading)
  const rows: { line: number; cells: string[] }[] = []
  for await (const row of table.rows) rows.push(row)
  return { headings: table.headings, rows }
}

async function read(text: string, known: readonly string[] = KNOWN) {
  const { reading, sure } = await recognise(memorySource(Buffer.from(text), 777), known)
  return { reading, sure, ...(await rowsOf(Buffer.from(text), reading)) }
}

test('the twelve files of csv-spectrum', async () => {
  const folder = path.join(import.meta.dirname, '../../node_modules/csv-spectrum')
  const files = readdirSync(path.join(folder, 'csvs')).map((file) => ({
    name: path.parse(file).name,
    csv: readFileSync(path.join(folder, 'csvs', file)),
    json: readFileSync(path.join(folder, 'json', `${path.parse(file).name}.json`)),
  }))
  let right = 0
  for (const { name, csv, json } of files) {
    const { reading } = await recognise(memorySource(csv), [])
    const { headings, rows } = await rowsOf(csv, { ...reading, headings: true })
    const found = rows.map(({ cells }) => Object.fromEntries(headings.map((heading, n) => [heading, cells[n]])))
    const twin = JSON.parse(json.toString())
    // The twin of one file is not a list, and has another telephone number than the file.
    const list = Array.isArray(twin) ? twin : [{ ...twin, 'Contact Phone Number': '2095257564' }]
    expect(found, name).toEqual(list)
    right += 1
  }
  process.stdout.write(`csv-spectrum ${right}/${files.length}\n`)
  expect([right, files.length]).toEqual([12, 12])
})

describe('the separator', () => {
  const set: [string, string, Partial<Reading>][] = [
    ['comma', 'code,name\nA,B\n', { delimiter: ',' }],
    ['semicolon', 'code;name\nA;B\n', { delimiter: ';' }],
    ['tab', 'code\tname\nA\tB\n', { delimiter: '\t' }],
    ['bar', 'code|name\nA|B\n', { delimiter: '|' }],
    ['said in the first line', 'sep=|\r\nx|y\r\nA|B;C;D\r\n', { delimiter: '|', headings: true }],
    ['semicolons with commas in every amount', 'foo;bar;baz\n1,5;2,5;3,5\n1,5;2,5;3,5\n', { delimiter: ';' }],
    ['commas with semicolons in quotes', 'foo,bar\n"a;b;c",1\n"d;e;f",2\n', { delimiter: ',' }],
    ['tabs with commas in names', 'foo\tbar\nDoe, Jane\tx\nDoe, John\ty\n', { delimiter: '\t' }],
    [
      'headings of another language',
      'Kundennummer;Firma;Ort\n1;Müller, Söhne;Köln\n',
      { delimiter: ';', headings: true },
    ],
    ['one column', 'code\nA\nB\n', { headings: true }],
    ['one column with commas in it', 'code\nA,1\nB,2,3\nC\n', { headings: true }],
    ['one column with a comma in each', 'name\nDoe, Jane\nDoe, John\n', { headings: true }],
    ['a heading nobody knows, over numbers', 'foo;bar\n1;2\n', { delimiter: ';', headings: true }],
    ['no headings', 'C1;Acme;12,50\nC2;Beta;13,50\n', { delimiter: ';', headings: false }],
    ['single quotation marks', "code;name\n'A;1';'O''Neill'\n'B;2';'x'\n", { delimiter: ';', quote: "'" }],
    ['names with apostrophes', "code;name\nA;'t Hooft\nB;O'Neill\n", { delimiter: ';', quote: '"' }],
    ['separators at the end of each line', 'code;name;\nA;B;\n', { delimiter: ';' }],
    ['quoted line breaks', 'code,name\nA,"x;y\nz;w"\nB,"x;y\nz;w"\n', { delimiter: ',' }],
    ['line ends of an old Mac', 'code;name\rA;B\rC;D\r', { delimiter: ';' }],
  ]
  test.each(set)('%s', async (_name, text, expected) => {
    const { reading, rows } = await read(text)
    expect(reading).toMatchObject(expected)
    expect(rows.length).toBeGreaterThan(0)
  })

  test('one column stays one column', async () => {
    for (const text of ['code\nA,1\nB,2,3\nC\n', 'name\nDoe, Jane\nDoe, John\n']) {
      expect((await read(text)).rows.every(({ cells }) => cells.length === 1)).toBe(true)
    }
  })

  test('known headings make it sure, and a few words do not', async () => {
    expect((await read('code;name\nA;B\n')).sure).toMatchObject({ delimiter: true, headings: true })
    expect((await read('foo;bar\nA;B\n')).sure).toMatchObject({ headings: false })
  })

  test('what a person says otherwise is done', async () => {
    const { reading } = await read('code;name\nA;B\n')
    const said = await rowsOf(Buffer.from('code;name\n"A;"B\n'), { ...reading, quote: '', headings: false })
    expect(said).toEqual({
      headings: ['A', 'B'],
      rows: [
        { line: 1, cells: ['code', 'name'] },
        { line: 2, cells: ['"A', '"B'] },
      ],
    })
  })
})

describe('how amounts and days are written', () => {
  const items = (rows: string[]) => `customer_code;number;issue_date;amount\n${rows.join('\n')}\n`
  test.each<[string, string[], Partial<Reading>, { decimal: boolean; dates: boolean }]>([
    [
      'commas and days first',
      ['A;1;31/12/2026;1.234,50', 'A;2;03/04/2026;1.000'],
      { decimal: ',', dates: 'dmy' },
      { decimal: true, dates: true },
    ],
    [
      'points and months first',
      ['A;1;12/31/2026;1,234.50', 'A;2;03/04/2026;1,000'],
      { decimal: '.', dates: 'mdy' },
      { decimal: true, dates: true },
    ],
    [
      'nothing that decides',
      ['A;1;03/04/2026;1.000', 'A;2;04/05/2026;2.000'],
      { decimal: null, dates: null },
      { decimal: false, dates: false },
    ],
    [
      'a contradiction',
      ['A;1;31/12/2026;1,5', 'A;2;12/31/2026;1.5'],
      { decimal: null, dates: null },
      { decimal: false, dates: false },
    ],
    [
      'nothing that depends on it',
      ['A;1;2026-12-31;1000', 'A;2;2026-12-30;2'],
      { decimal: null, dates: 'ymd' },
      { decimal: true, dates: true },
    ],
  ])('%s', async (_name, rows, reading, sure) => {
    expect(await read(items(rows), ITEMS)).toMatchObject({ reading, sure })
  })

  test('the column that decides may be far down', async () => {
    const rows = Array.from({ length: 45_000 }, (_, n) => `CUSTOMER-${n};INVOICE-${n};03/04/2026;1.000`)
    expect(await read(items([...rows, 'A;1;31/12/2026;1,50']), ITEMS)).toMatchObject({
      reading: { decimal: ',', dates: 'dmy' },
    })
  })

  test('codes with points are no amounts where the headings say so, nor where the kind of file has none', async () => {
    expect(await read('code;name;credit_limit\n401.100;A;12,50\n', KNOWN)).toMatchObject({
      reading: { decimal: ',' },
      sure: { decimal: true },
    })
    expect(await read('email;last_name\n401.100;A\n', ['email', 'last_name'])).toMatchObject({
      sure: { decimal: true, dates: true },
    })
  })
})

describe('whatever is written is read back', () => {
  type Shape = { delimiter: Reading['delimiter']; quote: '"' | "'"; end: string; always: boolean }
  const DIALECTS: Shape[] = [
    { delimiter: ',', quote: '"', end: '\n', always: false },
    { delimiter: ';', quote: '"', end: '\r\n', always: false },
    { delimiter: '\t', quote: '"', end: '\r', always: false },
    { delimiter: '|', quote: '"', end: '\n', always: true },
    { delimiter: ',', quote: "'", end: '\r\n', always: true },
    { delimiter: ';', quote: "'", end: '\n', always: false },
    { delimiter: '\t', quote: '"', end: '\r\n', always: true },
    { delimiter: '|', quote: "'", end: '\r', always: false },
  ]
  const LETTERS: [Reading['encoding'], string, string][] = [
    ['utf-8', 'utf8', 'äș日𝄞ı\u2028'],
    ['utf-16le', 'utf16le', 'äș日𝄞ı\u0a0d'],
    ['utf-16be', 'utf16be', 'äș日𝄞ı\u0d0a'],
    ['windows-1252', 'win1252', 'äß€œ’é'],
    ['windows-1250', 'win1250', 'äčłşőĽ'],
    ['shift_jis', 'shiftjis', '日本ソ表カ'],
  ]
  const written = (rows: string[][], { delimiter, quote, end, always }: Shape) =>
    rows
      .map((row) =>
        row
          .map((cell) =>
            always || cell.includes(delimiter) || cell.includes(quote) || /[\r\n]/.test(cell)
              ? quote + cell.replaceAll(quote, quote + quote) + quote
              : cell,
          )
          .join(delimiter),
      )
      .join(end)

  test('random tables in eight dialects and six encodings, cut anywhere', async () => {
    let runs = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...DIALECTS),
        fc.constantFrom(...LETTERS).chain(([encoding, name, letters]) =>
          fc.record({
            encoding: fc.constant(encoding),
            name: fc.constant(name),
            table: fc.array(
              fc.array(
                fc.string({
                  unit: fc.constantFrom(
                    ...[...letters],
                    'a',
                    '1',
                    ' ',
                    ',',
                    ';',
                    '\t',
                    '|',
                    '"',
                    "'",
                    '\n',
                    '\r\n',
                    '.',
                  ),
                  maxLength: 7,
                }),
                { minLength: 2, maxLength: 4 },
              ),
              { minLength: 1, maxLength: 10 },
            ),
          }),
        ),
        fc.integer({ min: 1, max: 50 }),
        async (shape, { encoding, name, table }, size) => {
          const full = table.map((row) => ['k', ...row])
          const reading: Reading = {
            ...{ format: 'csv', encoding, delimiter: shape.delimiter, quote: shape.quote, headings: false },
            ...{ sheet: null, decimal: null, dates: null, epoch1904: false },
          }
          const bytes = iconv.encode(written(full, shape), name, { addBOM: false })
          let line = 1
          const expected = full.map((cells) => {
            const begins = line
            line += 1 + (cells.join('\0').match(/\r\n|\n/g)?.length ?? 0)
            return { line: begins, cells }
          })
          expect((await rowsOf(bytes, reading, size)).rows).toEqual(expected)
          runs += 1
        },
      ),
      { numRuns: RUNS },
    )
    process.stdout.write(`${runs} random tables read back\n`)
  })
})
