import type { Metadata } from 'next'
import { Blank } from '@/app/_blocks/blank'
import { searchLine, speak } from '@/app/_blocks/search-words'
import { Turner } from '@/app/_blocks/turner'
import { Link } from '@/app/_ui/link'
import { formatFor, wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { EVERYONE, readCustomerAddress } from '@/lib/customers/filter'
import { aimAt } from '@/lib/customers/queries/aim'
import { pageNumber } from '@/lib/list'
import { countView, listViews, type View } from '@/lib/views/queries'
import { ViewRow } from './view-row'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('customers.read'), 'views')('title') }
}

type Props = { searchParams: Promise<{ page?: string | string[] }> }

/** The saved views: one's own, and those that others share. */
export default async function ViewsPage({ searchParams }: Props) {
  const ctx = await requireContext('customers.read')
  const t = wordsFor(ctx, 'views')
  const page = await listViews(ctx, pageNumber((await searchParams).page))
  if (page.total === 0) {
    return (
      <Blank as="h1" title={t('empty')} hint={t('emptyHint')}>
        <Link href="/customers" className="btn">
          {t('toCustomers')}
        </Link>
      </Blank>
    )
  }
  const words = await searchWords(ctx, page.rows)
  const counts = inTurn(page.rows, (view) => countView(ctx, view))
  return (
    <>
      <h1 className="px-5 pt-4 text-xl font-semibold tracking-tight max-md:px-3.5">{t('title')}</h1>
      <p className="px-5 pt-1 pb-3 text-base text-ink-2 max-md:px-3.5">
        {t('intro')}
        {ctx.actor.portfolioOnly && <> {t('withinPortfolioAll')}</>}
      </p>
      <div className="overflow-x-auto">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col" className="max-lg:hidden">
                {t('searchHeading')}
              </th>
              <th scope="col" className="num">
                {t('countHeading')}
              </th>
              <th scope="col" className="num max-md:hidden">
                {t('sinceHeading')}
              </th>
              <th scope="col">
                <span className="sr-only">{t('edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((view, index) => (
              <ViewRow key={view.slug} ctx={ctx} view={view} words={words[index] ?? ''} count={counts[index]} />
            ))}
          </tbody>
        </table>
      </div>
      <Turner
        ctx={ctx}
        page={page.page}
        pages={page.pages}
        at={(number) => `/views?page=${number}`}
        label={t('pages')}
      />
    </>
  )
}

/** One after the other, so that a page of views asks the server for one count at a time. */
function inTurn<Row, Value>(rows: readonly Row[], ask: (row: Row) => Promise<Value>): Promise<Value>[] {
  let last: Promise<unknown> = Promise.resolve()
  return rows.map((row) => {
    const answer = last.then(() => ask(row))
    last = answer.catch(() => undefined)
    return answer
  })
}

/** Each search in words; the names in all of them are looked up at once. */
async function searchWords(ctx: Context, views: readonly View[]): Promise<string[]> {
  const filters = views.map(({ search }) => readCustomerAddress(search).filter)
  const all = (part: 'colleague' | 'collector' | 'group') => filters.flatMap((filter) => filter[part])
  const names = await aimAt(ctx, {
    ...EVERYONE,
    colleague: all('colleague'),
    collector: all('collector'),
    group: all('group'),
  })
  return filters.map((filter, index) => {
    const frozen = views[index]?.frozen ?? false
    const parts = speak(ctx, formatFor(ctx), filter, { ...names, frozen })
    // Exactly these customers are in whatever state they are.
    const told = frozen ? parts.filter(({ part }) => part !== 'state') : parts
    return searchLine(ctx, told)
  })
}
