import { describe, expect, test } from 'vitest'
import { sheetOf } from '@/app/api/lists/[id]/sheet'
import { spellings } from '@/lib/lists/rules/paste'

const linesOf = (rows: string[][]) => sheetOf(rows).replace('\ufeff', '').split('\r\n').slice(0, -1)

describe('a list as a file', () => {
  test('has every cell in quotes, so that no separator of any country cuts one', () => {
    expect(linesOf([['Code'], ['x;=cmd|calc'], ['a"b']])).toEqual(['"Code"', '"x;=cmd|calc"', '"a""b"'])
  })

  test.each(['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '\tC1', '  =1', '\u00a0 @x', '\u200b=1', '＝1', '－1'])(
    '%j is no formula, and pasted again it is itself',
    (code) => {
      expect(linesOf([[code]])).toEqual([`"'${code}"`])
      expect(spellings(`'${code.trim()}`)).toContain(code.trim())
    },
  )

  test('is no formula either where a later column is cut at the list separator of the country', () => {
    expect(linesOf([['x;=1', 'y; =1;z']])).toEqual([`"x;=1","y;' =1;z"`])
  })

  test('leaves a code alone that holds such signs further on', () => {
    for (const code of ['FR-001', 'A=B', 'a@b', 'A;-1']) expect(linesOf([[code]])).toEqual([`"${code}"`])
  })
})
