import { randomBytes } from 'node:crypto'
import { readSheet } from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { Refusal } from '@/lib/errors'
import { openTable, type Reading, recognise } from '@/lib/imports/parse/reading'
import { memorySource } from '@/lib/imports/parse/source'
import { numberText } from '@/lib/imports/parse/xlsx/numbers'
import { momentOf } from '@/lib/imports/parse/xlsx/styles'
import { makeTextStore } from '@/lib/imports/parse/xlsx/text-store'
import { partsOf, textRows, type WorkbookMade, workbookOf, zipOf } from '../support/workbook'

const KNOWN = ['code', 'name', 'credit_limit', 'issue_date', 'amount']

async function read(made: WorkbookMade | Buffer, said: Partial<Reading> = {}) {
  const source = memorySource(Buffer.isBuffer(made) ? made : await workbookOf(made), 1000)
  const recognised = await recognise(source, KNOWN)
  const table = await openTable(source, { ...recognised.reading, ...said })
  const rows: { line: number; cells: string[] }[] = []
  for await (const row of table.rows) rows.push(row)
  return { recognised, headings: table.headings, rows }
}

const cells = async (row: string, made: Partial<WorkbookMade> = {}, said?: Partial<Reading>) => {
  const { rows } = await read(
    { sheets: [{ name: 'A', rows: `${textRows([['code', 'name']])}<row r="2">${row}</row>` }], ...made },
    said,
  )
  return rows[0]?.cells
}

async function refusalOf(work: Promise<unknown>) {
  const thrown = await work.catch((error: unknown) => error)
  return thrown instanceof Refusal ? { message: thrown.message, ...thrown.values } : thrown
}

