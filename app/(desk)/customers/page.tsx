import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Suspense } from 'react'
import { searchLine, speak } from '@/app/_blocks/search-words'
import { formatFor, wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { requireContext } from '@/lib/auth/session'
import {
  customersAddress,
  readCustomerAddress,
  writeCustomerAddress,
  writeCustomerFilter,
} from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { listCustomers } from '@/lib/customers/queries/list'
import { openCodeList } from '@/lib/lists/commands'
import { pickColleagues } from '@/lib/users/queries'
import { CodeListPanel } from './code-list-panel'
import { CustomerTable } from './customer-table'
import { NothingHere } from './empty'
import { FilterBar } from './filter-bar'
import { Pages, rangeOf } from './pages'
import { PasteForm } from './paste-form'
import { ProblemNotice } from './problem-notice'
import { Selection } from './selection'
import { Summary } from './summary'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** What a browser's favourite has room for. */
const LONGEST_TITLE = 60

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const ctx = await requireContext('customers.read')
  const t = wordsFor(ctx, 'customers')
  const { filter } = readCustomerAddress(await searchParams)
  const line = searchLine(ctx, speak(ctx, formatFor(ctx), filter, await aimAt(ctx, filter)))
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
  const { filter, view, problems: unread } = readCustomerAddress(query)
  if (unread.length === 0 && !isCanonical(query, writeCustomerAddress(filter, view)))
    redirect(customersAddress(filter, view))
  const aimed = await aimAt(ctx, filter)
  const problems = [...unread, ...aimed.problems]
  const [page, colleagues] = await Promise.all([
    listCustomers(ctx, aimed.aim, view),
    can(ctx.actor, 'changes.write') && problems.length === 0 ? pickColleagues(ctx) : [],
    filter.list ? openCodeList(ctx, filter.list) : undefined,
  ])
  const t = wordsFor(ctx, 'customers')
  const parts = speak(ctx, formatFor(ctx), filter, aimed)
  return (
    <>
      <h1 className="sr-only print:not-sr-only print:text-xl print:font-semibold">{t('title')}</h1>
      <p className="hidden pb-2 text-base text-ink-2 print:block">
        {[searchLine(ctx, parts), page.total > 0 ? t('range', rangeOf(page)) : ''].filter(Boolean).join(' · ')}
      </p>
      <FilterBar ctx={ctx} filter={filter} view={view} parts={parts} />
      {problems.length > 0 && <ProblemNotice ctx={ctx} problems={problems} filter={filter} view={view} />}
      {aimed.aim.list && <CodeListPanel ctx={ctx} filter={filter} view={view} />}
      {filter.list && !aimed.aim.list && (
        <div className="px-5 pb-3 max-md:px-3.5">
          <PasteForm search={writeCustomerAddress(filter)} />
        </div>
      )}
      {page.total === 0 ? (
        <NothingHere ctx={ctx} parts={parts} />
      ) : (
        <>
          <Suspense fallback={<div className="h-9" />}>
            <Summary ctx={ctx} aim={aimed.aim} />
          </Suspense>
          <Selection
            key={writeCustomerFilter(filter)}
            search={writeCustomerFilter(filter)}
            total={page.total}
            pageIds={page.rows.map((row) => row.id)}
            colleagues={colleagues}
            mode={problems.length > 0 ? 'off' : can(ctx.actor, 'changes.write') ? 'on' : 'refused'}
          >
            <CustomerTable ctx={ctx} rows={page.rows} filter={filter} view={view} />
          </Selection>
          <Pages ctx={ctx} page={page} filter={filter} view={view} />
        </>
      )}
    </>
  )
}

/** Whether the address is written the one way we write it. What a form sends is not, and is put right by a redirect. */
function isCanonical(query: Record<string, string | string[] | undefined>, canonical: string): boolean {
  const given = Object.entries(query).map(([name, value]) => [name, [value].flat().join('\n')])
  const wanted = [...new URLSearchParams(canonical)]
  return JSON.stringify(given) === JSON.stringify(wanted)
}
