import { describe, expect, test } from 'vitest'
import { RowProblem } from '@/lib/imports/rules'
import { decideDateOrder, noDates, noteDate } from '@/lib/imports/rules/date-orders'
import { readDate } from '@/lib/imports/rules/dates'
import { DATE_ORDERS } from '@/lib/imports/rules/reading'

function day(text: string, order: 'ymd' | 'dmy' | 'mdy' | null, epoch1904 = false): string {
  try {
    return readDate(text, order, { epoch1904 })
  } catch (error) {
    if (error instanceof RowProblem) return `!${error.reason}`
    throw error
  }
}

const LAST = '2026-12-31'
const BAD = '!day'
const TWO = '!dayAmbiguous'

/** The text, and its day where nothing is known of the file, and where its order is year, day, or month first. */
const DATES: [string, string, string, string, string][] = [
  ['2026-12-31', LAST, LAST, LAST, LAST],
  ['2026/12/31', LAST, LAST, LAST, LAST],
  ['2026.12.31.', LAST, LAST, LAST, LAST],
  ['2026/11/2', '2026-11-02', '2026-11-02', '2026-11-02', '2026-11-02'],
  ['2026年12月31日', LAST, LAST, LAST, LAST],
  ['２０２６－１２－３１', LAST, LAST, LAST, LAST],
  ['20261231', LAST, LAST, LAST, LAST],
  ['31122026', LAST, BAD, LAST, BAD],
  ['03042026', TWO, BAD, '2026-04-03', '2026-03-04'],
  ['31/12/2026', LAST, BAD, LAST, BAD],
  ['12/31/2026', LAST, BAD, BAD, LAST],
  ['31.12.2026', LAST, BAD, LAST, BAD],
  ['31. 12. 2026.', LAST, BAD, LAST, BAD],
  ['31-12-2026', LAST, BAD, LAST, BAD],
  ['31 12 2026', LAST, BAD, LAST, BAD],
  ['2.11.2026', TWO, BAD, '2026-11-02', '2026-02-11'],
  ['03/04/2026', TWO, BAD, '2026-04-03', '2026-03-04'],
  ['05/05/2026', '2026-05-05', BAD, '2026-05-05', '2026-05-05'],
  ['31/12/26', TWO, '2031-12-26', LAST, BAD],
  ['12/31/26', LAST, BAD, BAD, LAST],
  ['26-12-31', TWO, LAST, '2031-12-26', BAD],
  ['31.12.99', '1999-12-31', BAD, '1999-12-31', BAD],
  ['46387', LAST, LAST, LAST, LAST],
  ['46387.75', LAST, LAST, LAST, LAST],
  ['46387,5', LAST, LAST, LAST, LAST],
  ['2026-12-31 00:00:00', LAST, LAST, LAST, LAST],
  ['2026-12-31T13:45:10.123', LAST, LAST, LAST, LAST],
  ['2026-12-31T00:00:00Z', LAST, LAST, LAST, LAST],
  ['2026-12-31T00:00:00+01:00', LAST, LAST, LAST, LAST],
  ['12/31/2026 1:45 PM', LAST, BAD, BAD, LAST],
  ['31 December 2026', LAST, LAST, LAST, LAST],
  ['Dec 31, 2026', LAST, LAST, LAST, LAST],
  ['December 31st, 2026', LAST, LAST, LAST, LAST],
  ['31-DEC-26', LAST, LAST, LAST, LAST],
  ['31 de dezembro de 2026', LAST, LAST, LAST, LAST],
  ['1er janvier 2027', '2027-01-01', '2027-01-01', '2027-01-01', '2027-01-01'],
  ['31. prosinca 2026.', LAST, LAST, LAST, LAST],
  ['15 listopada 2026', TWO, TWO, TWO, TWO],
  ['29.02.2028', '2028-02-29', BAD, '2028-02-29', BAD],
  ['29.02.2027', BAD, BAD, BAD, BAD],
  ['2027-02-29', BAD, BAD, BAD, BAD],
  ['31/04/2026', BAD, BAD, BAD, BAD],
  ['00/00/0000', BAD, BAD, BAD, BAD],
  ['0000-00-00', BAD, BAD, BAD, BAD],
  ['2026-13-01', BAD, BAD, BAD, BAD],
  ['31/12/206', BAD, BAD, BAD, BAD],
  ['1/2/3', BAD, BAD, BAD, BAD],
  ['31/12', BAD, BAD, BAD, BAD],
  ['31.12-2026', BAD, BAD, BAD, BAD],
  ['2026', BAD, BAD, BAD, BAD],
  ['99999', BAD, BAD, BAD, BAD],
  ['-46387', BAD, BAD, BAD, BAD],
  ['2026-12-31T23:00:00Z', BAD, BAD, BAD, BAD],
  ['2026-12-31 25:00', BAD, BAD, BAD, BAD],
  ['31 Foo 2026', BAD, BAD, BAD, BAD],
  ['tomorrow', BAD, BAD, BAD, BAD],
  ['', BAD, BAD, BAD, BAD],
]

