import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { type Addressed, isCanonical, unlessTooLong, withoutPanel, withPanel } from '@/app/_blocks/addressed'
import { TooLong } from '@/app/_blocks/blank'
import { ExportLink, PrintLink } from '@/app/_blocks/export-link'
import { Pages, rangeWords } from '@/app/_blocks/pages'
import { ProblemNotice, withoutGone } from '@/app/_blocks/problem-notice'
import { searchLine, shortened } from '@/app/_blocks/search-words'
import { MoreWords } from '@/app/_ui/words'
import { wordsFor } from '@/app/reader'
import { can } from '@/lib/auth/permissions'
import { customersAddress, writeCustomerAddress, writeCustomerFilter } from '@/lib/customers/filter'
import { listCustomers } from '@/lib/customers/queries/list'
import { MOST_TICKED } from '@/lib/customers/selection'
import { printAddress } from '@/lib/exports/rules'
import { sections } from '@/lib/i18n/words'
import { openCodeList } from '@/lib/lists/commands'
import { isChanged } from '@/lib/views/rules'
import { CodeListPanel } from './code-list-panel'
import { ColumnButton } from './column-panel'
import { CustomerTable } from './customer-table'
import { NothingHere } from './empty'
import { FilterBar } from './filter-bar'
import { loadSearch } from './load'
import { openPanelAction } from './open-panel'
import { CustomerPanel } from './panel-content'
import { PasteForm } from './paste-form'
import { Selection } from './selection'
import { Shortcuts } from './shortcuts'
import { Summary } from './summary'
import { ViewBar } from './view-bar'

type Props = { searchParams: Promise<Addressed> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { ctx, filter, view, saved, parts } = await loadSearch(withoutPanel(await searchParams).query)
  const t = wordsFor(ctx, 'customers')
  const words = searchLine(ctx, parts)
  const line = saved && !isChanged(saved, filter, view) ? [saved.name, words].filter(Boolean).join(': ') : words
  return {
    title: line === '' ? t('title') : t('titleNarrowed', { search: shortened(line) }),
  }
}

export default async function CustomersPage({ searchParams }: Props) {
  const { panel, query } = withoutPanel(await searchParams)
  const { ctx, filter, view: wanted, problems: unread, aimed, columns, saved, parts } = await loadSearch(query)
  if (unread.length === 0 && !isCanonical(query, writeCustomerAddress(filter, wanted)))
    redirect(withPanel(customersAddress(filter, wanted), panel))
  const view = saved ? wanted : { ...wanted, saved: '' }
  const problems = [...unread, ...aimed.problems]
  if (wanted.saved && !saved) problems.push({ part: 'view', value: wanted.saved, reason: 'gone' })
  const [page] = await Promise.all([
    unlessTooLong(listCustomers(ctx, aimed.aim, view, columns)),
    filter.list ? openCodeList(ctx, filter.list) : undefined,
  ])
  const t = wordsFor(ctx, 'customers')
  const exactly = customersAddress(filter, { ...view, exact: true })
  const list =
    page?.total === 0 ? (
      <NothingHere ctx={ctx} filter={filter} parts={parts} />
    ) : (
      page && <CustomerTable {...{ ctx, columns, filter, view }} rows={page.rows} ticks={problems.length === 0} />
    )
  return (
    <MoreWords messages={sections(ctx.actor.language, 'list')}>
      <h1 className="sr-only print:not-sr-only print:text-xl print:font-semibold">{t('title')}</h1>
      <p className="hidden pb-2 text-base text-ink-2 print:block">
        {[searchLine(ctx, parts), page && page.total > 0 ? rangeWords(ctx, page) : ''].filter(Boolean).join(' · ')}
      </p>
      {saved && <ViewBar ctx={ctx} open={openPanelAction} saved={saved} filter={filter} view={view} size={page} />}
      <FilterBar
        {...{ ctx, filter, view, parts }}
        problems={unread}
        open={openPanelAction}
        inPlace={panel === 'filter'}
      />
      {panel !== '' && panel !== 'filter' && (
        <div className="no-print mx-5 mb-3 w-[420px] max-w-[calc(100%-40px)] rounded-md border border-line bg-surface p-4">
          <CustomerPanel panel={panel} query={query} />
        </div>
      )}
      {problems.length > 0 && (
        <ProblemNotice
          ctx={ctx}
          problems={problems}
          without={customersAddress(withoutGone(filter, problems), { ...view, page: 1 })}
        />
      )}
      {aimed.aim.list && <CodeListPanel ctx={ctx} filter={filter} view={view} />}
      {filter.list && !aimed.aim.list && (
        <div className="px-5 pb-3 max-md:px-3.5">
          <PasteForm search={writeCustomerAddress(filter)} />
        </div>
      )}
      {!page && <TooLong ctx={ctx} />}
      {page && page.total > 0 && (
        <div className="flex items-start gap-1 pr-3">
          <div className="min-w-0 flex-1">
            <Summary ctx={ctx} size={page} exactly={exactly} />
          </div>
          {problems.length === 0 && (
            <>
              <ExportLink ctx={ctx} kind="customers" search={writeCustomerAddress(filter, view)} />
              <PrintLink ctx={ctx} href={printAddress('customers', writeCustomerAddress(filter, view))} />
            </>
          )}
          <ColumnButton ctx={ctx} columns={columns} open={openPanelAction} />
          <Shortcuts ctx={ctx} open={openPanelAction} />
        </div>
      )}
      {page && problems.length > 0 && list}
      {page && problems.length === 0 && (
        <Selection
          key={writeCustomerFilter(filter)}
          search={writeCustomerFilter(filter)}
          total={page.total}
          exactly={page.about ? exactly : undefined}
          pageIds={page.rows.map((row) => row.id)}
          allowed={can(ctx.actor, 'changes.write')}
          mayExport={can(ctx.actor, 'exports.write')}
          mostTicked={MOST_TICKED}
          owner={ctx.actor.id}
          letters={ctx.actor.shortcuts}
        >
          {list}
        </Selection>
      )}
      {page && page.total > 0 && (
        <Pages ctx={ctx} page={page} at={(place) => customersAddress(filter, { ...view, ...place })} />
      )}
    </MoreWords>
  )
}
