import { COUNTRIES } from '@/lib/settings/rules'
import { folded } from './folded'

/** The languages whose names of countries are understood: those of the headings. */
const TAGS = ['en', 'fr', 'de', 'es', 'pt', 'pt-PT', 'it', 'nl', 'hr', 'pl', 'ro', 'sv', 'tr', 'zh', 'ja'] as const
/** As they are called every day and on no list. */
const USUAL: Record<string, string> = {
  ...{ uk: 'GB', 'great britain': 'GB', england: 'GB', scotland: 'GB', wales: 'GB', 'northern ireland': 'GB' },
  ...{ usa: 'US', 'u s a': 'US', 'united states of america': 'US', 'etats unis d amerique': 'US', eeuu: 'US' },
  ...{ 'the netherlands': 'NL', holland: 'NL', hollande: 'NL', 'czech republic': 'CZ', turkey: 'TR', uae: 'AE' },
}

let codes: ReadonlyMap<string, string> | undefined

/**
 * The code of a country that is given by its code or by its name, in any of the fifteen languages; undefined where it
 * is none, or could be two.
 */
export function countryCode(text: string): string | undefined {
  const upper = text.trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(upper)) return COUNTRIES.includes(upper) ? upper : USUAL[upper.toLowerCase()]
  codes ??= namesOfCountries()
  return codes.get(folded(text))
}

function namesOfCountries(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const twice = new Set(['congo'])
  for (const tag of TAGS) {
    const names = new Intl.DisplayNames(tag, { type: 'region' })
    for (const code of COUNTRIES) {
      const name = folded(names.of(code) ?? code)
      if ((found.get(name) ?? code) !== code) twice.add(name)
      found.set(name, code)
    }
  }
  for (const name of twice) found.delete(name)
  for (const [name, code] of Object.entries(USUAL)) found.set(name, code)
  return found
}
