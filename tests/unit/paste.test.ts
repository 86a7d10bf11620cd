import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeKey } from '@/lib/customers/rules'
import { LONGEST_PASTE } from '@/lib/lists/input'
import { gather, inPlace, isHeading, MOST_CODES } from '@/lib/lists/rules/codes'
import { keysOf, type Meant, MOST_KEYS, meantBy } from '@/lib/lists/rules/meant'
import { mustHaveFewLines, readings, spellings } from '@/lib/lists/rules/paste'
import { PASTES } from './pastes'

function read(text: string, exist: readonly string[], chosen?: string): Meant {
  const keys = new Set(exist.map(codeKey))
  return meantBy(readings(text), (key) => keys.has(key), chosen)
}

describe('a paste', () => {
  test('is tried in many ways', () => expect(PASTES.length).toBeGreaterThanOrEqual(60))

  test.each(PASTES)('from $from', ({ text, exist, codes, asks, heading }) => {
    const meant = read(text, exist)
    if (asks) expect('choices' in meant && meant.choices.map(({ reading }) => reading)).toEqual(asks)
    else expect(meant).toEqual({ codes })
    if ('codes' in meant && meant.codes[0]) expect(isHeading(meant.codes[0])).toBe(heading !== undefined)
  })

  test('is read as the person says who was asked', () => {
    const text = 'C1\tP1\nC2\tP1'
    expect(read(text, ['C1', 'C2', 'P1'], 'tab.2')).toEqual({ codes: ['P1', 'P1'] })
    expect(read(text, ['C1', 'C2', 'P1'], 'tab.all')).toEqual({ codes: ['C1', 'P1', 'C2', 'P1'] })
    expect(read(text, ['C1', 'C2'], 'tab.9')).toEqual({ codes: ['C1', 'C2'] })
  })

  test('loses no code that exists, whatever the code is made of', () => {
    const sign = fc.constantFrom(...'A1é,;/ -.\'"()>*=%\\_')
    const code = fc.string({ unit: sign, minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text)
    fc.assert(
      fc.property(fc.uniqueArray(code, { minLength: 1, maxLength: 6, selector: codeKey }), (codes) => {
        const meant = read(codes.join('\r\n'), codes)
        const kept = 'codes' in meant ? meant.codes : []
        expect(kept.map(codeKey)).toEqual(codes.map(codeKey))
      }),
      { numRuns: 1000 },
    )
  })

  test('of any text ends, and every code of it is found, not found or there again', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'C1\t\n\r;, "\'=\u00a0\u200b'),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    )
    fc.assert(
      fc.property(fc.string({ unit }), fc.func(fc.boolean()), (paste, exists) => {
        const meant = read(paste, [])
        for (const { cells } of readings(paste)) {
          const kept = gather(inPlace(cells))
          const [found, missing] = [kept.filter((one) => exists(one)), kept.filter((one) => !exists(one))]
          const twice = kept.reduce((sum, { times }) => sum + times - 1, 0)
          expect(found.length + missing.length + twice).toBe(cells.length)
        }
        expect('codes' in meant || meant.choices.length > 1).toBe(true)
      }),
    )
  })

  test('of the largest size is read, also when it is made to hurt', { timeout: 60_000 }, () => {
    const hurtful = ['"\n', '""\n', '"a\tb', '"""', '\t', ';,;', '> > ', "'", '"""\n']
    for (const piece of hurtful) {
      const all = readings(piece.repeat(LONGEST_PASTE / piece.length))
      expect(all.every(({ cells }) => cells.length <= LONGEST_PASTE)).toBe(true)
    }
  })
})

const rows = (count: number, line: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => line(row)).join('\n')
const COLUMNS = Array.from({ length: 20 }, (_, column) => column)

