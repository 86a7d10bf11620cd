import { describe, expect, test } from 'vitest'
import { looksLikePhone, phoneEndings, readPhone } from '@/lib/phone'

describe('a telephone number', () => {
  test.each([
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['+33 (0)6 12 34 56 78', 'DE', '+33612345678'],
    ['0033612345678', 'FR', '+33612345678'],
    ['06\u00a012\u00a034\u00a056\u00a078', 'FR', '+33612345678'],
    ['０６１２３４５６７８', 'FR', '+33612345678'],
    ["'+49 201 555 01", 'FR', '+4920155501'],
    ['02 555 12 34', 'BE', '+3225551234'],
    ['+33 1 23 45 67 89 ext 12', 'FR', '+33123456789'],
    ['6.1E+10', 'FR', null],
    ['4-12', 'FR', null],
    ['ask for Ana', 'FR', null],
    ['', 'FR', null],
  ])('%j in %s is %j', (typed, country, e164) => expect(readPhone(typed, [country, 'FR'])).toBe(e164))

  test('is read as in the first country where it makes sense, and without any as written for abroad', () => {
    expect(readPhone('0201 55501', ['DE', 'FR'])).toBe('+4920155501')
    expect(readPhone('+33612345678', [null])).toBe('+33612345678')
    expect(readPhone('0612345678', [null, 'XX'])).toBeNull()
  })

  test('is looked for whole, as dialled at home, and by its last eight digits', () => {
    expect(phoneEndings('06 12 34 56 78', 'FR')).toEqual(['33612345678', '612345678', '12345678'])
    expect(phoneEndings('5678', 'FR')).toEqual(['5678'])
    expect(phoneEndings('12', 'FR')).toEqual([])
  })

  test('is told from a name and a code', () => {
    expect(['0612345678', '+33 6', '(0201) 555', 'A-1234', '12', '1234x'].map(looksLikePhone)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
    ])
  })
})
