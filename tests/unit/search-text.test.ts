import { expect, test } from 'vitest'
import { hasLetterOrDigit, searchText, withoutEnvelope } from '@/lib/search/rules'

test('a search for what nobody can see is a search for nothing, and a name keeps what joins its letters', () => {
  expect(['', ' \u00a0\n', '\u202e', '\u200b \ufeff', '\u00ad'].map(searchText)).toEqual(Array(5).fill(''))
  expect(searchText(' Ali\u200cReza  ')).toBe('Ali\u200cReza')
})

test('of signs alone it is said that a letter or a digit is missing, in whatever script they are', () => {
  expect(['%', '_', '*', '-', '…', '+ -', '☎'].filter(hasLetterOrDigit)).toEqual([])
  expect(['é', '田', '٣', 'А', '5%', 'O’'].every(hasLetterOrDigit)).toBe(true)
})

test('an address that a mail program copied is looked for without what stands around it', () => {
  const copied = [
    '<a.b@x.example>',
    '"Ada, B." <a.b@x.example>;',
    'mailto:a.b@x.example?subject=1',
    'Ada <mailto:a.b@x.example>',
  ]
  expect(copied.map(withoutEnvelope)).toEqual(Array(4).fill('a.b@x.example'))
  expect(['a.b@x.example', 'Müller < Co', 'Ada @ Home', 'a<b>c'].map(withoutEnvelope)).toEqual([
    'a.b@x.example',
    'Müller < Co',
    'Ada @ Home',
    'a<b>c',
  ])
})
