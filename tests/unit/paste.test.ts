import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gather, readings } from '@/lib/lists/rules'

const PASTES: [string, string, string[]][] = [
  ['Excel on Windows', '00123\r\n1E5\r\nA,1\r\n', ['00123', '1E5', 'A,1']],
  ['Excel on a Mac', '00123\r1E5\r', ['00123', '1E5']],
  ['a row copied across', '00123\t1E5\tC3', ['00123', '1E5', 'C3']],
  ['semicolons from a list in an e-mail', 'C1; C2;C3 ;', ['C1', 'C2', 'C3']],
  ['quotes that Excel puts around separators', '"A,1"\n"B ""x"""\n', ['A,1', 'B "x"']],
  ['the apostrophe that marks text', "'00123\n'1E5", ['00123', '1E5']],
  ['no-break and zero-width spaces', '\ufeffC1\u00a0\nC\u200b2\n\u202fC3', ['C1', 'C2', 'C3']],
  ['blank lines and trailing blanks', '\n\n  C1  \n\n\tC2\n\n', ['C1', 'C2']],
  ['codes with spaces and accents, one a line', 'É 12\nNord Est', ['É 12', 'Nord Est']],
]

describe('a paste', () => {
  test.each(PASTES)('%s', (_name, paste, expected) => {
    expect(readings(paste)[0]).toEqual(expected)
  })

  test('on a single line, commas and spaces are only possibilities, whole first', () => {
    expect(readings('A,1')).toEqual([['A,1'], ['A', '1'], ['A', '1']])
    expect(readings('C1 C2')).toEqual([['C1 C2'], ['C1', 'C2'], ['C1', 'C2']])
    expect(readings('C1\nA,1')).toEqual([['C1', 'A,1']])
  })

  test('nothing but blanks is no code', () => {
    expect(readings(' \n\t; ')).toEqual([[]])
  })

  test('every code is counted once, under its first spelling, with its repetitions', () => {
    expect(gather(['c1', 'C2', ' C1', 'C1'])).toEqual([
      { code: 'c1', codeKey: 'C1', position: 0, times: 3 },
      { code: 'C2', codeKey: 'C2', position: 1, times: 1 },
    ])
  })

  test('what was pasted is what is kept plus what stands in it again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (paste) => {
        for (const tokens of readings(paste)) {
          expect(gather(tokens).reduce((sum, { times }) => sum + times, 0)).toBe(tokens.length)
        }
      }),
    )
  })

  test('the Turkish i does not split a code from itself', () => {
    expect(gather(['i1', 'I1'])).toHaveLength(1)
  })
})
