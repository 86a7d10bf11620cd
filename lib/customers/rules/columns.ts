/** What the list of customers can show, in the order in which it is offered. */
export const COLUMNS = [
  'code',
  'name',
  'city',
  'country',
  'collector',
  'colleagues',
  'ageing',
  'overdue',
  'balance',
  'late',
  'state',
  'groups',
  'contact',
  'contactEmail',
  'contactPhone',
  'creditLimit',
  'paymentTerm',
  'paymentMeans',
  'openItems',
  'notDue',
  'late30',
  'late60',
  'late90',
  'lateOver',
  'tradingName',
  'legalId',
  'vatNumber',
  'zip',
  'region',
  'language',
] as const
export type CustomerColumn = (typeof COLUMNS)[number]

/** What everybody begins with. */
export const USUAL_COLUMNS: readonly CustomerColumn[] = COLUMNS.slice(0, 10)

export function isColumn(name: string): name is CustomerColumn {
  return (COLUMNS as readonly string[]).includes(name)
}

/** What somebody chose, as far as there is such a column still. The code is always among them. */
export function columnsToShow(kept: readonly string[] | null): CustomerColumn[] {
  const known = [...new Set(kept)].filter(isColumn)
  if (known.length === 0) return [...USUAL_COLUMNS]
  return known.includes('code') ? known : ['code', ...known]
}

/** The same with one of them a place further to the front or to the back, where there is such a place. */
export function moved(columns: readonly CustomerColumn[], column: string, step: 1 | -1): CustomerColumn[] {
  const from = (columns as readonly string[]).indexOf(column)
  const [one, other] = [columns[from], columns[from + step]]
  if (!one || !other) return [...columns]
  return columns.map((at) => (at === one ? other : at === other ? one : at))
}
