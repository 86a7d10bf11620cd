import { describe, expect, test } from 'vitest'
import { CONTACT_ROLES, LANGUAGES, ROLES } from '@/db/schema/vocabulary'
import { MESSAGES } from '@/lib/i18n/catalogue'
import { wordReader } from '@/lib/imports/kinds/vocabulary'
import {
  nameInAddress,
  quoted,
  RowProblem,
  readAddress,
  readCountry,
  readCurrency,
  readLanguage,
  readList,
  readMention,
  readText,
  readYesNo,
  soundText,
  splitName,
} from '@/lib/imports/rules'
import { readAmount } from '@/lib/imports/rules/amounts'
import { matchHeadings } from '@/lib/imports/rules/headings'
import { headingKey } from '@/lib/imports/rules/reading'

const readRole = wordReader('contactRoles', CONTACT_ROLES, 'contactRole')

/** What a reader makes of a text: the value, or the reason of its refusal after an exclamation mark. */
function reading<T>(read: (text: string) => T, text: string): T | string {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof RowProblem) return `!${error.reason}`
    throw error
  }
}

test.each([
  ['fr', 'FR'],
  ['GB', 'GB'],
  ['XK', 'XK'],
  ['UK', 'GB'],
  ['FRA', '!country'],
  ['ZZ', '!country'],
  ['Germany', 'DE'],
])('a country %s is read as %s', (text, expected) => {
  expect(reading(readCountry, text)).toBe(expected)
})

test.each([
  ['eur', 'EUR'],
  ['€', '!currency'],
  ['ABC', '!currency'],
])('a currency %s is read as %s', (text, expected) => {
  expect(reading(readCurrency, text)).toBe(expected)
})

test.each([
  ['FR', 'fr'],
  ['pt-br', 'pt-BR'],
  ['en_GB', 'en-GB'],
  ['french', '!language'],
  ['xx', '!language'],
])('a language %s is read as %s', (text, expected) => {
  expect(reading(readLanguage, text)).toBe(expected)
})

test('yes and no are understood in every language of the product', () => {
  for (const language of LANGUAGES) {
    const { yes, no } = MESSAGES[language].words
    expect([readYesNo(yes), readYesNo(no)]).toEqual([true, false])
  }
  expect(['1', 'TRUE', 'Oui', 'yes'].map(readYesNo)).toEqual([true, true, true, true])
  expect(['0', 'false', 'NON', 'no'].map(readYesNo)).toEqual([false, false, false, false])
  expect(
    ['JA', 'Sí', 'são', 'não', 'Nein', 'FAŁSZ', 'HAYIR', 'はい', 'いいえ'].map((one) => reading(readYesNo, one)),
  ).toEqual([true, true, '!yesNo', false, false, false, false, true, false])
  expect(['maybe', '-1', '1.0', 'x'].map((one) => reading(readYesNo, one))).toEqual(Array(4).fill('!yesNo'))
})

test('roles are understood as the code spells them and as each language shows them', () => {
  const role = wordReader('roles', ROLES, 'role')
  const contactRole = wordReader('contactRoles', CONTACT_ROLES, 'contactRole')
  for (const word of ROLES)
    for (const language of LANGUAGES) {
      expect([role(word.toUpperCase()), role(MESSAGES[language].words.roles[word])]).toEqual([word, word])
    }
  for (const word of CONTACT_ROLES)
    for (const language of LANGUAGES) {
      expect(contactRole(MESSAGES[language].words.contactRoles[word])).toBe(word)
    }
  expect(reading(role, 'king')).toBe('!role')
})

test('a cell of several values splits at commas that have no backslash', () => {
  expect(readList('a, b ,,a')).toEqual(['a', 'b'])
  expect(readList('A\\,1,2-1')).toEqual(['A,1', '2-1'])
  expect(readList('a\\')).toEqual(['a\\'])
  expect(readList(' , ')).toEqual([])
})

describe('somebody of our company', () => {
  test.each([
    ['  Marie   Dupont ', 'Marie Dupont'],
    ['MARIE.DUPONT@Acme.Example', 'marie.dupont@acme.example'],
    ['marie@', '!email'],
    ['a@b@c.example', '!email'],
  ])('%s is %s', (text, expected) => {
    expect(reading(readMention, text)).toBe(expected)
  })

  test('a name is first and last, one word a last name', () => {
    expect(splitName('Jean Pierre de la Tour')).toEqual({ firstName: 'Jean', lastName: 'Pierre de la Tour' })
    expect(splitName('Dupont')).toEqual({ firstName: null, lastName: 'Dupont' })
  })

  test('an address says a name where it has one', () => {
    expect(nameInAddress('marie.dupont@acme.example')).toEqual({ firstName: 'Marie', lastName: 'Dupont' })
    expect(nameInAddress('compta@acme.example')).toEqual({ firstName: null, lastName: 'Compta' })
    expect(nameInAddress('123@acme.example')).toEqual({ firstName: null, lastName: '123@acme.example' })
  })
})

test.each([
  ['name@company.example', 'name@company.example'],
  ['Name@Müller.example', 'name@xn--mller-kva.example'],
  ['name@company.example; other@company.example', '!email'],
  ['a@x.example,b@x.example', '!email'],
  ['name@company', '!email'],
  ['"odd name"@company.example', '!email'],
  ['name＠company.example', 'name@company.example'],
])('an e-mail cell %s is %s', (text, expected) => {
  expect(reading(readAddress, text)).toBe(expected)
})

test('text keeps what a keyboard can write, and only that', () => {
  expect(readText('Ürümqi « 日本 »', 20)).toBe('Ürümqi « 日本 »')
  expect(readText('one\r\ntwo', 20)).toBe('one two')
  expect(readText('one\r\ntwo', 20, true)).toBe('one\ntwo')
  expect(reading((text) => readText(text, 3), 'four')).toBe('!tooLong')
  expect(reading((text) => readText(text, 20), 'nul\0')).toBe('!controlCharacters')
})

test.each([
  ['Müller', 'Müller'],
  ['#1', '#1'],
  ['M\ufffdller', '!lostCharacters'],
  ['#N/A', '!spreadsheetError'],
  ['#ref!', '!spreadsheetError'],
  ['n\0o', '!controlCharacters'],
  ['half \ud83d', '!controlCharacters'],
])('a cell %s is %s', (text, expected) => {
  expect(reading(soundText, text)).toBe(expected)
})

test('a value that is repeated in a sentence ends with a whole character', () => {
  for (const before of [58, 59, 60]) expect(quoted(`${'x'.repeat(before)}😀 and more`).isWellFormed()).toBe(true)
})

test('a cell of a million characters is refused at once, whatever they are', () => {
  const marks = `a${'\u0301\u0316'.repeat(500_000)}`
  const zeros = `0.${'0'.repeat(1_000_000)}1`
  for (const text of [marks, zeros]) {
    for (const read of [readAmount, readAddress, readCountry, readYesNo, readLanguage, readRole])
      expect(reading<string | boolean>(read, text)).toMatch(/^!/)
    expect(matchHeadings('customers', [text])).toEqual([{ field: null, because: null }])
    expect(headingKey(text).length).toBeLessThan(1000)
  }
})

test('every reason of an import has its sentence in every language', () => {
  for (const language of LANGUAGES) {
    expect(Object.keys(MESSAGES[language].imports.problems)).toEqual(Object.keys(MESSAGES.en.imports.problems))
  }
})
