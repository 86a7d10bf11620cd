import { afterEach, expect, test, vi } from 'vitest'
import { forgetSelections, SELECTIONS } from '@/app/_ui/selections'

afterEach(() => vi.unstubAllGlobals())

test('signing out leaves no selection of anybody in the tab, and all else', () => {
  const kept: Record<string, string> = { [`${SELECTIONS}1`]: '{}', [`${SELECTIONS}20`]: '{}', other: 'x' }
  const removeItem = (name: string) => delete kept[name]
  vi.stubGlobal('sessionStorage', new Proxy(kept, { get: (_, name) => (name === 'removeItem' ? removeItem : '') }))
  forgetSelections()
  expect(kept).toEqual({ other: 'x' })
})

test('a browser told to store nothing does not stop anybody from signing out', () => {
  expect(() => forgetSelections()).not.toThrow()
})
