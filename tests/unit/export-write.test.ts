import fc from 'fast-check'
import readSheets from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import type { Cells, Column, ColumnType } from '@/lib/exports/kinds/kind'
import { fileName, firstChoices, type Style } from '@/lib/exports/rules'
import { csvOf } from '@/lib/exports/write/csv'
import { plainAmount, type Speak } from '@/lib/exports/write/sheet'
import { xlsxOf } from '@/lib/exports/write/xlsx'
import { letters, xmlText } from '@/lib/exports/write/xml'

const POINT: Style = { decimal: 'point', days: 'iso' }
const COMMA: Style = { decimal: 'comma', days: 'local' }
const speak: Speak = {
  yes: 'yes',
  no: 'no',
  day: (day) => day.split('-').reverse().join('/'),
  moment: (moment) => moment.split(' ').reverse().join(' on '),
}
const column = (type: ColumnType, heading: string = type): Column => ({ heading, type, width: 10 })

async function* inPages(...pages: Cells[][]) {
  yield* pages
}

async function csv(columns: Column[], rows: Cells[], style = POINT): Promise<string[]> {
  let text = ''
  for await (const piece of csvOf({ columns, pages: inPages(rows), speak }, style)) text += piece
  expect(text.startsWith('\ufeff')).toBe(true)
  return text.slice(1).split('\r\n').slice(0, -1)
}

async function xlsx(columns: Column[], rows: Cells[], mostRows?: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  const about = () => ({ title: 'About', facts: [['Rows', String(rows.length)]] as const })
  const book = { columns, pages: inPages(rows), speak, name: 'Customers', about, decimals: 2 }
  for await (const piece of xlsxOf({ ...book, ...(mostRows ? { mostRows } : {}) })) pieces.push(piece)
  return Buffer.concat(pieces)
}

const sheetsOf = (file: Buffer) => readSheets(file, { trim: false })
const rowsOf = async (file: Buffer, sheet = 0) => (await sheetsOf(file))[sheet]!.data

describe('a delimited file', () => {
  test('writes amounts, days and words as they were chosen', async () => {
    const types: ColumnType[] = ['code', 'amount', 'number', 'date', 'moment', 'yesNo']
    const rows: Cells[] = [['00123', '-1234.500', '7', '2026-11-22', '2026-11-22 14:03:05', 'true']]
    expect(
      await csv(
        types.map((type) => column(type)),
        rows,
      ),
    ).toEqual([types.join(','), '00123,-1234.50,7,2026-11-22,2026-11-22 14:03:05,yes'])
    expect(
      await csv(
        types.map((type) => column(type)),
        rows,
        COMMA,
      ),
    ).toEqual([types.join(';'), '00123;-1234,50;7;22/11/2026;14:03:05 on 2026-11-22;yes'])
  })

  test('guards text and codes, and leaves figures and numbers that are dialled alone', async () => {
    const types: ColumnType[] = ['text', 'code', 'phone', 'amount']
    const rows: Cells[] = [
      ['=1+1', '-12', '+33 6 12 34 56 78', '-12.500'],
      ['+33612345678', '@x', '+1=cmd|x', '12'],
      [null, '\tC1', '-33', null],
    ]
    const [, ...lines] = await csv(
      types.map((type) => column(type)),
      rows,
    )
    expect(lines).toEqual([
      `'=1+1,'-12,+33 6 12 34 56 78,-12.50`,
      `'+33612345678,'@x,"'+1=cmd|x",12.00`,
      `,"'\tC1",'-33,`,
    ])
  })

  test('quotes what another reading would cut', async () => {
    const cells = ['a,b', 'a;b', 'a\nb', 'a\rb', 'say "x"', ' a', 'a\tb']
    const [, ...lines] = await csv(
      cells.map(() => column('text')),
      [cells],
    )
    expect(lines.join('\r\n')).toBe(`"a,b","a;b","a\nb","a\rb","say ""x"""," a","a\tb"`)
  })

  test('of nothing has its headings', async () => {
    expect(await csv([column('code', 'code'), column('text', 'name')], [])).toEqual(['code,name'])
  })
})

