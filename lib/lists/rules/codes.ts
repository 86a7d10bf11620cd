import { codeKey } from '@/lib/customers/rules'

/** More codes than this are refused with a sentence. */
export const MOST_CODES = 50_000

/** A code as pasted, the place of its first appearance, and how often it stands in the paste. */
export type PastedCode = { code: string; codeKey: string; position: number; times: number }

/** Codes for looking up: repetitions counted, the first spelling kept. */
export function gather(codes: Iterable<Pick<PastedCode, 'code' | 'position' | 'times'>>): PastedCode[] {
  const gathered = new Map<string, PastedCode>()
  for (const { code, position, times } of codes) {
    const key = codeKey(code)
    const known = gathered.get(key)
    if (known) known.times += times
    else gathered.set(key, { code, codeKey: key, position, times })
  }
  return [...gathered.values()]
}

/** Codes in the order they were pasted in, each where it stands. */
export function inPlace(codes: readonly string[]): Pick<PastedCode, 'code' | 'position' | 'times'>[] {
  return codes.map((code, position) => ({ code, position, times: 1 }))
}

/** Whether a text can be the id of a list: what else an address may hold, a database need not see. */
export function isListId(id: string): boolean {
  return /^[a-z0-9]{8,32}$/.test(id)
}

const LONGEST_HEADING = 40
/** Words, or their beginnings, that head a column of account codes; accents, case and full stops aside. */
const HEADING =
  /^(?:(?:no|nr|num|id|ref|key|cle|erp|sap|siren|siret|n°|nº|#)$|(?:code|codice|codigo|kod|compte|cpt|client|kunde|klant|klient|cliente|custom|account|acc?t|buyer|debit|debtor|konto|cuenta|conto|conta|numer|nummer|number|kreditor|tiers|asiakas|zakaznik|musteri|identif|refer|matric))/

/** Whether a text that names no customer reads like the heading of a column of codes. */
export function isHeading(text: string): boolean {
  if (text.length > LONGEST_HEADING || /\d/.test(text)) return false
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[\s._\-/:()]+/).some((word) => HEADING.test(word)) || /n[°º]|#/u.test(text.toLowerCase())
}
