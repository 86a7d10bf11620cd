import { readdirSync, readFileSync } from 'node:fs'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, test } from 'vitest'
import { LANGUAGES, type Language } from '@/db/schema/vocabulary'
import { MESSAGES } from '@/lib/i18n/catalogue'

type Tree = { [key: string]: string | Tree }

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  )
const messages = (language: Language) => new Map(flat(MESSAGES[language] as unknown as Tree))

/** The arguments a message takes, and the classes of each plural in it, however deep. */
function anatomy(text: string): { names: string[]; plurals: string[][] } {
  const names = new Set<string>()
  const plurals: string[][] = []
  const visit = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value)
      if (element.type === TYPE.plural)
        plurals.push(
          Object.keys(element.options)
            .filter((name) => !name.startsWith('='))
            .sort(),
        )
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const option of Object.values(element.options)) visit(option.value)
      }
      if (element.type === TYPE.tag) visit(element.children)
    }
  }
  visit(parse(text))
  return { names: [...names].sort(), plurals }
}

/** The parts of a message that are words; a colon within the braces of an argument is no colon of a sentence. */
function literals(text: string): string[] {
  const found: string[] = []
  const visit = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal) found.push(element.value)
      if (element.type === TYPE.plural || element.type === TYPE.select)
        for (const option of Object.values(element.options)) visit(option.value)
      if (element.type === TYPE.tag) visit(element.children)
    }
  }
  visit(parse(text))
  return found
}

describe('the catalogue', () => {
  test('has a file for each section in each language, and uses them all', () => {
    for (const language of LANGUAGES) {
      const files = readdirSync(`lib/i18n/messages/${language}`).map((file) => file.replace('.json', ''))
      expect(files.sort()).toEqual(Object.keys(MESSAGES[language]).sort())
    }
  })

  test.each(LANGUAGES.map((language) => ({ language })))(
    'says everything in $language, with the same arguments',
    ({ language }) => {
      const english = messages('en')
      const other = messages(language)
      expect([...other.keys()].sort()).toEqual([...english.keys()].sort())
      for (const [key, text] of english) {
        expect({ key, names: anatomy(other.get(key)!).names }).toEqual({ key, names: anatomy(text).names })
        expect({ key, empty: other.get(key)!.trim() === '' }).toEqual({ key, empty: false })
      }
    },
  )

  test.each(LANGUAGES.map((language) => ({ language })))(
    'has exactly the plural classes of $language',
    ({ language }) => {
      const classes = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort()
      for (const [key, text] of messages(language)) {
        for (const found of anatomy(text).plurals) expect({ key, found }).toEqual({ key, found: classes })
      }
    },
  )

  test('speaks French with French signs', () => {
    const straight = [...messages('fr')].filter(([, text]) => /\p{L}'\p{L}/u.test(text)).map(([key]) => key)
    expect(straight).toEqual([])
  })

  test('never breaks a French line before a sign or within a figure', () => {
    const loose = [...messages('fr')].filter(([, text]) =>
      literals(text).some((literal) =>
        /[^\S\u00A0][:;?!»%]|(^|[\p{L}\d)»])[?!;»]|[\p{L})»]:\s|^:|«[^\u00A0]|\d \d{3}/u.test(literal),
      ),
    )
    expect(loose.map(([key]) => key)).toEqual([])
  })

  test.each(LANGUAGES.map((language) => ({ language })))(
    'ends no sentence of $language with what somebody typed, which may bring a full stop of its own',
    ({ language }) => {
      const doubled = /\{(name|before|code|author|value|text|search|city)\}\.(?!\p{L})/u
      expect([...messages(language)].filter(([, text]) => doubled.test(text)).map(([key]) => key)).toEqual([])
    },
  )

  test('calls an item by one word in French', () => {
    const others = [...messages('en')].filter(
      ([key, text]) => /\bitems?\b/i.test(text) && /pièce|écriture/i.test(messages('fr').get(key) ?? ''),
    )
    expect(others.map(([key]) => key)).toEqual([])
  })

  test('has words for every key that a refusal or an input names', () => {
    const sources = readdirSync('lib', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    const named = sources.flatMap((file) =>
      [...readFileSync(`lib/${file}`, 'utf8').matchAll(/new Refusal\(\s*'[a-z-]+',\s*'(\w+)'/g)].map(
        ([, key = '']) => key,
      ),
    )
    expect(named.filter((key) => !messages('en').has(`refusals.${key}`))).toEqual([])
    expect(named.length).toBeGreaterThan(20)
  })
})
