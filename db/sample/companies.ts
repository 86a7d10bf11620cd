import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { COUNTRIES, type Country } from './countries'
import { identifiersOf } from './identifiers'
import { type NameMaker, nameMaker } from './names'
import { type Place, placesOf } from './places'
import { type Random, randomStream } from './random'
import { WORDING_EAST_WORLD } from './wording-east-world'
import { WORDING_WEST, type Wording } from './wording-west'

/** Who a customer is. `real`: the name is that of a company that exists, so nothing bad is told of it. */
export type Company = {
  country: Country
  place: Place
  kind: 'real' | 'coined' | 'public'
  name: string
  /** The name without its legal form. */
  bare: string
  /** How companies and people are called there: a language, or a country's way with one. */
  speech: string
  street: string
  zip: string
  legalId: string
  vatNumber: string | null
}

type Named = Pick<Company, 'name' | 'bare'>

const WORDING: Record<string, Wording> = { ...WORDING_WEST, ...WORDING_EAST_WORLD }
const LOCAL_FORMS: Record<string, string[]> = {
  'nl-BE': ['BV', 'NV'],
  'fr-BE': ['SRL', 'SA'],
  'de-CH': ['AG', 'GmbH'],
  'fr-CH': ['SA', 'Sàrl'],
  'it-CH': ['SA', 'Sagl'],
}
const FORM =
  /[,\s]+(s\.?p\.?a|s\.?a\.?s?|s\.c\.a|plc|ltd|inc|corp|n\.v|b\.v|ag|ab|a\/s|asa|oyj?|aktiengesellschaft|gmbh|co)\.?$/i
/** Those who would hardly buy metal. */
const UNLIKELY =
  /banco|banc\b|bank|financ|credit|insur|assur|fund|trust|tele|tavkoz|network|pharm|bio|therap|entertain|overseas|allianz|axa|aegon|barclay|hsbc|abbey|scor|zurich|ing groep|radio|cablev|cellul|mobil|\.com|software|disney|gucci|lvmh/i
const PUBLIC = [
  'Commune {of}',
  'Centre hospitalier {of}',
  'Communauté d’agglomération {of}',
  'Régie des transports {of}',
  'Université {of}',
  'Ville {of}',
]
const PUBLIC_COUNT = 26
const BRAND_HEADS = 'Alu Inox Ferro Nova Techni Euro Mecano Thermo Hydro Sider Flexi Opti Poly Dyna Vari Omni Axi Verti'
const BRAND_TAILS = 'tec line met form pro lux val gest matic dur flow plan sol net bloc sys cast mont'

/** The companies, country by country; each name once. */
export function makeCompanies(): Company[] {
  const random = randomStream('companies')
  const names = nameMaker(random)
  const real = readRealNames()
  const taken = new Set<string>()
  return COUNTRIES.flatMap((country) => {
    const places = placesOf(country.code)
    const pool = real.get(country.english) ?? []
    const chosen = pool.filter((_, position) => (position * country.real) % pool.length < country.real)
    const publics = country.code === 'FR' ? PUBLIC_COUNT : 0
    return Array.from({ length: country.count }, (_, turn): Company => {
      const place = random.pickEarly(places)
      const speech = speechOf(country, place)
      const realName = chosen[turn]
      const kind = realName ? 'real' : turn < chosen.length + publics ? 'public' : 'coined'
      const make = () =>
        kind === 'public' ? publicName(random, place) : coinedName(random, names, country, place, speech)
      return {
        country,
        place,
        kind,
        speech,
        ...(realName ? bared(realName) : newName(make, place, taken)),
        street: streetIn(random, speech),
        zip: random.fill(place.zip),
        ...identifiersOf(random, country),
      }
    })
  })
}

function readRealNames(): Map<string, string[]> {
  const path = createRequire(import.meta.url).resolve('cleanco/test/companies.csv')
  const names = new Map<string, string[]>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [name = '', country = ''] = line.split(';')
    if (country === '' || UNLIKELY.test(name)) continue
    names.set(country, [...(names.get(country) ?? []), name])
  }
  return names
}

function speechOf(country: Country, place: Place): string {
  if (country.code === 'BE' || country.code === 'CH') return `${place.language}-${country.code}`
  return place.language === 'fr' ? 'fr' : country.language
}

function bared(name: string): Named {
  return { name, bare: name.replace(FORM, '') }
}

function newName(make: () => Named, place: Place, taken: Set<string>): Named {
  for (let attempt = 0; attempt < 40; attempt++) {
    const named = make()
    const unique = attempt < 20 ? named : { ...named, name: `${named.name} (${place.city})` }
    if (taken.has(unique.name)) continue
    taken.add(unique.name)
    return unique
  }
  throw new Error(`The sample company found no new name in ${place.city}.`)
}

function publicName(random: Random, place: Place): Named {
  const bare = random.pick(PUBLIC).replace('{of}', ofCity(place.city))
  return { name: bare, bare }
}

/** French for "of" a city. */
function ofCity(city: string): string {
  if (city.startsWith('Le ')) return `du ${city.slice(3)}`
  if (city.startsWith('Les ')) return `des ${city.slice(4)}`
  return /^[AEIOUÉ]/.test(city) ? `d’${city}` : `de ${city}`
}

function coinedName(random: Random, names: NameMaker, country: Country, place: Place, speech: string): Named {
  const { companies, families } = wordingOf(speech)
  const last = families ? random.pick(families.split('; ')) : names.family(speech)
  const brand = `${random.pick(BRAND_HEADS.split(' '))}${random.pick(BRAND_TAILS.split(' '))}`
  const bare = random
    .pick(companies.split('; '))
    .replace('{last}', last)
    .replace('{brand}', brand)
    .replace('{city}', place.city)
    .replace('{of}', ofCity(place.city))
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
  const form = random.pickEarly(LOCAL_FORMS[speech] ?? country.forms)
  return { bare, name: speech === 'fr' && form === 'SARL' && random.chance(0.3) ? `SARL ${bare}` : `${bare} ${form}` }
}

function streetIn(random: Random, speech: string): string {
  const number = random.chance(0.75) ? random.whole(1, 40) : random.whole(41, 190)
  return random.pick(wordingOf(speech).streets.split('; ')).replace('{n}', String(number))
}

function wordingOf(speech: string): Wording {
  const wording = WORDING[speech] ?? WORDING[speech.split('-')[0] ?? '']
  if (!wording) throw new Error(`The sample company has no words for ${speech}.`)
  return wording
}
