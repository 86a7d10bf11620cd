import type { Company } from './companies'
import { latin } from './latin'
import { languageOf, type PersonName } from './names'
import type { Random } from './random'

/** Where nobody has an address of one's own. */
const OFFICES: Record<string, string[]> = {
  fr: ['compta', 'comptabilite', 'facturation'],
  de: ['buchhaltung', 'rechnung', 'kreditoren'],
  nl: ['administratie', 'facturen', 'boekhouding'],
  it: ['amministrazione', 'contabilita'],
  es: ['administracion', 'contabilidad', 'proveedores'],
  pt: ['contabilidade', 'financeiro'],
  pl: ['ksiegowosc', 'faktury'],
  sv: ['faktura', 'ekonomi'],
  da: ['bogholderi', 'faktura'],
  nb: ['faktura', 'regnskap'],
  fi: ['laskut', 'talous'],
  ja: ['keiri'],
}
const OFFICES_ELSEWHERE = ['accounts', 'ap', 'finance', 'invoices']

/** How a company makes its addresses; all of it ends in `.example`, where no mail ever arrives. */
export type Mailboxes = (name: PersonName) => string

export function mailboxesOf(random: Random, company: Company): Mailboxes {
  const words = latin(company.bare, ' ')
    .split(' ')
    .filter((word) => word.length > 1)
  const domain = `${words.slice(0, 3).join(random.chance(0.6) ? '-' : '') || 'company'}.example`
  const style = random.weighted([
    ['full', 60],
    ['initial', 24],
    ['last', 10],
    ['office', 6],
  ])
  const office = random.pick(OFFICES[languageOf(company.speech)] ?? OFFICES_ELSEWHERE)
  return ({ first, last }) => {
    const [given, family] = [latin(first), latin(last)]
    if (style === 'office' || given === '' || family === '') return `${office}@${domain}`
    if (style === 'last') return `${family}@${domain}`
    return `${style === 'full' ? given : given.charAt(0)}.${family}@${domain}`
  }
}