describe('what a cell holds', () => {
  const formats = [
    'yyyy-mm-dd',
    '#,##0.00 "€"',
    'dd/mm/yy hh:mm',
    'h:mm',
    '[h]:mm:ss',
    '0.00%',
    '[$-409]d\\-mmm\\-yy;@',
  ]
  test.each<[string, string, string]>([
    ['text shared by cells', '<c r="A2" t="s"><v>1</v></c>', 'Šárka & <Co>'],
    ['text in runs, without how it is pronounced', '<c r="A2" t="s"><v>2</v></c>', 'rich text'],
    ['text with a line break of old', '<c r="A2" t="s"><v>3</v></c>', 'a\rb_x000D_'],
    ['text in the cell', '<c r="A2" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>', ' x '],
    ['text in the cell in runs', '<c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', 'ab'],
    ['what a formula made of text', '<c r="A2" t="str"><f>A1&amp;"x"</f><v>codex</v></c>', 'codex'],
    ['what a formula made of numbers', '<c r="A2"><f>1+2</f><v>3</v></c>', '3'],
    ['a formula that was never worked out', '<c r="A2"><f>1+2</f></c>', '#CALC!'],
    ['yes', '<c r="A2" t="b"><v>1</v></c>', 'TRUE'],
    ['no', '<c r="A2" t="b"><v>0</v></c>', 'FALSE'],
    ['a cell that does not say where it stands', '<c><v>7</v></c>', '7'],
    ['an error', '<c r="A2" t="e"><v>#N/A</v></c>', '#N/A'],
    ['a code that is a number', '<c r="A2"><v>123</v></c>', '123'],
    ['a code that is text', '<c r="A2" t="inlineStr"><is><t>00123</t></is></c>', '00123'],
    ['a number past 2⁵³', '<c r="A2"><v>12345678901234567890</v></c>', '12345678901234567890'],
    ['the same as Excel writes it', '<c r="A2"><v>1.2345678901234567E+19</v></c>', '12345678901234567000'],
    ['a number with a point', '<c r="A2" s="2"><v>1234.5</v></c>', '1234.5'],
    ['what reckoning in binary leaves', '<c r="A2"><v>0.30000000000000004</v></c>', '0.3'],
    ['the same below a whole number', '<c r="A2"><v>1234.5599999999999</v></c>', '1234.56'],
    ['a small number', '<c r="A2"><v>1.5E-3</v></c>', '0.0015'],
    ['less than nothing', '<c r="A2"><v>-12.50</v></c>', '-12.5'],
    ['a share', '<c r="A2" s="6"><v>0.125</v></c>', '0.125'],
    ['a day', '<c r="A2" s="1"><v>46387</v></c>', '2026-12-31'],
    ['a day in another format', '<c r="A2" s="7"><v>46387</v></c>', '2026-12-31'],
    ['a day with a time', '<c r="A2" s="3"><v>46387.75</v></c>', '2026-12-31 18:00:00'],
    ['a time', '<c r="A2" s="4"><v>0.5</v></c>', '12:00:00'],
    ['a day before the one that never was', '<c r="A2" s="1"><v>59</v></c>', '1900-02-28'],
    ['the day after it', '<c r="A2" s="1"><v>61</v></c>', '1900-03-01'],
    ['a day as text of the file format', '<c r="A2" t="d"><v>2026-12-31T00:00:00</v></c>', '2026-12-31'],
  ])('%s', async (_name, cell, expected) => {
    const strings = [
      '<t>x</t>',
      '<t>Šárka &amp; &lt;Co&gt;</t>',
      '<r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb="0" eb="1"><t>kana</t></rPh>',
      '<t>a_x000D_b_x005F_x000D_</t>',
    ]
    expect((await cells(cell, { strings, formats }))?.[0]).toBe(expected)
  })

  test('days counted from 1904', async () => {
    const row = '<c r="A2" s="1"><v>44925</v></c>'
    expect(await cells(row, { formats, epoch1904: true })).toEqual(['2026-12-31', ''])
    expect(await cells(row, { formats, epoch1904: true }, { epoch1904: false })).toEqual(['2022-12-30', ''])
  })

  test('numbers are written with the decimal sign that typed amounts have', async () => {
    const typed = textRows([
      ['credit_limit', 'name'],
      ['1.234,50', 'A'],
      ['17,90', 'B'],
    ])
    const { rows, recognised } = await read({ sheets: [{ name: 'A', rows: `${typed}<row><c><v>1.234</v></c></row>` }] })
    expect(recognised.reading.decimal).toBe(',')
    expect(rows.map((row) => row.cells[0])).toEqual(['1.234,50', '17,90', '1,234'])
  })
})

