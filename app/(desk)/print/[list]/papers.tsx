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
import { chosenColumns } from '@/lib/customers/queries/columns'
import { listCustomers } from '@/lib/customers/queries/list'
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

export const PAPERS: Record<Printed, Reader> = {
  customers: async (ctx, query) => {
    const { filter, view: wanted, problems } = readCustomerAddress(query)
    const [aimed, columns] = await Promise.all([aimAt(ctx, filter), chosenColumns(ctx)])
    if (problems.length + aimed.problems.length > 0) return 'broken'
    const view = { ...wanted, page: 1, size: MOST_PRINTED }
    const page = await unlessTooLong(listCustomers(ctx, aimed.aim, view, columns))
    return (
      page && {
        search: writeCustomerFilter(filter),
        rows: page.rows.length,
        cut: page.total > page.rows.length,
        back: customersAddress(filter, wanted),
        table: (
          <CustomerTable ctx={ctx} rows={page.rows} columns={columns} filter={filter} view={wanted} ticks={false} />
        ),
      }
    )
  },
  contacts: async (ctx, query) => {
    const { filter, view: wanted, problems } = readContactAddress(query)
    const aimed = await aimAt(ctx, ofCustomers(filter))
    if (problems.length + aimed.problems.length > 0) return 'broken'
    const view = { ...wanted, page: 1, size: MOST_PRINTED }
    const page = await unlessTooLong(searchContacts(ctx, { filter, customers: aimed.aim }, view))
    return (
      page && {
        search: writeContactFilter(filter),
        rows: page.rows.length,
        cut: page.total > page.rows.length,
        back: contactsAddress(filter, wanted),
        table: <ContactTable ctx={ctx} rows={page.rows} filter={filter} view={wanted} />,
      }
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
    const { rows, names, older } = await listHistory(ctx, filter, undefined, MOST_PRINTED)
    return {
      search: searchIn(historyAddress(filter)),
      rows: rows.length,
      cut: older !== undefined,
      back: historyAddress(filter),
      table: <HistoryList ctx={ctx} rows={rows} names={names} />,
    }
  },
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
