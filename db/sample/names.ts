import { en, Faker } from '@faker-js/faker'
import { ENGLISH, NAME_SOURCES, type NameSource } from './name-sources'
import type { Random } from './random'

export type PersonName = { female: boolean; first: string; last: string }
export type NameMaker = { person: (speech: string) => PersonName; family: (speech: string) => string }

const LANGUAGES: Record<string, string> = {
  br: 'pt',
  ar: 'fr',
  wo: 'fr',
  us: 'en',
  in: 'en',
  za: 'en',
  au: 'en',
  sg: 'en',
  ae: 'en',
}

/** Where people carry two family names, of which a company takes one. */
const TWO_NAMES = ['es', 'sv', 'da', 'nb', 'za', 'in']
/** Where the list of names has no women's forms. */
const MEN_ONLY = ['el']

/**
 * Draws people as they are called where a language is spoken; `it-CH` falls back on `it`, and what is unknown on
 * English.
 */
export function nameMaker(random: Random): NameMaker {
  const fakers = new Map<NameSource, Faker>()
  const draw = (source: NameSource, sex: 'female' | 'male') => {
    const faker =
      fakers.get(source) ??
      new Faker({ locale: [...source.locales, en], randomizer: { next: random.next, seed: () => undefined } })
    fakers.set(source, faker)
    const listed = (names: string | undefined) => (names ? random.pick(names.split('; ')) : undefined)
    return {
      first: () => listed(source.lists?.[sex]) ?? faker.person.firstName(sex),
      last: () => listed(source.lists?.last) ?? faker.person.lastName(sex),
    }
  }
  return {
    person: (speech) => {
      const female = !MEN_ONLY.includes(speech) && random.chance(0.55)
      const name = draw(sourceOf(speech), female ? 'female' : 'male')
      const [first, last] = [name.first(), tidied(speech, name.last())]
      return { female, first, last: speech === 'pl' && female ? last.replace(/([sc]k|dzk)i$/, '$1a') : last }
    },
    family: (speech) => {
      const last = tidied(speech, draw(sourceOf(speech), 'male').last())
      return TWO_NAMES.includes(speech) ? (last.split(/[\s-]/)[0] ?? last) : last
    },
  }
}

/** French lists write "Le gall". */
function tidied(speech: string, last: string): string {
  return speech.startsWith('fr') ? last.replace(/^Le (\p{Ll})/u, (start) => `Le ${start.slice(3).toUpperCase()}`) : last
}

export function titleOf(speech: string, female: boolean): string | null {
  return sourceOf(speech).titles?.[female ? 1 : 0] ?? null
}

/** The language tag of a way of speaking: Brazil's is Portuguese, the Emirates' is English. */
export function languageOf(speech: string): string {
  return LANGUAGES[speech] ?? speech.split('-')[0] ?? speech
}

function sourceOf(speech: string): NameSource {
  return NAME_SOURCES[speech] ?? NAME_SOURCES[speech.split('-')[0] ?? ''] ?? ENGLISH
}
