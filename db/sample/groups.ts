import type { Company } from './companies'
import type { Habits } from './habits'
import { latin } from './latin'
import type { Random } from './random'

type Belongs = (company: Company, habits: Habits, random: Random) => boolean

const IN =
  (...codes: string[]): Belongs =>
  (company) =>
    codes.includes(company.country.code)

const GROUPS: Record<string, Belongs> = {
  'Key accounts': (company, habits) =>
    habits.size > 4_500 && habits.every !== null && (company.kind === 'real' || habits.every < 20),
  'Public sector': (company) => company.kind === 'public',
  Export: (company) => company.country.zone === 'export',
  DACH: (company) => company.country.zone === 'dach',
  Nordics: (company) => company.country.zone === 'nordics',
  Benelux: (company) => company.country.zone === 'benelux',
  Iberia: IN('ES', 'PT'),
  Distributors: (company, _, random) =>
    /quincaillerie|négoce|handel|suministr|ferra|hurtownia|trading|distrib|supply|comptoir/i.test(company.bare) ||
    random.chance(0.03),
  Construction: (company) =>
    /btp|bau|bouw|byg|construc|constru|charpent|maçon|couvert|edil|stav|gradn|budow|travaux|építő/i.test(company.bare),
  Automotive: (company) => /auto|motor|garage|carross|volvo|fiat|renault|oficina|scania|daimler/i.test(company.bare),
  'Credit insured': (company, _, random) => company.kind !== 'public' && random.chance(0.3),
  'Watch list': (_, habits, random) => habits.payer === 'terrible' || (habits.payer === 'slow' && random.chance(0.1)),
}

type SampleGroup = { slug: string; name: string }

export const SAMPLE_GROUPS: SampleGroup[] = Object.keys(GROUPS).map((name) => ({ slug: latin(name), name }))

/** The places of the customer's groups in the list of groups. */
export function groupsOf(random: Random, company: Company, habits: Habits): number[] {
  return Object.values(GROUPS).flatMap((belongs, position) => (belongs(company, habits, random) ? [position] : []))
}
