import { expect, test } from 'vitest'
import { countryCode } from '@/lib/imports/rules/countries'
import { COUNTRIES } from '@/lib/settings/rules'

test('a country is known by its code and by its name in any language of the headings', () => {
  const given = { fr: 'FR', ' De ': 'DE', Germany: 'DE', Allemagne: 'DE', Deutschland: 'DE', ESPAÑA: 'ES', 日本: 'JP' }
  const usual = { UK: 'GB', USA: 'US', 'U.S.A.': 'US', 'The Netherlands': 'NL', 'Côte d’Ivoire': 'CI', turkiye: 'TR' }
  for (const [text, code] of Object.entries({ ...given, ...usual }))
    expect([text, countryCode(text)]).toEqual([text, code])
  const lost = ['en', 'fr', 'de', 'ja'].flatMap((tag) => {
    const names = new Intl.DisplayNames(tag, { type: 'region' })
    return COUNTRIES.filter((code) => countryCode(names.of(code)!) !== code)
  })
  expect(lost).toEqual([])
})

test('what could be two countries, or none, is not guessed', () => {
  expect(['Congo', 'Atlantis', 'XX', 'ZZ', '', '33', 'Europe'].map(countryCode)).toEqual(Array(7).fill(undefined))
})