describe('which cells', () => {
  test('rows and columns left out, hidden rows, merged cells, a filter, cells past the last heading', async () => {
    const rows = `<row r="3"><c r="B3" t="inlineStr"><is><t>code</t></is></c><c r="C3" t="inlineStr"><is><t>name</t></is></c></row>
      <row r="5" hidden="1"><c r="B5"><v>1</v></c><c r="C5" t="inlineStr"><is><t>merged</t></is></c></row>
      <row r="6"><c r="B6"><v>2</v></c><c r="C6" s="0"/></row><row r="7"><c r="B7" s="0"/></row>
      <row r="9"><c r="B9"><v>3</v></c><c r="AA9"><v>4</v></c></row>`
    const { headings, rows: found } = await read({ sheets: [{ name: 'A', rows }] })
    expect(headings).toEqual(['', 'code', 'name'])
    expect(found.slice(0, 2)).toEqual([
      { line: 5, cells: ['', '1', 'merged'] },
      { line: 6, cells: ['', '2', ''] },
    ])
    expect(found[2]).toMatchObject({ line: 9 })
    expect([found[2]?.cells.length, found[2]?.cells[26]]).toEqual([27, '4'])
  })

  test('the first sheet that can be seen, or the chosen one', async () => {
    const sheet = (name: string, code: string) => ({ name, rows: textRows([['code'], [code]]) })
    const made = {
      sheets: [{ ...sheet('Old', 'X'), state: 'hidden' as const }, sheet('New &amp; good', 'Y'), sheet('More', 'Z')],
    }
    const { rows, recognised } = await read(made)
    expect(recognised).toMatchObject({ reading: { sheet: 'New & good' }, sure: { sheet: true } })
    expect(recognised.sheets).toEqual([
      { name: 'Old', hidden: true },
      { name: 'New & good', hidden: false },
      { name: 'More', hidden: false },
    ])
    expect(rows[0]?.cells).toEqual(['Y'])
    expect((await read(made, { sheet: 'Old' })).rows[0]?.cells).toEqual(['X'])
    expect(await refusalOf(read(made, { sheet: 'Gone' }))).toEqual({ message: 'importNoSheet', sheet: 'Gone' })
  })

  test('a chosen sheet tells anew how its amounts are written', async () => {
    const sheets = [
      { name: 'First', rows: textRows([['name'], ['A']]) },
      { name: 'Second', rows: textRows([['credit_limit'], ['1,50']]) },
    ]
    const source = memorySource(await workbookOf({ sheets }))
    expect(await recognise(source, KNOWN)).toMatchObject({ reading: { sheet: 'First', decimal: '.' } })
    const again = await recognise(source, KNOWN, { sheet: 'Second' })
    expect(again).toMatchObject({ reading: { sheet: 'Second', decimal: ',' } })
  })

  test('without headings the columns have the names of a spreadsheet', async () => {
    const { headings, rows } = await read({
      sheets: [
        {
          name: 'A',
          rows: textRows([
            ['C1', '12'],
            ['C2', '13'],
          ]),
        },
      ],
    })
    expect([headings, rows.map((row) => row.cells)]).toEqual([
      ['A', 'B'],
      [
        ['C1', '12'],
        ['C2', '13'],
      ],
    ])
  })

  test('element names with a prefix, as other programs write them', async () => {
    const rows = textRows([['code'], ['A']]).replace(/<(\/?)(\w+)/g, '<$1x:$2')
    const parts = partsOf({ sheets: [{ name: 'A', rows: '' }] })
    parts['xl/worksheets/sheet1.xml'] = `<x:worksheet xmlns:x="y"><x:sheetData>${rows}</x:sheetData></x:worksheet>`
    expect((await read(await zipOf(parts))).rows[0]?.cells).toEqual(['A'])
  })
})

describe('limits', () => {
  const sheet = (rows: string) => read({ sheets: [{ name: 'A', rows: `${textRows([['code']])}${rows}` }] })
  test.each<[string, string, object]>([
    ['columns', '<row r="2"><c r="XFE2"><v>1</v></c></row>', { message: 'importTooManyColumns', most: 16384 }],
    ['rows', '<row r="1048577"><c r="A1048577"><v>1</v></c></row>', { message: 'importTooManyRows', most: 1048576 }],
    ['letters in a cell', textRows([[], ['x'.repeat(32_768)]]), { message: 'importCellTooLong', line: 2, most: 32767 }],
    [
      'letters between two tags',
      `<row r="2">${randomBytes(1_500_000).toString('hex')}</row>`,
      { message: 'importWorkbookOdd' },
    ],
  ])('%s', async (_name, rows, expected) => {
    expect(await refusalOf(sheet(rows))).toEqual(expected)
  })

  test('up to the last column, row and letter', async () => {
    const { rows } = await sheet(
      `<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>${'x'.repeat(32_767)}</t></is></c><c r="XFD1048576"><v>1</v></c></row>`,
    )
    expect([rows[0]?.line, rows[0]?.cells[0]?.length, rows[0]?.cells[16_383]]).toEqual([1_048_576, 32_767, '1'])
  })
})

