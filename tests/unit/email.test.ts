import { describe, expect, test } from 'vitest'
import { readEmail } from '@/lib/auth/email'

describe('an e-mail address', () => {
  test.each([
    ['Marie.Dupont@Vauban.Example', 'marie.dupont@vauban.example'],
    ['  a@x.com ', 'a@x.com'],
    ['victim＠x.com', 'victim@x.com'],
    ['ｍａｒｉｅ@x.com', 'marie@x.com'],
    ['a@bücher.example', 'a@xn--bcher-kva.example'],
    ["o'neil+tag@x.co.uk", "o'neil+tag@x.co.uk"],
    ['a@x．com', 'a@x.com'],
  ])('is kept in one form: %j is %j', (typed, kept) => {
    expect(readEmail(typed)).toBe(kept)
    expect(readEmail(kept)).toBe(kept)
  })

  test.each([
    '',
    '@',
    'a',
    'a@',
    '@x.com',
    'a@b',
    'a@b@c.com',
    'a＠b@c.com',
    '"e@evil"@victim.com',
    '"e"@victim.com',
    'a@x.com,b@y.com',
    'a b@x.com',
    'a@x.com\r\nBcc: b@y.com',
    'a\u0000@x.com',
    'a\u200d@x.com',
    'a\u202e@x.com',
    'a@x.com.',
    'a@.com',
    'a@x..com',
    'a@-x.com',
    'a@x.com/path',
    'a@x.com:25',
    'a@[127.0.0.1]',
    'a@x%2ecom',
    '<a@x.com>',
    'Marie <a@x.com>',
    `${'a'.repeat(65)}@x.com`,
    `a@${'x'.repeat(63)}.${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(63)}.com`,
  ])('that could be read two ways is none: %j', (typed) => {
    expect(readEmail(typed)).toBeUndefined()
  })
})
