import { expect, test } from 'vitest'
import { partsOf } from '@/app/_blocks/ageing-strip'
import { ageingLabel, isOwed, isZero } from '@/app/_blocks/figures'
import { formatter } from '@/lib/i18n/format'
import { words } from '@/lib/i18n/words'

test('the parts of an ageing strip fill its width with one unit between them', () => {
  const parts = partsOf(['380.000', '140.000', '200.000', '120.000', '160.000'], 420)
  expect(parts.map(({ age }) => age)).toEqual([0, 1, 2, 3, 4])
  for (const [index, part] of parts.slice(1).entries()) {
    expect(part.x).toBeCloseTo(parts[index]!.x + parts[index]!.width + 1, 1)
  }
  expect(parts.at(-1)!.x + parts.at(-1)!.width).toBeCloseTo(420, 0)
})

test('a sliver of debt is drawn, credits and nothing are not', () => {
  expect(partsOf(['1000000.000', '0.001', '-50.000', '0.000', '0'], 96)).toEqual([
    { age: 0, x: 0, width: 93 },
    { age: 1, x: 94, width: 2 },
  ])
  expect(partsOf(['0', '0', '-1', '0', '0'], 96)).toEqual([])
})

test('who hears the strip hears the amounts, and that nothing is open', () => {
  const format = formatter({ language: 'en', country: 'FR', timeZone: 'Europe/Paris', currency: 'EUR' })
  const t = words('en', 'words')
  expect(ageingLabel(['1200.500', '0', '-3.000', '0', '7'], format, t)).toBe(
    'Not due €1,201, 1–30 days late €0, 31–60 days -€3, 61–90 days €0, over 90 days €7',
  )
  expect(ageingLabel(['0.000', '0', '0', '0', '0'], format, t)).toBe('Nothing open')
})

test('signs and noughts of amounts are read from their text', () => {
  expect(['0', '0.000', '-0.000', '0.001'].map(isZero)).toEqual([true, true, true, false])
  expect(['0.000', '-5', '0.010', '12'].map(isOwed)).toEqual([false, false, true, true])
})
