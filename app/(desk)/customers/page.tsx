import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { searchLine, speak } from '@/app/_blocks/search-words'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import {
  type CustomerView,
  customersAddress,
  readCustomerAddress,
  writeCustomerAddress,
  writeCustomerFilter,
} from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { chosenColumns } from '@/lib/customers/queries/columns'
import { type CustomerPage, listCustomers } from '@/lib/customers/queries/list'
import type { CustomerColumn } from '@/lib/customers/rules/columns'
import { MOST_TICKED } from '@/lib/customers/selection'
import type { Aim } from '@/lib/customers/where'
import { Refusal } from '@/lib/errors'
import { openCodeList } from '@/lib/lists/commands'
import { pickColleagues } from '@/lib/users/queries'
import { findView } from '@/lib/views/queries'
import { isChanged } from '@/lib/views/rules'
import { CodeListPanel } from './code-list-panel'
import { ColumnButton, ColumnPanel } from './column-panel'
import { CustomerTable } from './customer-table'
import { NothingHere, TooLong } from './empty'
import { FilterBar } from './filter-bar'
import { Pages, rangeWords } from './pages'
import { PasteForm } from './paste-form'
import { ProblemNotice } from './problem-notice'
import { Selection } from './selection'
import { Shortcuts } from './shortcuts'
import { Summary } from './summary'
import { ViewBar } from './view-bar'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** What a browser's favourite has room for. */
const LONGEST_TITLE = 60

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const ctx = await requireContext('customers.read')
  const t = wordsFor(ctx, 'customers')
  const { filter, view } = readCustomerAddress(await searchParams)
  const [aimed, saved] = await Promise.all([aimAt(ctx, filter), view.saved ? findView(ctx, view.saved) : undefined])
  const words = searchLine(ctx, speak(ctx, formatFor(ctx), filter, aimed))
  const line = saved && !isChanged(saved, filter, view) ? [saved.name, words].filter(Boolean).join(': ') : words
  return {
    title:
      line === ''
        ? t('title')
        : t('titleNarrowed', { search: line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line }),
  }
}

export default async function CustomersPage({ searchParams }: Props) {
  const ctx = await requireContext('customers.read')
  const query = await searchParams
  const { filter, view: wanted, problems: unread } = readCustomerAddress(query)
  if (unread.length === 0 && !isCanonical(query, writeCustomerAddress(filter, wanted)))
    redirect(customersAddress(filter, wanted))
  const [aimed, columns, saved] = await Promise.all([
    aimAt(ctx, filter),
    chosenColumns(ctx),
    wanted.saved ? findView(ctx, wanted.saved) : undefined,
  ])
  const view = saved ? wanted : { ...wanted, saved: '' }
  const problems = [...unread, ...aimed.problems]
  if (wanted.saved && !saved) problems.push({ part: 'view', value: wanted.saved, reason: 'gone' })
  const [page, colleagues] = await Promise.all([
    findCustomers(ctx, aimed.aim, view, columns),
    can(ctx.actor, 'changes.write') && problems.length === 0 ? pickColleagues(ctx) : [],
    filter.list ? openCodeList(ctx, filter.list) : undefined,
  ])
  const t = wordsFor(ctx, 'customers')
  const parts = speak(ctx, formatFor(ctx), filter, aimed)
  const exactly = customersAddress(filter, { ...view, exact: true })
  const list =
    page?.total === 0 ? (
      <NothingHere ctx={ctx} parts={parts} />
    ) : (
      page && <CustomerTable {...{ ctx, columns, filter, view }} rows={page.rows} ticks={problems.length === 0} />
    )
  return (
    <>
      <h1 className="sr-only print:not-sr-only print:text-xl print:font-semibold">{t('title')}</h1>
      <p className="hidden pb-2 text-base text-ink-2 print:block">
        {[searchLine(ctx, parts), page && page.total > 0 ? rangeWords(ctx, page) : ''].filter(Boolean).join(' · ')}
      </p>
      {saved && <ViewBar ctx={ctx} saved={saved} filter={filter} view={view} size={page} />}
      <FilterBar ctx={ctx} filter={filter} view={view} parts={parts} problems={unread} />
      {problems.length > 0 && <ProblemNotice ctx={ctx} problems={problems} filter={filter} view={view} />}
      {aimed.aim.list && <CodeListPanel ctx={ctx} filter={filter} view={view} />}
      {filter.list && !aimed.aim.list && (
        <div className="px-5 pb-3 max-md:px-3.5">
          <PasteForm search={writeCustomerAddress(filter)} />
        </div>
      )}
      {!page && <TooLong ctx={ctx} />}
      {page && page.total > 0 && (
        <>
          <div className="flex items-start gap-1 pr-3">
            <div className="min-w-0 flex-1">
              <Summary ctx={ctx} size={page} exactly={exactly} />
            </div>
            <ColumnButton ctx={ctx} />
            <Shortcuts ctx={ctx} />
          </div>
          <ColumnPanel ctx={ctx} columns={columns} />
        </>
      )}
      {page && problems.length > 0 && list}
      {page && problems.length === 0 && (
        <Selection
          key={writeCustomerFilter(filter)}
          search={writeCustomerFilter(filter)}
          total={page.total}
          exactly={page.about ? exactly : undefined}
          pageIds={page.rows.map((row) => row.id)}
          colleagues={colleagues}
          allowed={can(ctx.actor, 'changes.write')}
          mostTicked={MOST_TICKED}
          owner={ctx.actor.id}
          letters={ctx.actor.shortcuts}
        >
          {list}
        </Selection>
      )}
      {page && page.total > 0 && <Pages ctx={ctx} page={page} filter={filter} view={view} />}
    </>
  )
}

/** Nothing where the search was stopped for taking too long: that is said in place of the list. */
async function findCustomers(
  ctx: Context,
  aim: Aim,
  view: CustomerView,
  columns: CustomerColumn[],
): Promise<CustomerPage | undefined> {
  try {
    return await listCustomers(ctx, aim, view, columns)
  } catch (error) {
    if (error instanceof Refusal && error.message === 'searchTooLong') return undefined
    throw error
  }
}

/** Whether the address is written the one way we write it. What a form sends is not, and is put right by a redirect. */
function isCanonical(query: Record<string, string | string[] | undefined>, canonical: string): boolean {
  const given = Object.entries(query).map(([name, value]) => [name, [value].flat().join('\n')])
  const wanted = [...new URLSearchParams(canonical)]
  return JSON.stringify(given) === JSON.stringify(wanted)
}
