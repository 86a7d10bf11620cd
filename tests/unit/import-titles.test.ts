import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openTable, type Reading, recognise } from '@/lib/imports/parse/reading'
import { memorySource } from '@/lib/imports/parse/source'
import { textRows, workbookOf } from '../support/workbook'

const KNOWN = ['code', 'name', 'city', 'credit_limit']
/** 5 000 of them were run once, by hand. */
const RUNS = 150

async function read(bytes: Uint8Array, known: readonly string[] = KNOWN, said: Partial<Reading> = {}) {
  const source = memorySource(bytes, 333)
  const { reading, sure, starts } = await recognise(source, known, said)
  const table = await openTable(source, { ...reading, ...said })
  const rows: { line: number; cells: string[] }[] = []
  for await (const row of table.rows) rows.push(row)
  return { reading, sure: sure.from, starts, headings: table.headings, rows }
}

const csv = (...lines: string[]) => Buffer.from(lines.join('\r\n'))
const sheet = async (...rows: string[][]) => workbookOf({ sheets: [{ name: 'A', rows: textRows(rows) }] })

describe('a title above the headings', () => {
  test.each<[string, string[], number, string[]]>([
    ['one line', ['Customer list as of 31.12.2026', 'code;name;city', 'C1;Acme;Lyon'], 2, ['code', 'name', 'city']],
    [
      'a line that is itself a word for a heading',
      ['Kunden', 'Kundennummer;Firma', '1;Acme'],
      2,
      ['Kundennummer', 'Firma'],
    ],
    [
      'several, with blank lines between them and the headings',
      [
        'ACME Corp.;;',
        'Printed by:;Ana;',
        '',
        'As of;31.12.2026;',
        '',
        ';;',
        'Code;Name;Town',
        'C1;Acme;Lyon',
        'C2;B;',
      ],
      7,
      ['Code', 'Name', 'Town'],
    ],
    [
      'with the separator in it',
      ['Customers, as of today', 'code,name,city', 'C1,Acme,Lyon'],
      2,
      ['code', 'name', 'city'],
    ],
    [
      'over headings nobody knows',
      ['Report 4711', 'XKD;QFX;WWZ;VVA', 'C1;Acme;Lyon;1', 'C2;Beta;Rome;2'],
      2,
      ['XKD', 'QFX', 'WWZ', 'VVA'],
    ],
  ])('is found: %s', async (_name, lines, from, headings) => {
    const found = await read(csv(...lines))
    expect(found).toMatchObject({ reading: { from, headings: true }, headings })
    expect(found.rows[0]).toMatchObject({ line: from + 1, cells: lines[from]!.split(/[;,]/) })
    expect(found.starts.map(({ line }) => line)).toContain(from)
  })

  test.each<[string, string[], number]>([
    ['none', ['code;name;city', 'C1;Acme;Lyon'], 1],
    ['blank lines alone', ['', '', 'code;name;city', 'C1;Acme;Lyon'], 3],
    ['rows without headings', ['C1;Acme;Lyon', 'C2;City;Name'], 1],
    ['headings that stand above fewer cells', ['code;name', 'C1;Acme;x', 'Name;City;Phone'], 1],
    ['one column', ['name', 'Doe, Jane, Dr', 'Roe, John, Prof'], 1],
    ['one column nobody knows', ['wxyz', 'Doe, Jane', 'Roe, John'], 1],
    ['a first row with blank cells', ['A1;;', 'C2;Beta;Rome', 'C3;Gamma;Oslo'], 1],
  ])('is not seen where there is none: %s', async (_name, lines, from) => {
    expect((await read(csv(...lines))).reading.from).toBe(from)
  })

  test('in a workbook, whose lines stay those of the sheet and whose rows are as wide as the headings', async () => {
    const book = await sheet(['Customer list'], [], ['Code', 'Name', 'City'], ['C1', 'Acme'], ['C2', 'Beta', 'Rome'])
    expect(await read(book)).toMatchObject({
      ...{ reading: { from: 3, headings: true }, sure: true, headings: ['Code', 'Name', 'City'] },
      rows: [
        { line: 4, cells: ['C1', 'Acme', ''] },
        { line: 5, cells: ['C2', 'Beta', 'Rome'] },
      ],
    })
    const strange = await sheet(['Report'], ['XKD', 'QFX', 'WWZ'], ['C1', 'Acme'], ['C2', 'Beta', 'Rome'])
    expect(await read(strange)).toMatchObject({ reading: { from: 2, headings: true }, sure: false })
  })

  test('is told by headings that are remembered, however strange they are', async () => {
    const lines = ['Report;of;today', 'XKD;QFX;WWZ;VVA', 'C1;Acme;Lyon;1', 'C2;Beta;Rome;2']
    expect((await read(csv(...lines))).reading.from).toBe(1)
    expect(await read(csv(...lines), [...KNOWN, 'xkd', 'qfx'])).toMatchObject({ reading: { from: 2 }, sure: true })
  })

  test('can be said to end elsewhere, and never behind the end', async () => {
    const file = csv('code;name', 'foo;bar', 'C1;12,50')
    expect(await read(file, KNOWN, { from: 2 })).toMatchObject({ headings: ['foo', 'bar'], rows: [{ line: 3 }] })
    expect(await read(file, KNOWN, { from: 3, headings: false })).toMatchObject({
      rows: [{ line: 3, cells: ['C1', '12,50'] }],
    })
    await expect(read(file, KNOWN, { from: 4 })).rejects.toMatchObject({ message: 'importNoLine', values: { line: 4 } })
  })

  test('the style of amounts is told by the columns below it', async () => {
    const file = csv('Report;1.234;', 'code;name;credit_limit', 'C1;Acme;1.234,50')
    expect(await read(file)).toMatchObject({ reading: { from: 2, decimal: ',' } })
  })
})

test('random tables below random titles are read back with their lines', async () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'é', 'Z', ' ', '7', '.', ':', '-'), maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        title: fc.array(word, { maxLength: 6 }),
        rows: fc.array(fc.tuple(word, word, word), { minLength: 1, maxLength: 8 }),
        delimiter: fc.constantFrom(';', ',', '\t', '|'),
        end: fc.constantFrom('\n', '\r\n', '\r'),
        padded: fc.boolean(),
        book: fc.boolean(),
      }),
      async ({ title, rows, delimiter, end, padded, book }) => {
        const above = title.map((text) => (padded || text === '' ? [text, '', '', ''] : [text]))
        const below = rows.map((cells) => ['k', ...cells])
        const table = [...above, ['code', 'Name', 'Ort', 'credit_limit'], ...below]
        const text = table.map((cells) => cells.join(delimiter)).join(end)
        const found = await read(book ? await sheet(...table) : Buffer.from(text))
        const from = title.length + 1
        expect(found).toMatchObject({ reading: { from, headings: true }, sure: true })
        expect(found.rows).toEqual(below.map((cells, n) => ({ line: from + 1 + n, cells })))
      },
    ),
    { numRuns: RUNS },
  )
})
