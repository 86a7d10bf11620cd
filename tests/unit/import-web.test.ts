import { describe, expect, test } from 'vitest'
import { someOf } from '@/app/(desk)/imports/[key]/notes'
import { IMPORT_KINDS } from '@/db/schema/vocabulary'
import { comesFromAPage } from '@/lib/auth/origin'
import { words } from '@/lib/i18n/words'
import { readMapping } from '@/lib/imports/input/mapping'
import { readChosen, readReading, speakReading, withSpoken } from '@/lib/imports/input/reading'
import { kindOf } from '@/lib/imports/kinds/registry'
import { FIELD_GROUPS } from '@/lib/imports/rules/fields'
import { claimedTwice, keepMapping, layMapping, ownHeadings, unclaimed } from '@/lib/imports/rules/mapping'
import { DATE_ORDERS, DECIMALS, DELIMITERS, ENCODINGS, QUOTES, type Reading } from '@/lib/imports/rules/reading'
import { importAddress, openSteps } from '@/lib/imports/rules/steps'
import { nameForColumns, nameToRemember, safeFileName } from '@/lib/imports/rules/upload'

const CSV: Reading = {
  ...({ format: 'csv', encoding: 'utf-8', delimiter: ',', quote: '"', headings: true } as const),
  ...({ sheet: null, decimal: null, dates: null, epoch1904: false } as const),
}

