import type { Metadata } from 'next'
import { unlessTooLong } from '@/app/_blocks/addressed'
import { ExportLink, PrintLink } from '@/app/_blocks/export-link'
import { HistoryList } from '@/app/_blocks/history-list'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { printAddress } from '@/lib/exports/rules'
import { historyAddress, readHistoryAddress } from '@/lib/reports/filter'
import { importCalled, listHistory } from '@/lib/reports/queries'
import { pickColleagues } from '@/lib/users/queries'
import { HistorySearch } from './history-search'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('history.read'), 'admin')('wholeHistory') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Who did what, in the whole company, newest first. */
export default async function HistoryPage({ searchParams }: Props) {
  const ctx = await requireContext('history.read')
  const { filter, before } = readHistoryAddress(await searchParams)
  const [page, users, imported] = await Promise.all([
    unlessTooLong(listHistory(ctx, filter, before)),
    pickColleagues(ctx),
    filter.import === '' ? undefined : importCalled(ctx, filter.import),
  ])
  const search = historyAddress(filter).split('?')[1] ?? ''
  const t = wordsFor(ctx, 'admin')
  const list = wordsFor(ctx, 'history')
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 pt-4 pb-3 max-md:px-3.5">
        <h1 className="mr-auto text-xl font-semibold tracking-tight">{t('wholeHistory')}</h1>
        <span className="flex">
          <ExportLink ctx={ctx} kind="history" search={search} className="btn btn-bare" />
          <PrintLink ctx={ctx} href={printAddress('history', search)} className="btn btn-bare" />
        </span>
        <HistorySearch ctx={ctx} filter={filter} users={users} imported={imported} />
      </div>
      {page === undefined ? (
        <div className="border-t border-line px-5 py-4 max-md:px-3.5">
          <Notice tone="bad">{wordsFor(ctx, 'refusals')('searchTooLong')}</Notice>
        </div>
      ) : page.rows.length === 0 ? (
        <p className="border-t border-line px-5 py-16 text-center text-base text-ink-2">{t('noHistory')}</p>
      ) : (
        <div className="border-t border-line">
          <HistoryList ctx={ctx} rows={page.rows} names={page.names} />
        </div>
      )}
      <nav aria-label={list('list.pages')} className="no-print flex gap-4 px-5 py-4 text-base max-md:px-3.5">
        {before !== undefined && (
          <Link className="link" href={historyAddress(filter)}>
            {t('newest')}
          </Link>
        )}
        {page?.older !== undefined && (
          <Link className="link" href={historyAddress(filter, page.older)}>
            {list('list.older')}
          </Link>
        )}
      </nav>
    </>
  )
}