test('a second reader sees the same', async () => {
  let seed = 7
  const random = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % most
  }
  const strings = Array.from({ length: 400 }, (_, n) => `<t>Företag ${n} 日本 ß</t>`)
  const cell = (row: number, column: number) => {
    const at = `r="${String.fromCharCode(65 + column)}${row}"`
    const kinds = [
      `<c ${at} t="s"><v>${random(400)}</v></c>`,
      `<c ${at}><v>${random(1_000_000)}</v></c>`,
      `<c ${at}><v>${random(1_000_000) / 100}</v></c>`,
      `<c ${at} s="1"><v>${40_000 + random(9000)}</v></c>`,
      `<c ${at} t="inlineStr"><is><t>in ${random(99)}</t></is></c>`,
      `<c ${at} t="str"><f>A1</f><v>made ${random(99)}</v></c>`,
      `<c ${at} t="b"><v>${random(2)}</v></c>`,
      '',
    ]
    return kinds[random(kinds.length)] ?? ''
  }
  const body = Array.from(
    { length: 500 },
    (_, n) =>
      `<row r="${n + 2}"><c r="A${n + 2}"><v>${n}</v></c>${Array.from({ length: 9 }, (_, c) => cell(n + 2, c + 1)).join('')}</row>`,
  )
  const file = await workbookOf({
    sheets: [{ name: 'A', rows: textRows([[...'ABCDEFGHIJ'].map((one) => `name ${one}`)]) + body.join('') }],
    strings,
    formats: ['yyyy-mm-dd'],
  })
  const other = await readSheet(file)
  const told = (value: unknown) =>
    value instanceof Date
      ? value.toISOString().slice(0, 10)
      : value === null
        ? ''
        : typeof value === 'boolean'
          ? String(value).toUpperCase()
          : String(value)
  const { rows } = await read(file)
  expect(rows.map((row) => row.cells)).toEqual(other.slice(1).map((row) => row.map(told)))
  process.stdout.write(`${rows.length * 10} cells read alike by two readers\n`)
})

test('more shared texts than are held in memory are read again in any order', () => {
  const store = makeTextStore()
  const text = (n: number) => `${n} ${'日本ä'.repeat(400)}`
  for (let n = 0; n < 30_000; n++) store.add(text(n))
  for (let n = 0; n < 30_000; n += 7) {
    const index = (n * 1009) % 30_000
    if (store.at(index) !== text(index)) expect(store.at(index)).toBe(text(index))
  }
  expect([store.count(), store.at(29_999) === text(29_999)]).toEqual([30_000, true])
  expect(() => store.at(30_000)).toThrow(Refusal)
  store.close()
})

test.each([
  ['0', 'General', undefined],
  ['0', '#,##0.00 [$kr-41D]', undefined],
  ['0', '0.00E+00', undefined],
  ['0', '"Day" 0', undefined],
  ['0', '\\d0', undefined],
  ['0', '[Red]0.00;[Blue]-0.00', undefined],
  ['0', '_-* #,##0.00\\ _d_-', undefined],
  ['0', 'mmm', 'day'],
  ['0', 'd. mmmm yyyy', 'day'],
  ['0', 'yyyy"年"m"月"d"日"', 'day'],
  ['0', 'mm:ss', 'time'],
  ['0', '[mm]:ss', 'time'],
  ['14', undefined, 'day'],
  ['20', undefined, 'time'],
  ['57', undefined, 'day'],
  ['2', undefined, undefined],
])('the format %s %s', (number, code, expected) => {
  expect(momentOf(Number(number), code)).toBe(expected)
})

test('a number is written out, whatever it looks like', () => {
  const written = ['1E3', '1.20E2', '-0', '', 'x', '1E999', '123456789.123456789', '1.5E-7', '99999999999999.99'].map(
    (raw) => numberText(raw, ','),
  )
  expect(written).toEqual(['1000', '120', '0', '', 'x', '1E999', '123456789,123457', '0,00000015', '99999999999999,99'])
})

test('a number or a format longer than any program writes costs no more than reading it', () => {
  const long = `0.${'0'.repeat(1_000_000)}1`
  expect(numberText(long, ',')).toBe(long)
  const within = `0.${'0'.repeat(380)}1`
  expect(numberText(within, ',')).toBe(within.replace('.', ','))
  expect(momentOf(200, `${'['.repeat(1_000_000)}yyyy`)).toBe('day')
})
