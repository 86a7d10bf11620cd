import { describe, expect, test } from 'vitest'
import { RowProblem } from '@/lib/imports/rules'
import { mustFitCurrency, readAmount, readCreditLimit } from '@/lib/imports/rules/amounts'
import { decideDecimal, noDecimals, noteAmount } from '@/lib/imports/rules/decimals'

/** What comes of a text: the value, or the reason of its refusal after an exclamation mark. */
function outcome(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (error instanceof RowProblem) return `!${error.reason}`
    throw error
  }
}

/** The text, and what it is where nothing is known of the file, where its decimal sign is a point, and where it is a comma. */
const AMOUNTS: [string, string, string, string][] = [
  ['1234', '1234', '1234', '1234'],
  ['0', '0', '0', '0'],
  ['-0', '0', '0', '0'],
  ['00012', '12', '12', '12'],
  ['12.34', '12.34', '12.34', '!amountDecimal'],
  ['12,34', '12.34', '!amountDecimal', '12.34'],
  ['1.234,56', '1234.56', '!amountDecimal', '1234.56'],
  ['1,234.56', '1234.56', '1234.56', '!amountDecimal'],
  ['1 234,56', '1234.56', '!amountDecimal', '1234.56'],
  ['1\u00a0234,56', '1234.56', '!amountDecimal', '1234.56'],
  ['1\u202f234,56', '1234.56', '!amountDecimal', '1234.56'],
  ['1\u2009234', '1234', '1234', '1234'],
  ["1'234.50", '1234.50', '1234.50', '!amountDecimal'],
  ['1’234’567.50', '1234567.50', '1234567.50', '!amountDecimal'],
  ['1.234.567', '1234567', '!amountDecimal', '1234567'],
  ['1,234,567.8', '1234567.8', '1234567.8', '!amountDecimal'],
  ['1.000', '!amountAmbiguous', '1.000', '1000'],
  ['1,000', '!amountAmbiguous', '1000', '1.000'],
  ['-1.234', '!amountAmbiguous', '-1.234', '-1234'],
  ['999.000', '!amountAmbiguous', '999.000', '999000'],
  ['1234.567', '1234.567', '1234.567', '!amountDecimal'],
  ['0.123', '0.123', '0.123', '!amountDecimal'],
  ['0,500', '0.500', '!amountDecimal', '0.500'],
  ['.5', '0.5', '0.5', '!amountDecimal'],
  ['1 234.567', '1234.567', '1234.567', '!amountDecimal'],
  ['(1,234.56)', '-1234.56', '-1234.56', '!amountDecimal'],
  ['( 12,50 )', '-12.50', '!amountDecimal', '-12.50'],
  ['€ (5)', '-5', '-5', '-5'],
  ['(5 EUR)', '-5', '-5', '-5'],
  ['1.234,56-', '-1234.56', '!amountDecimal', '-1234.56'],
  ['−1,5', '-1.5', '!amountDecimal', '-1.5'],
  ['- 5', '-5', '-5', '-5'],
  ['+5', '5', '5', '5'],
  ['5–', '-5', '-5', '-5'],
  ['1,00E+03', '1000', '!amountDecimal', '1000'],
  ['1.5E3', '1500', '1500', '!amountDecimal'],
  ['1E-2', '0.01', '0.01', '0.01'],
  ['1,234E+03', '1234', '!amountDecimal', '1234'],
  ['€ 12', '12', '12', '12'],
  ['12 EUR', '12', '12', '12'],
  ['EUR12', '12', '12', '12'],
  ['-€1,234.50', '-1234.50', '-1234.50', '!amountDecimal'],
  ['€ -1.234,50', '-1234.50', '!amountDecimal', '-1234.50'],
  ['−1 234 567,89 kr', '-1234567.89', '!amountDecimal', '-1234567.89'],
  ['R$ 1.234,56', '1234.56', '!amountDecimal', '1234.56'],
  ['12,50 zł', '12.50', '!amountDecimal', '12.50'],
  ['CHF 1’000.00', '1000.00', '1000.00', '!amountDecimal'],
  ['￥１２', '12', '12', '12'],
  ['１２．５', '12.5', '12.5', '!amountDecimal'],
  ['٣٫٥', '3.5', '3.5', '3.5'],
  ['١٬٢٣٤٫٥٠', '1234.50', '1234.50', '1234.50'],
  ['\u200e12', '12', '12', '12'],
  ['999999999999999.999', '999999999999999.999', '999999999999999.999', '!amountDecimal'],
  ['12.3400', '12.34', '12.34', '!amountDecimal'],
  ['1000000000000000', '!amountSize', '!amountSize', '!amountSize'],
  ['1E15', '!amountSize', '!amountSize', '!amountSize'],
  ['12.3456', '!amount', '!amount', '!amountDecimal'],
  ['12,5%', '!amountPercent', '!amountPercent', '!amountPercent'],
  ['5‰', '!amountPercent', '!amountPercent', '!amountPercent'],
  ['1.234.56', '!amount', '!amount', '!amount'],
  ['1,23,456', '!amount', '!amount', '!amount'],
  ['1.234,567.8', '!amount', '!amount', '!amount'],
  ['12 34', '!amount', '!amount', '!amount'],
  ['12,-', '!amount', '!amount', '!amount'],
  ['--5', '!amount', '!amount', '!amount'],
  ['-5-', '!amount', '!amount', '!amount'],
  ['(-5)', '!amount', '!amount', '!amount'],
  ['€ 5 EUR', '!amount', '!amount', '!amount'],
  ['5 pcs', '!amount', '!amount', '!amount'],
  ['12²', '!amount', '!amount', '!amount'],
  ['½', '!amount', '!amount', '!amount'],
  ['', '!amount', '!amount', '!amount'],
  ['-', '!amount', '!amount', '!amount'],
  ['abc', '!amount', '!amount', '!amount'],
  ['0x10', '!amount', '!amount', '!amount'],
  ['1e3e3', '!amount', '!amount', '!amount'],
]

