import type { Cell } from '@/app/_blocks/cell'
import { type ageingLabels, amountOf, lateWords } from '@/app/_blocks/figures'
import type { wordsFor } from '@/app/reader'
import type { SortKey } from '@/lib/customers/filter'
import type { CustomerRow } from '@/lib/customers/queries/list'
import type { CustomerColumn } from '@/lib/customers/rules/columns'
import type { Format } from '@/lib/i18n/format'

/** What cells are written with, and which columns stand beside them. */
export type Reader = {
  t: ReturnType<typeof wordsFor<'customers'>>
  words: ReturnType<typeof wordsFor<'words'>>
  format: Format
  ageing: ReturnType<typeof ageingLabels>
  columns: readonly CustomerColumn[]
}

export type Column = {
  sort?: SortKey
  /** Figures stand at the right, and the largest comes first. */
  figure?: boolean
  className?: string
  /** Pixels it takes at the most, as a rule; in a window that is wide it may take more. */
  width: number
  wide?: number
  cell: (row: CustomerRow, reader: Reader) => Cell
}

/** A column added to the list of them and forgotten here does not compile. */
export const COLUMN: Record<CustomerColumn, Column> = {
  code: {
    sort: 'code',
    className: 'code',
    width: 66,
    cell: (row, reader) => ({
      ...(reader.columns.includes('name') ? { text: row.code } : stateOf(row, reader)),
      phone: whereOf(row, reader),
    }),
  },
  name: {
    sort: 'name',
    width: 208,
    wide: 320,
    cell: stateOf,
  },
  city: { sort: 'city', width: 104, wide: 160, cell: (row) => row.city },
  country: {
    sort: 'country',
    width: 66,
    cell: ({ country }, { format }) => country && { abbreviation: country, title: format.country(country) },
  },
  collector: {
    sort: 'collector',
    width: 112,
    wide: 160,
    cell: (row, { words }) => row.collector ?? { faint: words('none') },
  },
  colleagues: {
    width: 144,
    wide: 210,
    cell: colleaguesOf,
  },
  ageing: {
    width: 81,
    wide: 112,
    cell: ({ buckets }, { ageing }) => ({ buckets, label: ageing(buckets) }),
  },
  overdue: { ...money((row) => row.overdue), sort: 'overdue' },
  balance: { ...money((row) => row.balance), sort: 'balance' },
  late: {
    sort: 'late',
    figure: true,
    className: 'num text-late',
    width: 56,
    cell: (row, { words }) => (row.late === null || row.late <= 0 ? null : lateWords(row.late, words)),
  },
  state: { width: 76, cell: (row, { words }) => words(`states.${row.state as 'active'}`) },
  groups: { width: 160, cell: ({ facts }) => ({ whole: (facts.groups ?? []).join(', ') }) },
  contact: { width: 160, cell: ({ facts }) => facts.contact },
  contactEmail: { width: 208, cell: ({ facts }) => facts.contactEmail },
  contactPhone: { width: 150, cell: ({ facts }) => phoneOf(facts.contactPhone) },
  creditLimit: {
    figure: true,
    className: 'num',
    width: 112,
    cell: ({ facts }, { format }) => facts.creditLimit && format.amount(facts.creditLimit),
  },
  paymentTerm: { width: 126, wide: 160, cell: ({ facts }) => facts.paymentTerm },
  paymentMeans: { width: 150, wide: 160, cell: ({ facts }) => facts.paymentMeans },
  openItems: {
    figure: true,
    className: 'num',
    width: 110,
    cell: ({ facts }, { format }) => (facts.openItems ? format.number(facts.openItems) : null),
  },
  notDue: money((row) => row.buckets[0]),
  late30: money((row) => row.buckets[1]),
  late60: { ...money((row) => row.buckets[2]), width: 96 },
  late90: { ...money((row) => row.buckets[3]), width: 96 },
  lateOver: { ...money((row) => row.buckets[4]), width: 115 },
  tradingName: { width: 160, cell: ({ facts }) => facts.tradingName },
  legalId: { className: 'code', width: 152, cell: ({ facts }) => facts.legalId },
  vatNumber: { className: 'code', width: 152, cell: ({ facts }) => facts.vatNumber },
  zip: { width: 110, cell: ({ facts }) => facts.zip },
  region: { width: 112, wide: 160, cell: ({ facts }) => facts.region },
  language: { width: 145, cell: ({ facts }, { format }) => facts.language && format.language(facts.language) },
}

/** That a customer is not an active one, where no column says it. */
function stateOf({ state }: CustomerRow, { columns, words }: Reader) {
  return state === 'active' || columns.includes('state') ? null : { state: words(`states.${state as 'blocked'}`) }
}

/** Where and whose, as far as there are columns for it. */
function whereOf({ city, collector }: CustomerRow, { columns }: Reader): string {
  return [columns.includes('city') && city, collector].map((text) => (text ? ` · ${text}` : '')).join('')
}

/** Two have a name here; how many more there are depends on whether both have room. */
function colleaguesOf({ colleagues, colleagueCount: count }: CustomerRow): Cell {
  if (count === 0) return null
  const more = (shown: number) => (count > shown ? `+${count - shown}` : '')
  return { names: colleagues, more: more(1), moreWide: more(2) }
}

/** The number as typed; a click dials it where it could be read. */
function phoneOf(phone: CustomerRow['facts']['contactPhone']): Cell {
  return phone?.typed && phone.dialled ? { href: `tel:${phone.dialled}`, text: phone.typed } : (phone?.typed ?? null)
}

function money(amount: (row: CustomerRow) => string | undefined): Column {
  return {
    figure: true,
    className: 'num',
    width: 90,
    cell: (row, { format }) => amountOf(amount(row) ?? '0', format),
  }
}
