import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { type Addressed, unlessTooLong } from '@/app/_blocks/addressed'
import { HistoryList } from '@/app/_blocks/history-list'
import { MOST_PRINTED } from '@/app/_blocks/paper'
import { wordsFor } from '@/app/reader'
import { contactsAddress, ofCustomers, readContactAddress, writeContactFilter } from '@/lib/contacts/filter'
import { searchContacts } from '@/lib/contacts/queries/list'
import type { Context } from '@/lib/context'
import { customersAddress, readCustomerAddress, writeCustomerFilter } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { columnsToShow } from '@/lib/customers/rules/columns'
import { Refusal } from '@/lib/errors'
import { wholeSearch } from '@/lib/exports/input'
import { type First, firstRows } from '@/lib/exports/queries/first'
import { type Printed, placeOf } from '@/lib/exports/rules'
import { partsOf } from '@/lib/filter'
import { historyAddress, readHistoryAddress } from '@/lib/reports/filter'
import { listHistory } from '@/lib/reports/queries'
import { readUserAddress, usersAddress } from '@/lib/users/filter'
import { ContactTable } from '../../contacts/contact-table'
import { CustomerTable } from '../../customers/customer-table'
import { asInFile, type Column, itemColumns, Sheet, userColumns } from './sheet'

type Read = { search: string; rows: number; cut: boolean; back: string; table: ReactNode }

/** Undefined where the search takes too long, `broken` where a part of it cannot be applied. */
export type Reader = (ctx: Context, query: Addressed) => Promise<Read | 'broken' | undefined>

const WHOLE = { page: 1, size: MOST_PRINTED }

export const PAPERS: Record<Printed, Reader> = {
  customers: async (ctx, query) => {
    const { filter, view, problems } = readCustomerAddress(query)
    const columns = columnsToShow(ctx.actor.customerColumns)
    const aimed = await aimAt(ctx, filter)
    if (problems.length + aimed.problems.length > 0) return 'broken'
    return listed(
      listCustomers(ctx, aimed.aim, { ...view, ...WHOLE }, columns),
      { search: writeCustomerFilter(filter), back: customersAddress(filter, view) },
      (rows) => <CustomerTable {...{ ctx, rows, columns, filter, view }} ticks={false} />,
    )
  },
  contacts: async (ctx, query) => {
    const { filter, view, problems } = readContactAddress(query)
    const { aim, problems: unmet } = await aimAt(ctx, ofCustomers(filter))
    if (problems.length + unmet.length > 0) return 'broken'
    return listed(
      searchContacts(ctx, { filter, customers: aim }, { ...view, ...WHOLE }),
      { search: writeContactFilter(filter), back: contactsAddress(filter, view) },
      (rows) => <ContactTable {...{ ctx, rows, filter, view }} />,
    )
  },
  items: (ctx, query) =>
    sheetOf(ctx, 'items', writeCustomerFilter(readCustomerAddress(query).filter), () => itemColumns(ctx)),
  users: (ctx, query) =>
    sheetOf(ctx, 'users', searchIn(usersAddress(readUserAddress(query).filter)), () => userColumns(ctx)),
  journal: (ctx, query) =>
    sheetOf(ctx, 'journal', `change=${encodeURIComponent(partsOf(query).get('change') ?? '')}`, asInFile),
  history: async (ctx, query) => {
    const { filter } = readHistoryAddress(query)
    const found = await unlessTooLong(listHistory(ctx, filter, undefined, MOST_PRINTED))
    if (!found) return undefined
    const { rows, names, older } = found
    return {
      search: searchIn(historyAddress(filter)),
      rows: rows.length,
      cut: older !== undefined,
      back: historyAddress(filter),
      table: <HistoryList ctx={ctx} rows={rows} names={names} />,
    }
  },
}

/** A list of the desk from its first row on, in its own table. */
async function listed<Row>(
  asked: Promise<{ rows: Row[]; total: number }>,
  where: Pick<Read, 'search' | 'back'>,
  tableOf: (rows: Row[]) => ReactNode,
): Promise<Read | undefined> {
  const page = await unlessTooLong(asked)
  if (!page) return undefined
  const { rows, total } = page
  return { ...where, rows: rows.length, cut: total > rows.length, table: tableOf(rows) }
}

const searchIn = (address: string) => address.split('?')[1] ?? ''

/** A list as its file has it, in the columns that paper has room for. */
async function sheetOf(
  ctx: Context,
  kind: 'items' | 'users' | 'journal',
  search: string,
  columns: (first: First) => Column[],
): Promise<Read | 'broken' | undefined> {
  try {
    const first = await firstRows(ctx, kind, wholeSearch(search), MOST_PRINTED)
    if (!first) return undefined
    const title = wordsFor(ctx, 'exports')(`kinds.${kind}`)
    return {
      search,
      rows: first.rows.length,
      cut: first.cut,
      back: placeOf(kind, search),
      table: <Sheet title={title} columns={columns(first)} first={first} />,
    }
  } catch (error) {
    if (error instanceof Refusal && error.message === 'brokenSearch') return 'broken'
    if (error instanceof Refusal && error.code === 'not-found') notFound()
    throw error
  }
}
