import { describe, expect, test } from 'vitest'
import { guesses, type NearKind, spans } from '@/lib/lists/rules/near'
import { nearest, takeable } from '@/lib/lists/rules/nearest'

const PAIRS: [pasted: string, meant: string, NearKind][] = [
  ['FR 001', 'FR001', 'spelling'],
  ['FR001', 'FR-001', 'spelling'],
  ['FR-001', 'FR/001', 'spelling'],
  ['12.345.67', '12-345-67', 'spelling'],
  ['1234567', '12-345-67', 'spelling'],
  ['FR  001', 'FR 001', 'spelling'],
  ['1 234', '1234', 'spelling'],
  ['123', '00123', 'zeros'],
  ['00123', '123', 'zeros'],
  ['0123', '0000000123', 'zeros'],
  ['C123', 'C000123', 'zeros'],
  ['0', '000', 'zeros'],
  ['123.0', '123', 'decimals'],
  ['123,00', '123', 'decimals'],
  ['123.0', '00123', 'decimals'],
  ['1 234,00', '1234', 'decimals'],
  ['1,234.00', '1234', 'decimals'],
  ['1,2E+05', '120000', 'shortened'],
  ['1.2e+05', '000120000', 'shortened'],
  ['1E+05', '1E5', 'shortened'],
  ['1,00E+05', '1E5', 'shortened'],
  ['1.20E+06', '12E5', 'shortened'],
  ['C0O1', 'C001', 'letters'],
  ['OO123', '00123', 'letters'],
  ['l00', '100', 'letters'],
  ['C1I', 'C11', 'letters'],
  ['ABCD12', 'ABCD13', 'slip'],
  ['ABCD12', 'ABCD21', 'slip'],
  ['ABCD12', 'ABD12', 'slip'],
  ['ABCD12', 'ABCD123', 'slip'],
]

describe('a code that nobody has', () => {
  test.each(PAIRS)('%s may have been %s', (pasted, meant, kind) => {
    expect(guesses(pasted).find(({ key }) => key === meant)).toEqual({ key: meant, kind })
  })

  test('is never guessed to be itself, nor anything twice', () => {
    for (const [pasted] of PAIRS) {
      const keys = guesses(pasted).map(({ key }) => key)
      expect(keys).not.toContain(pasted.toUpperCase())
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  test('costs a bounded number of guesses, however long', () => {
    for (const length of [1, 5, 10, 14, 15, 20, 64, 200])
      for (const sign of ['1', 'A', '-', 'A1', 'É'])
        expect(guesses(sign.repeat(length).slice(0, length)).length).toBeLessThan(2500)
  })

  test('is compared with all numbers that Excel shows like it, whatever zeros stood before them', () => {
    expect(spans('1,2E+05').slice(0, 2)).toEqual([
      { low: '115000', high: '125000' },
      { low: '0115000', high: '0125000' },
    ])
    expect(spans('1,00E+05')[0]).toEqual({ low: '100000', high: '100500' })
    expect(spans('9.99E+05')[0]).toEqual({ low: '998500', high: '999500' })
    expect(spans('1.23457E+11')[0]).toEqual({ low: '123456500000', high: '123457500000' })
    for (const none of ['1.2E+01', '120000', '1E5', 'E+05', '1.2E+99', '0E+05', 'C1']) expect(spans(none)).toEqual([])
  })
})

describe('what is offered', () => {
  const missing = [{ position: 4, code: '123' }]
  const neighbour = (kind: NearKind, code: string) => ({ position: 4, kind, code, name: `N ${code}` })

  test('is of the surest kind alone', () => {
    const near = nearest(missing, [neighbour('slip', '124'), neighbour('zeros', '00123')])
    expect(near).toMatchObject([{ kind: 'zeros', offers: [{ code: '00123' }], more: false }])
  })

  test('is said to have lost its digits, and then never taken with others', () => {
    const lost = nearest([{ position: 4, code: '1,2E+05' }], [neighbour('shortened', '120001')])
    expect(lost).toMatchObject([{ lost: true, more: false }])
    expect(takeable([...lost, ...lost])).toEqual([])
    expect(nearest([{ position: 4, code: '1,23E+02' }], [neighbour('shortened', '123')])).toMatchObject([
      { lost: false },
    ])
  })

  test('are three customers at most, and then it is said that there are more', () => {
    const many = ['1', '2', '3', '4'].map((code) => neighbour('shortened', code))
    expect(nearest(missing, many)).toMatchObject([
      { offers: [{ code: '1' }, { code: '2' }, { code: '3' }], more: true },
    ])
  })

  test('is nothing where one wrong character could mean many', () => {
    expect(
      nearest(
        missing,
        ['1', '2', '3', '4'].map((code) => neighbour('slip', code)),
      ),
    ).toEqual([])
  })

  test('can be taken together only where there is no doubt, and more than one', () => {
    const two = [1, 2].map((position) => ({
      position,
      code: 'x',
      kind: 'zeros' as const,
      offers: [{ code: '01', name: '' }],
      lost: false,
      more: false,
    }))
    const unsure = {
      position: 3,
      code: 'y',
      kind: 'zeros' as const,
      offers: [{ code: '02', name: '' }],
      lost: false,
      more: true,
    }
    expect(takeable([...two, unsure])).toEqual([{ kind: 'zeros', count: 2 }])
    expect(takeable(two.slice(1))).toEqual([])
  })
})