test.each(DATES)('the day %s', (text, ...expected) => {
  expect([null, 'ymd' as const, 'dmy' as const, 'mdy' as const].map((order) => day(text, order))).toEqual(expected)
})

test('days that are counted from 1904', () => {
  expect(day('44925', null, true)).toBe(LAST)
  expect(day('46387', null, true)).toBe('2031-01-01')
})

test('every day of a year is read back in every form of every language, or refused because it is two', () => {
  const languages = 'en pt-BR pt-PT zh-CN hr de nl es fr it ja pl ro sv tr'.split(' ')
  const orders = { en: 'mdy', ja: 'ymd', 'zh-CN': 'ymd', sv: 'ymd' } as Record<string, 'ymd' | 'mdy'>
  const refused = new Set<string>()
  let read = 0
  for (const language of languages)
    for (const dateStyle of ['short', 'medium', 'long'] as const) {
      const format = new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' })
      for (let n = 0; n < 365; n += 3) {
        const date = new Date(Date.UTC(2027, 0, 1 + n))
        const got = day(format.format(date), orders[language] ?? 'dmy')
        if (got === TWO) refused.add(`${language} ${format.format(date).replace(/[\d.\s]+/g, '')}`)
        else expect(got, `${language} ${format.format(date)}`).toBe(date.toISOString().slice(0, 10))
        read += 1
      }
    }
  expect(read).toBe(15 * 3 * 122)
  expect([...refused].sort()).toEqual(
    ['hr lip', 'hr lis', 'hr listopada', 'pl lip', 'pl lis', 'pl listopada'].filter((one) => refused.has(one)),
  )
})

describe('the order of a column', () => {
  const days = Array.from({ length: 60 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n * 5)))
  const written = (order: string, year: number) =>
    days.map((date) => {
      const [y = '', m = '', d = ''] = date.toISOString().slice(0, 10).split('-')
      const parts: Record<string, string> = { y: y.slice(-year), m, d }
      return [...order].map((part) => parts[part]).join('/')
    })

  test.each(DATE_ORDERS)('%s, with years of four digits and of two', (order) => {
    expect(decideDateOrder([column(...written(order, 4))]).dates).toBe(order)
    expect(decideDateOrder([column(...written(order, 2))]).dates).toBe(order)
  })

  test.each<[string, string[], string | null]>([
    ['one day past the twelfth is enough', ['03/04/2026', '13/04/2026'], 'dmy'],
    ['all could be either', ['03/04/2026', '05/06/2026'], null],
    ['they contradict each other', ['31/12/2026', '12/31/2026'], null],
    ['few short years could be days', ['31/12/26', '30/11/26'], null],
    ['what spreadsheets count', ['46387', '46388'], 'ymd'],
    ['names', ['Anna', 'Bert'], null],
    ['nothing', ['', ''], null],
  ])('%s', (_name, values, expected) => {
    expect(decideDateOrder([column(...values)]).dates).toBe(expected)
  })

  const column = (...values: string[]) => {
    const evidence = noDates()
    for (const value of values) noteDate(evidence, value)
    return evidence
  }

  test('a column that does not say follows one that does', () => {
    expect(decideDateOrder([column('31/12/2026'), column('03/04/2026')])).toEqual({ dates: 'dmy', sure: true })
    expect(decideDateOrder([column('31/12/2026'), column('12/31/2026')])).toEqual({ dates: null, sure: false })
    expect(decideDateOrder([column('2026-12-31'), column('03/04/2026')])).toEqual({ dates: null, sure: false })
    expect(decideDateOrder([column('2026-12-31')])).toEqual({ dates: 'ymd', sure: true })
    expect(decideDateOrder([column('x')])).toEqual({ dates: null, sure: true })
  })
})
