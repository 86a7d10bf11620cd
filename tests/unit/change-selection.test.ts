import { expect, test } from 'vitest'
import { changeTarget } from '@/lib/changes/selection'
import { exportTarget } from '@/lib/exports/input'

test.each(['ids', 'contacts'] as const)(
  'of %s that were ticked the search is kept, without words that were looked for',
  (kind) => {
    const among = (search: unknown) =>
      (changeTarget.parse({ kind, ids: [1], among: search }) as { among?: string }).among
    expect(among('country=FR&late=30..')).toBe('country=FR&late=30..')
    expect(among('q=Qwortzky&country=FR')).toBe('country=FR')
    expect(among('country=FR&q=Qwortzky')).toBe('country=FR')
    expect(among('q=Qwortzky')).toBe('')
    expect(among(undefined)).toBeUndefined()
    for (const odd of ['x'.repeat(9000), '\0', 7, { search: 'q=a' }]) expect(among(odd)).toBeUndefined()
  },
)

test('an export keeps nothing of it', () => {
  expect(exportTarget.parse({ kind: 'ids', ids: [1], among: 'country=FR' })).toEqual({ kind: 'ids', ids: [1] })
})
