import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { type Addressed, unlessTooLong } from '@/app/_blocks/addressed'
import { TooLong } from '@/app/_blocks/blank'
import { MOST_PRINTED, Paper } from '@/app/_blocks/paper'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { contactsAddress, ofCustomers, readContactAddress, writeContactFilter } from '@/lib/contacts/filter'
import { searchContacts } from '@/lib/contacts/queries/list'
import type { Context } from '@/lib/context'
import { customersAddress, readCustomerAddress, writeCustomerFilter } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { chosenColumns } from '@/lib/customers/queries/columns'
import { listCustomers } from '@/lib/customers/queries/list'
import { wholeSearch } from '@/lib/exports/input'
import { ContactTable } from '../../contacts/contact-table'
import { CustomerTable } from '../../customers/customer-table'
import { sayTarget } from '../../exports/said'

const LISTS = ['customers', 'contacts'] as const
type List = (typeof LISTS)[number]
type Props = { params: Promise<{ list: string }>; searchParams: Promise<Addressed> }

async function load({ params }: Props): Promise<{ ctx: Context; list: List }> {
  const ctx = await requireContext('customers.read')
  const asked = (await params).list
  const list = LISTS.find((name) => name === asked)
  if (!list) notFound()
  return { ctx, list }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { ctx, list } = await load(props)
  const t = wordsFor(ctx, 'exports')
  return { title: t('printOf', { list: t(`kinds.${list}`) }) }
}

/** A list from its first row on, as it is printed: whoever may read it may print it. */
export default async function PrintPage(props: Props) {
  const { ctx, list } = await load(props)
  const read = list === 'customers' ? customersOn : contactsOn
  const paper = await read(ctx, await props.searchParams)
  if (paper === 'broken') {
    return (
      <div className="max-w-3xl px-5 py-5 max-md:px-3.5">
        <Notice tone="bad">{wordsFor(ctx, 'exports')('broken')}</Notice>
      </div>
    )
  }
  if (!paper) return <TooLong ctx={ctx} />
  return (
    <Paper
      ctx={ctx}
      title={wordsFor(ctx, 'exports')(`kinds.${list}`)}
      said={await sayTarget(ctx, list, wholeSearch(paper.search))}
      rows={paper.rows}
      cut={paper.cut}
      back={paper.back}
    >
      {paper.table}
    </Paper>
  )
}

async function customersOn(ctx: Context, query: Addressed) {
  const { filter, view: wanted, problems } = readCustomerAddress(query)
  const [aimed, columns] = await Promise.all([aimAt(ctx, filter), chosenColumns(ctx)])
  if (problems.length + aimed.problems.length > 0) return 'broken'
  const view = { ...wanted, page: 1, size: MOST_PRINTED }
  const page = await unlessTooLong(listCustomers(ctx, aimed.aim, view, columns))
  if (!page) return undefined
  return {
    search: writeCustomerFilter(filter),
    rows: page.rows.length,
    cut: page.total > page.rows.length,
    back: customersAddress(filter, wanted),
    table: <CustomerTable ctx={ctx} rows={page.rows} columns={columns} filter={filter} view={wanted} ticks={false} />,
  }
}

async function contactsOn(ctx: Context, query: Addressed) {
  const { filter, view: wanted, problems } = readContactAddress(query)
  const aimed = await aimAt(ctx, ofCustomers(filter))
  if (problems.length + aimed.problems.length > 0) return 'broken'
  const view = { ...wanted, page: 1, size: MOST_PRINTED }
  const page = await unlessTooLong(searchContacts(ctx, { filter, customers: aimed.aim }, view))
  if (!page) return undefined
  return {
    search: writeContactFilter(filter),
    rows: page.rows.length,
    cut: page.total > page.rows.length,
    back: contactsAddress(filter, wanted),
    table: <ContactTable ctx={ctx} rows={page.rows} filter={filter} view={wanted} />,
  }
}