describe('a paste that is made to be costly', () => {
  test('is refused by its lines before it is read; blank ones do not count', () => {
    const lines = (count: number) => rows(count, (row) => `${row},;\n \r\n`)
    expect(() => mustHaveFewLines(lines(MOST_CODES + 1000))).not.toThrow()
    const refusal = { message: 'tooManyLines', values: { lines: 180_000, most: MOST_CODES } }
    expect(() => mustHaveFewLines(lines(180_000))).toThrow(expect.objectContaining(refusal))
    for (const end of ['\r', '\v', '\f', '\u0085', '\u2028', '\u2029'])
      expect(() => mustHaveFewLines(`a${end}`.repeat(60_000))).toThrow(
        expect.objectContaining({ message: 'tooManyLines' }),
      )
  })

  test('keeps no more cells of a reading than a list may have codes', () => {
    for (const text of [',;'.repeat(20) + 'a,;b '.repeat(60_000), 'a;'.repeat(60_000), '"\n'.repeat(60_000)])
      for (const { cells } of readings(text)) expect(cells.length).toBeLessThanOrEqual(MOST_CODES)
    expect(readings(`${'\n'.repeat(100_000)}a;b`)).toEqual(readings('a;b'))
  })

  test('loses three layers of what stands around a code, and no more', () => {
    expect(spellings('> > >> > "C1",').at(-1)).toBe('C1')
    expect(spellings('((((C1))))')).toEqual(['((((C1))))', '(((C1)))', '((C1))', '(C1)'])
    for (const around of [
      ['(', ')'],
      ['- ', ''],
      ['"', '"'],
      ['> ', ''],
      ['', ','],
    ] as const)
      expect(spellings(`${around[0].repeat(95)}C1${around[1].repeat(95)}`).length).toBeLessThanOrEqual(4)
  })

  test('asks for a bounded number of keys, and is refused where that is not enough', { timeout: 60_000 }, () => {
    const wide = (between: string) =>
      rows(4_000, (row) => COLUMNS.map((column) => `(((${row * 20 + column})))`).join(between))
    for (const text of [wide('\t'), wide(','), wide(',;')])
      expect(() => keysOf(readings(text))).toThrow(expect.objectContaining({ message: 'pasteTooLong' }))
    const sheet = rows(MOST_CODES, (row) => `"00${row}";Dupont ${row % 5000};${row % 100}`)
    expect(keysOf(readings(sheet)).length).toBeLessThanOrEqual(MOST_KEYS)
  })

  test('holds too many codes also where a smaller part of it could be read', () => {
    const refusal = { message: 'tooManyCodes', values: { pasted: 60_000, most: MOST_CODES } }
    const strung = Array.from({ length: 60_000 }, (_, code) => `C${code}`)
    expect(() => meantBy(readings(strung.join(';')), () => true)).toThrow(expect.objectContaining(refusal))
    expect(() => meantBy(readings(strung.join(';')), () => false)).toThrow(expect.objectContaining(refusal))
    const wrapped = rows(1000, (row) => `${strung.slice(row * 60, row * 60 + 60).join(';')};`)
    expect(() => meantBy(readings(wrapped), (key) => key !== '')).toThrow(expect.objectContaining(refusal))
    const table = rows(30_000, (row) => `C${row}\tDupont ${row}\tFR`)
    expect(meantBy(readings(table), (key) => /^C\d+$/.test(key))).toMatchObject({ codes: { length: 30_000 } })
  })
})

describe('codes for looking up', () => {
  test('are counted once, under their first spelling, with their repetitions', () => {
    expect(gather(inPlace(['c1', 'C2', ' C1', 'C1']))).toEqual([
      { code: 'c1', codeKey: 'C1', position: 0, times: 3 },
      { code: 'C2', codeKey: 'C2', position: 1, times: 1 },
    ])
  })

  test('are the same code with a Turkish i', () => {
    expect(gather(inPlace(['i1', 'I1']))).toHaveLength(1)
  })
})

describe('a heading', () => {
  test.each([
    'Code',
    'CODE CLIENT',
    'N° client',
    'Customer code',
    'Account',
    'Kundennummer',
    'Debitor',
    'Código de cliente',
    'Konto',
    'No.',
    'Compte tiers',
    'Réf.',
  ])('%s', (text) => expect(isHeading(text)).toBe(true))
  test.each([
    'C1',
    '00123',
    'ACME',
    'Dupont SA',
    '',
    'NORD EST',
    'a code that is much too long to be the heading of anything',
  ])('not %s', (text) => expect(isHeading(text)).toBe(false))
})
