import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeKey } from '@/lib/customers/rules'
import { LONGEST_PASTE } from '@/lib/lists/input'
import { gather, inPlace, isHeading } from '@/lib/lists/rules/codes'
import { type Meant, meantBy } from '@/lib/lists/rules/meant'
import { readings } from '@/lib/lists/rules/paste'
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