describe('a workbook', () => {
  const types: ColumnType[] = ['code', 'phone', 'text', 'amount', 'number', 'date', 'moment', 'yesNo']
  const all = types.map((type) => column(type))

  test('keeps codes and telephone numbers as text, amounts and days as numbers', async () => {
    const file = await xlsx(all, [
      ['00123', '+33612345678', '=1+1', '-1234.500', '7', '2026-11-22', '2026-11-22 14:03:05', 'false'],
      ['1E5', '0612', 'a\r\nb', '0.000', '0', '1899-01-01', null, 'true'],
    ])
    expect(await rowsOf(file)).toEqual([
      types,
      ...[
        [
          ...['00123', '+33612345678', '=1+1', -1234.5, 7],
          ...[new Date('2026-11-22T00:00:00Z'), new Date('2026-11-22T14:03:05Z'), 'no'],
        ],
        ['1E5', '0612', 'a\r\nb', 0, 0, '1899-01-01', null, 'yes'],
      ],
    ])
  })

  test('writes an amount of more digits than a spreadsheet holds as text', async () => {
    const amounts = ['123456789012345.678', '1234567890123.45', '999999999999.999', '-0.001']
    const file = await xlsx(
      [column('amount')],
      amounts.map((amount) => [amount]),
    )
    expect((await rowsOf(file)).slice(1).flat()).toEqual([
      '123456789012345.678',
      1234567890123.45,
      999999999999.999,
      -0.001,
    ])
  })

  test('begins another sheet where one is full, each with its headings, and says at the end what it is', async () => {
    const rows: Cells[] = Array.from({ length: 25 }, (_, number) => [`C${number}`])
    const sheets = await sheetsOf(await xlsx([column('code')], rows, 11))
    expect(sheets.map(({ sheet, data }) => [sheet, data.length])).toEqual([
      ['Customers', 11],
      ['Customers 2', 11],
      ['Customers 3', 6],
      ['About', 1],
    ])
    expect(sheets.slice(0, 3).flatMap(({ data }) => data.slice(1).flat())).toEqual(rows.flat())
    expect(sheets[3]!.data).toEqual([['Rows', '25']])
  })

  test.each([0, 1, 10, 20])('of %i rows leaves no sheet half begun', async (count) => {
    const rows: Cells[] = Array.from({ length: count }, (_, number) => [`C${number}`])
    const sheets = await sheetsOf(await xlsx([column('code')], rows, 11))
    expect(sheets.map(({ data }) => data.length)).toEqual(count <= 10 ? [count + 1, 1] : [11, count - 9, 1])
  })

  test('gives back every text that a spreadsheet can hold', async () => {
    const texts = ['<b>&amp;"\'', '  spaces  ', '日本 ﷽ é́', '_x0041_', '\ud800', 'a\u0001b', 'x'.repeat(40_000)]
    const file = await xlsx(
      [column('text')],
      texts.map((text) => [text]),
    )
    const [, ...back] = (await rowsOf(file)).flat()
    expect(back.slice(0, 3)).toEqual(texts.slice(0, 3))
    expect(String(back.at(-1)).length).toBe(32_767)
    expect(xmlText('_x0041_ \u0001\r\ud800')).toBe('_x005F_x0041_ _x0001__x000D__xD800_')
  })

  test('that breaks on the way breaks the file, instead of ending it', async () => {
    async function* broken(): AsyncGenerator<Cells[]> {
      yield [['C1']]
      throw new Error('the database went away')
    }
    const about = () => ({ title: 'About', facts: [] })
    const book = xlsxOf({ columns: [column('code')], pages: broken(), speak, name: 'X', about, decimals: 2 })
    await expect(book.toArray()).rejects.toThrow('the database went away')
  })

  test('numbers its columns like a spreadsheet', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  })
})

test('an amount loses needless zeros and nothing else', () => {
  expect(['12', '12.5', '12.500', '12.345', '-0.010', '0.000'].map(plainAmount)).toEqual([
    ...['12.00', '12.50', '12.50', '12.345', '-0.01', '0.00'],
  ])
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (thousandths) => {
      const decimal = (thousandths / 1000).toFixed(3)
      expect(Number(plainAmount(decimal))).toBe(Number(decimal))
    }),
  )
})

describe('a file', () => {
  test('is called by its list, its search and its day', () => {
    const name = (search: string) => fileName({ list: 'Customers', search, day: '2026-11-22', format: 'csv' })
    expect(name('late 30..')).toBe('customers-late-30-2026-11-22.csv')
    expect(name('')).toBe('customers-2026-11-22.csv')
    expect(name('q Müller & Söhne "../../etc/passwd"\r\n')).toBe('customers-q-muller-sohne-etc-passwd-2026-11-22.csv')
    expect(name('\u202Exslx.日本')).toBe('customers-xslx-2026-11-22.csv')
    expect(name('x'.repeat(500)).length).toBeLessThan(80)
    expect(name('%')).toBe('customers-2026-11-22.csv')
  })

  test('begins with the decimal mark of the country', () => {
    expect(firstChoices('fr-FR').decimal).toBe('comma')
    expect(firstChoices('en-GB').decimal).toBe('point')
  })
})
