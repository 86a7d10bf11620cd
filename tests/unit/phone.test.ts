import { describe, expect, test } from 'vitest'
import { looksLikePhone, phoneReading, readPhone } from '@/lib/phone'

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
    ['0033 1 44 55 66 77', 'US', '+33144556677'],
    ['0061 412 345 678', 'AU', '+61412345678'],
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
    const endings = (typed: string) => phoneReading(typed, 'FR').endings
    expect(endings('06 12 34 56 78')).toEqual(['33612345678', '612345678', '12345678'])
    expect(endings('5678')).toEqual(['5678'])
    expect(endings('12')).toEqual([])
  })

  test.each([
    '+33 (0)1 44 55 66 77',
    '(+33) 1 44 55 66 77',
    '0033144556677',
    '01.44.55.66.77',
    '01-44-55-66-77',
    '01/44/55/66/77',
    '01‑44‑55‑66‑77',
    '01–44–55–66–77',
    '01\u00a044\u00a055\u00a066\u00a077',
    '01\u202f44\u202f55\u202f66\u202f77',
    '01\u200944\u200955\u200966\u200977',
    '01\u300044\u300055\u300066\u300077',
    '01\t44 55\u200766 77',
    '\u202a+33 1 44 55 66 77\u202c',
    '\u200e+33 1 44 55 66 77',
    '０１４４５５６６７７',
    '＋３３　１　４４　５５　６６　７７',
    '٠١٤٤٥٥٦٦٧٧',
    '۰۱۴۴۵۵۶۶۷۷',
    'tel:+33-1-44-55-66-77',
    'Tel. 01 44 55 66 77',
    '+33144556677;ext=12',
    '+33144556677x12',
    '01 44 55 66 77 ext. 12',
    '01 44 55 66 77 poste 345',
    '01 44 55 66 77 #3',
    "'+33144556677",
  ])('typed as %j is the same line', (typed) => {
    expect(looksLikePhone(typed)).toBe(true)
    expect(phoneReading(typed, 'FR').e164).toBe('+33144556677')
  })

  test('is told from a name and a code', () => {
    expect(['0612345678', '+33 6', '(0201) 555', 'A-1234', '12', '1234y'].map(looksLikePhone)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
    ])
  })
})
