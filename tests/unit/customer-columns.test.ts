import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COLUMN } from '@/app/(desk)/customers/columns'
import { COLUMNS } from '@/lib/customers/rules/columns'

const css = readFileSync('app/globals.css', 'utf8')

/** How many pixels the style sheet lets columns of customers have, from this condition on. */
function bounds(condition: string): Map<string, number> {
  const [, part = ''] = css.split(`@media ${condition} {\n    .customers tbody {`)
  const rules = part.slice(0, part.indexOf('\n    }\n')).matchAll(/([^{}]+)\{\s*max-width: (\d+)px/g)
  return new Map(
    [...rules].flatMap(([, names = '', width]) =>
      [...names.matchAll(/data-cell="(\w+)"/g)].map(([, name = '']) => [name, Number(width)] as const),
    ),
  )
}

test('the page reckons with no less room for a column than the style sheet lets it have', () => {
  const [narrow, wide] = [bounds('print, (min-width: 768px)'), bounds('(min-width: 1600px)')]
  expect([narrow.get('name'), wide.get('city')]).toEqual([208, 160])
  const short = COLUMNS.filter((column) => {
    const { width, wide: wider = width } = COLUMN[column]
    return width < (narrow.get(column) ?? 0) || wider < (wide.get(column) ?? 0)
  })
  // Two short names and a number seldom fill theirs.
  expect(short).toEqual(['colleagues'])
})
