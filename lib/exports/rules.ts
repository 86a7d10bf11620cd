import { writeQuery } from '@/lib/filter'

/** The lists that can be taken away as a file. */
export const EXPORT_KINDS = ['customers', 'contacts', 'items', 'users', 'history', 'journal', 'codes'] as const
export type ExportKind = (typeof EXPORT_KINDS)[number]

export const FORMATS = ['xlsx', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** How a delimited file writes what languages write differently. A workbook holds real figures and days. */
export type Style = { decimal: (typeof DECIMALS)[number]; days: (typeof DAYS)[number] }
export const DECIMALS = ['point', 'comma'] as const
export const DAYS = ['iso', 'local'] as const

/** What a person last chose. */
export type Choices = { format: Format } & Style

/** Up to so many rows a file is made while the person waits; beyond, the worker makes it. */
export const AT_ONCE = 10_000
/** How many files of one person the worker may have before it. */
export const MOST_WAITING = 5
/** Rows that were ticked are kept for so many unanswered questions of one person; older ones give way. */
export const MOST_DRAFTS = 20
const KEPT_DAYS = 7
const DRAFT_DAYS = 1
const DAY = 24 * 3600_000

/** Until when a file made now can be fetched. */
export const keptUntil = (now: Date) => new Date(now.getTime() + KEPT_DAYS * DAY)
/** What was ordered before then and never made, however often it was tried, is given up. */
export const oldestOrder = (now: Date) => new Date(now.getTime() - KEPT_DAYS * DAY)
/** What was chosen before then and never taken is forgotten. */
export const oldestDraft = (now: Date) => new Date(now.getTime() - DRAFT_DAYS * DAY)

/** Where the comma is decimal, lists are separated by semicolons. */
export function delimiterOf({ decimal }: Style): ',' | ';' {
  return decimal === 'comma' ? ';' : ','
}

/** What somebody begins with who never chose. */
export function firstChoices(locale: string): Choices {
  const comma = new Intl.NumberFormat(locale)
    .formatToParts(1.5)
    .some(({ type, value }) => type === 'decimal' && value === ',')
  return { format: 'xlsx', decimal: comma ? 'comma' : 'point', days: 'iso' }
}

const LONGEST_SLUG = 60

/** A name that every system can keep: the list, what was searched for, the day. `customers-late-30-2026-11-22.csv` */
export function fileName({
  list,
  search,
  day,
  format,
}: {
  list: string
  search: string
  day: string
  format: Format
}): string {
  const slug = [list, search].map(slugOf).filter(Boolean).join('-').slice(0, LONGEST_SLUG).replace(/-+$/, '')
  return `${slug || 'export'}-${day}.${format}`
}

/** A search as part of a file's name: `late=30..&q=Müller` becomes `late-30-q-muller`. */
function slugOf(text: string): string {
  return decoded(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Where a list is shown that a search of that kind finds; of an item, its customers. */
export function placeOf(kind: ExportKind, search: string): string {
  const parts = new URLSearchParams(search)
  if (kind === 'journal') return `/changes/${encodeURIComponent(parts.get('change') ?? '')}`
  if (kind === 'codes') return `/customers?list=${encodeURIComponent(parts.get('list') ?? '')}&state=all`
  return search === '' ? PLACES[kind] : `${PLACES[kind]}?${search}`
}

const PLACES: Record<Exclude<ExportKind, 'journal' | 'codes'>, string> = {
  customers: '/customers',
  contacts: '/contacts',
  items: '/customers',
  users: '/admin/users',
  history: '/admin/history',
}

/**
 * The same place without the words that were looked for, which may be somebody's name or address; `searched`: whether
 * there were any.
 */
export function withoutWords(place: string): { place: string; searched: boolean } {
  const [path = '', search = ''] = place.split('?')
  const parts = [...new URLSearchParams(search)]
  const others = writeQuery(parts.filter(([part]) => part !== 'q'))
  return { place: others ? `${path}?${others}` : path, searched: parts.some(([part]) => part === 'q') }
}

/** The lists that can be printed; of codes there is only a column. */
export const PRINTED = ['customers', 'contacts', 'items', 'users', 'history', 'journal'] as const
export type Printed = (typeof PRINTED)[number]

/** A list on paper, from its first row on. */
export function printAddress(list: Printed, search: string): string {
  return search === '' ? `/print/${list}` : `/print/${list}?${search}`
}

/** The page that asks how a list is to be exported. */
export function exportAddress(kind: ExportKind, search = ''): string {
  return search === '' ? `/exports/new/${kind}` : `/exports/new/${kind}?${search}`
}