describe('the name of a file', () => {
  test.each([
    ['clients.csv', 'clients.csv'],
    ['C:\\Users\\Ana\\Kunden 2026.xlsx', 'Kunden 2026.xlsx'],
    ['../../etc/passwd', 'passwd'],
    ['a\u0000b\r\nc.csv', 'a b c.csv'],
    ['in\u202Evsc.exe', 'in vsc.exe'],
    ['.htaccess', 'htaccess'],
    ['Cre\u0301ances "T1".csv', 'Cr\u00e9ances T1 .csv'],
  ])('%j is kept as %j', (given, kept) => {
    expect(safeFileName(given)).toBe(kept)
  })

  test('is cut in front of its ending, and nothing where nothing is left', () => {
    const name = safeFileName(`${'x'.repeat(300)}.csv`)!
    expect([name.length, name.endsWith('.csv')]).toEqual([120, true])
    expect(['', '   ', '///', '...', '\u0007'].map(safeFileName)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test.each([
    ['clients_2026-11-22.csv', 'clients'],
    ['Export Kunden (3).xlsx', 'Export Kunden'],
    ['navision customers.rejected.csv', 'navision customers'],
    ['20261122.csv', '20261122'],
  ])('%s is remembered as %s', (fileName, name) => {
    expect(nameToRemember(fileName)).toBe(name)
  })

  test('is offered for its columns no longer than a name of columns may be', () => {
    const long = `${'Debitorenstamm '.repeat(5)}Österreich endgültig.csv`
    expect(nameForColumns(long)).toBe('Debitorenstamm '.repeat(5).trim())
    expect(nameForColumns(`${'x'.repeat(79)}😀.csv`)).toBe('x'.repeat(79))
    expect(nameForColumns('Kunden.csv')).toBe('Kunden')
  })
})

describe('how a file is read', () => {
  test('is said in words that mean the same when they are read, whatever it is', () => {
    for (const delimiter of DELIMITERS)
      for (const quote of QUOTES)
        for (const decimal of DECIMALS)
          for (const dates of DATE_ORDERS)
            for (const encoding of ENCODINGS) {
              const reading: Reading = {
                ...CSV,
                delimiter,
                quote,
                decimal,
                dates,
                encoding,
                sheet: 'März',
                epoch1904: true,
                headings: false,
              }
              expect(withSpoken(CSV, readReading(speakReading(reading)))).toEqual(reading)
            }
  })

  test('keeps what was recognised where nothing, or nothing that makes sense, was said', () => {
    const nonsense = {
      encoding: 'klingon',
      separator: '__proto__',
      quote: ['double'],
      headings: 'maybe',
      decimal: '',
      dates: 7,
      epoch: '1800',
    }
    expect(withSpoken(CSV, readReading({}))).toEqual(CSV)
    expect(withSpoken(CSV, readReading(nonsense))).toEqual(CSV)
    expect(withSpoken(CSV, readReading(null))).toEqual(CSV)
    for (const sheet of ['a\0', 'a\ud83d']) expect(readReading({ sheet }).sheet).toBeUndefined()
  })

  test('is told anew from other letters or another sheet than the form was shown for', () => {
    const form = { ...speakReading(CSV), decimal: 'comma', shownEncoding: 'utf-8', shownSheet: '' }
    expect(readChosen(form)).toMatchObject({ encoding: 'utf-8', decimal: ',', delimiter: ',' })
    expect(readChosen({ ...form, encoding: 'macintosh' })).toEqual({ encoding: 'macintosh', sheet: undefined })
    const book = { sheet: 'Two', decimal: 'comma', shownSheet: 'One', shownEncoding: 'utf-8' }
    expect(readChosen(book)).toEqual({ encoding: undefined, sheet: 'Two' })
    expect(readChosen({ ...book, shownSheet: 'Two' })).toMatchObject({ sheet: 'Two', decimal: ',' })
    expect(readChosen({ ...form, shownEncoding: ['utf-8'] })).toMatchObject({ decimal: ',' })
  })
})

describe('which column is what', () => {
  test('is read by the place of each column, however many fields were sent', () => {
    expect(readMapping({ 'field-0': 'code', 'field-2': 'name', 'field-1': '', 'field-x': 'city', key: 'k' })).toEqual([
      'code',
      null,
      'name',
    ])
    expect(readMapping({ 'field-0': ['code', 'name'], 'field-99999': 'name' })).toEqual([])
  })

  test('is remembered by headings, so that it fits other orders, spellings and two of the same name', () => {
    const kept = keepMapping(['Code Client', 'Nom', 'Nom', 'Divers'], ['code', 'name', 'contact_last_name', null])
    expect(layMapping(['NOM', 'divers', 'nom', 'code_client', 'Neu'], kept)).toEqual([
      'name',
      null,
      'contact_last_name',
      'code',
      undefined,
    ])
    expect(layMapping(['constructor', '__proto__'], kept)).toEqual([undefined, undefined])
  })

  test('names fields that stand twice and those that are missing', () => {
    expect(claimedTwice(['code', 'name', null, 'code', null, 'name'])).toEqual([
      [0, 3],
      [1, 5],
    ])
    expect(unclaimed(['code', 'name'], [null, 'name'])).toEqual(['code'])
  })

  test('offers each field of each kind once, and has words for it in every language', () => {
    for (const kind of IMPORT_KINDS) {
      const offered = FIELD_GROUPS[kind].flatMap(({ fields }) => fields)
      expect([...offered].sort()).toEqual([...kindOf(kind).headings].sort())
      for (const language of ['en', 'fr'] as const)
        for (const field of offered)
          expect(
            words(language, 'files').has(`fields.${kind}.${field}` as 'fields.customers.code'),
            `${kind} ${field}`,
          ).toBe(true)
    }
  })
})

test('whoever comes back to an import is led to where it waits', () => {
  const at = (state: Parameters<typeof openSteps>[0]['state'], undoOf: number | null = null) =>
    importAddress({ key: 'abc', state, undoOf })
  expect([at('uploaded'), at('read'), at('checking'), at('checked'), at('running'), at('done')]).toEqual(
    ['read', 'columns', 'check', 'check', 'result', 'result'].map((step) => `/imports/abc/${step}`),
  )
  expect(openSteps({ state: 'checked', undoOf: 7 })).toEqual(['check'])
  expect(at('read', 7)).toBe('/imports/abc/check')
})

test('what is posted to a route comes from a page of ours, or from nowhere', () => {
  const from = (headers: Record<string, string>) => comesFromAPage(new Headers(headers))
  expect(from({ origin: 'https://desk.example', host: 'desk.example' })).toBe(true)
  expect(from({ origin: 'https://desk.example', host: '127.0.0.1:3000', 'x-forwarded-host': 'desk.example' })).toBe(
    true,
  )
  const through = (proxies: string) =>
    ['out', 'in', 'desk'].filter((name) =>
      from({ origin: `https://${name}.example`, host: 'desk.example', 'x-forwarded-host': proxies }),
    )
  expect(['out.example, in.example', 'in.example', ''].map(through)).toEqual([['out'], ['in'], ['desk']])
  for (const origin of ['https://evil.example', 'null', 'desk.example', 'https://desk.example.evil.example'])
    expect(from({ origin, host: 'desk.example' })).toBe(false)
  expect(from({ host: 'desk.example' })).toBe(false)
})

test.each([
  [['code', 'name', 'line', 'reason'], 2],
  [['code', 'Line ', 'REASON'], 1],
  [['line', 'code', 'reason'], 3],
  [['code', 'reason', 'line'], 3],
  [['code', 'reason'], 2],
  [['code'], 1],
])('of the headings %j the first %i are the file’s own', (headings, own) => {
  expect(ownHeadings(headings)).toEqual(headings.slice(0, own))
})

test('what a file calls its columns is named as far as it is a line or two, however long one is', () => {
  expect(someOf(['a', 'b'])).toEqual({ count: 2, names: 'a, b' })
  expect(someOf(['é'.repeat(20_000), 'b'])).toEqual({ count: 2, names: `${'é'.repeat(200)}…, …` })
})