test.each(AMOUNTS)('the amount %s', (text, unknown, point, comma) => {
  expect([null, '.', ','].map((decimal) => outcome(() => readAmount(text, decimal as '.' | ',' | null)))).toEqual([
    unknown,
    point,
    comma,
  ])
})

test('what every language writes is read, and never a thousand times too much', () => {
  const languages = 'en pt-BR pt-PT zh-CN hr de nl es fr it ja pl ro sv tr de-CH'.split(' ')
  let read = 0
  for (const language of languages) {
    for (const currency of ['EUR', 'USD', 'JPY', 'KWD', 'PLN']) {
      for (const [value, display] of [-1234567.89, 0.5, 1234.5, 12, -1000].flatMap((value) =>
        (['symbol', 'code'] as const).map((display) => [value, display] as const),
      )) {
        const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: display })
        const point = format.formatToParts(1.5).find(({ type }) => type === 'decimal')?.value
        const decimal = point === '.' || point === ',' ? point : null
        const digits = format.resolvedOptions().maximumFractionDigits ?? 2
        const [sign, rounded] = [value < 0 ? -1 : 1, Number(Math.abs(value).toFixed(digits))]
        const got = outcome(() => readAmount(format.format(sign * rounded), decimal))
        if (decimal !== null) expect(Number(got), `${language} ${format.format(value)}`).toBe(sign * rounded)
        else expect([`!amountAmbiguous`, sign * rounded].map(String)).toContain(String(Number(got) || got))
        read += 1
      }
    }
  }
  expect(read).toBe(800)
})

test('a limit is not below zero', () => {
  expect(outcome(() => readCreditLimit('1 000,50'))).toBe('1000.50')
  expect(outcome(() => readCreditLimit('-1'))).toBe('!amountNegative')
})

test.each([
  ['10.50', 'EUR', undefined],
  ['10.500', 'EUR', undefined],
  ['10.505', 'EUR', '!amountScale'],
  ['10.505', 'KWD', undefined],
  ['10.5', 'JPY', '!amountScale'],
  ['10.00', 'JPY', undefined],
  ['-10.5', 'JPY', '!amountScale'],
])('%s %s', (amount, currency, expected) => {
  expect(outcome(() => mustFitCurrency(amount, currency))).toBe(expected)
})

describe('the decimal sign of a column', () => {
  test.each<[string, string[], string | null]>([
    ['cents', ['1.234', '12.50'], '.'],
    ['a comma and cents', ['1.234', '12,50'], ','],
    ['both signs in one amount', ['1.234,56'], ','],
    ['thousands twice', ['1.234.567'], ','],
    ['thousands only', ['1.234', '5.000'], null],
    ['whole numbers', ['1', '20000'], null],
    ['a contradiction', ['12.50', '12,50'], null],
    ['names', ['Müller, Jan', 'A.B'], null],
    ['telephones', ['01.23.45.67.89', '02.33.44.55.66'], null],
    ['brackets and currencies', ['(1.234,50)', '€ 5'], ','],
    ['a few that are none', ['n/a', '1,5', '2,5', '3,5', '4,5', '5,5'], ','],
  ])('%s', (_name, values, expected) => {
    expect(decideDecimal([column(...values)]).decimal).toBe(expected)
  })

  const column = (...values: string[]) => {
    const evidence = noDecimals()
    for (const value of values) noteAmount(evidence, value)
    return evidence
  }

  test('columns of a file must agree', () => {
    expect(decideDecimal([column('1,5'), column('1.234', '12')])).toEqual({ decimal: ',', sure: true })
    expect(decideDecimal([column('1,5'), column('1.5')])).toEqual({ decimal: null, sure: false })
    expect(decideDecimal([column('1.234')])).toEqual({ decimal: null, sure: false })
    expect(decideDecimal([column('1234')])).toEqual({ decimal: null, sure: true })
  })

  test('a column that would have three decimals throughout is asked about: it may hold thousands', () => {
    expect(decideDecimal([column('0.95'), column('1.234', '5.000')])).toEqual({ decimal: null, sure: false })
  })
})
