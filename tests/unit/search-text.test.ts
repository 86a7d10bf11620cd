import { expect, test } from 'vitest'
import { searchText } from '@/lib/search/rules'

test('a search for what nobody can see is a search for nothing, and a name keeps what joins its letters', () => {
  expect(['', ' \u00a0\n', '\u202e', '\u200b \ufeff', '\u00ad'].map(searchText)).toEqual(Array(5).fill(''))
  expect(searchText(' Ali\u200cReza  ')).toBe('Ali\u200cReza')
})
