import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { SortHeading } from '@/app/_blocks/sort-heading'
import { Link } from '@/app/_ui/link'
import { SearchBox } from '@/app/_ui/search-box'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import type { Context } from '@/lib/context'
import { listGroups } from '@/lib/customers/queries/groups'
import { type GroupFilter, groupsAddress, readGroupAddress } from '@/lib/groups/filter'
import { usesOf } from '@/lib/groups/queries/uses'
import type { Page } from '@/lib/list'
import { NewGroup } from './group-forms'
import { GroupTableRow } from './group-row'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const PANEL = 'new-group'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('groups.write'), 'groups')('title') }
}

/** The groups there are, how many customers are in each, and what works with it. */
export default async function GroupsPage({ searchParams }: Props) {
  const ctx = await requireContext('groups.write')
  const t = wordsFor(ctx, 'groups')
  const { filter, page: wanted } = readGroupAddress(await searchParams)
  const page = await listGroups(ctx, filter, wanted)
  const uses = await usesOf(
    ctx,
    page.rows.map(({ id }) => id),
  )
  const isEmpty = page.total === 0 && filter.q === ''
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-5 pt-4 max-md:px-3.5">
        <h1 className="mr-auto text-xl font-semibold tracking-tight">{t('title')}</h1>
        <button type="button" popoverTarget={PANEL} className="btn btn-go">
          <Plus className="size-3.5" aria-hidden />
          {t('new')}
        </button>
        <NewGroup key={page.total} ctx={ctx} panel={PANEL} />
      </div>
      <p className="px-5 pt-1 pb-3 text-base text-ink-2 max-md:px-3.5">
        {isEmpty ? `${t('empty')}. ${t('emptyHint')}` : t('intro')}
        {ctx.actor.portfolioOnly && <> {t('withinPortfolio')}</>}
      </p>
      {!isEmpty && <GroupSearch ctx={ctx} filter={filter} />}
      {page.total > 0 && (
        <div className="overflow-x-auto">
          <table className="table">
            <thead>
              <tr>
                <Heading ctx={ctx} filter={filter} sort="name" />
                <Heading ctx={ctx} filter={filter} sort="customers" />
                <th scope="col" className="max-md:hidden">
                  {t('usedBy')}
                </th>
                <th scope="col">
                  <span className="sr-only">{t('rename')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {page.rows.map((group) => (
                <GroupTableRow key={group.id} ctx={ctx} group={group} uses={uses.get(group.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {page.total === 0 && !isEmpty && (
        <div className="grid justify-items-start gap-2 px-5 py-10 max-md:px-3.5">
          <p className="font-semibold">{t('noMatch')}</p>
          <Link href="/admin/groups" className="link text-base">
            {t('showAll')}
          </Link>
        </div>
      )}
      {page.total > 0 && <Steps ctx={ctx} page={page} filter={filter} />}
    </>
  )
}

function Heading({ ctx, filter, sort }: { ctx: Context; filter: GroupFilter; sort: GroupFilter['sort'] }) {
  const t = wordsFor(ctx, 'groups')
  const sorted = filter.sort === sort
  // The most customers first, as most want to know.
  const descending = sorted ? !filter.descending : sort === 'customers'
  return (
    <SortHeading
      label={t(sort)}
      title={t(sort === 'name' ? 'sortName' : 'sortCustomers')}
      href={groupsAddress({ ...filter, sort, descending })}
      sorted={sorted ? (filter.descending ? 'down' : 'up') : undefined}
      figure={sort === 'customers'}
    />
  )
}

/** A plain GET form, so that the search is its address. */
function GroupSearch({ ctx, filter }: { ctx: Context; filter: GroupFilter }) {
  const t = wordsFor(ctx, 'groups')
  return (
    <search>
      <form action="/admin/groups" method="get" className="flex flex-wrap items-center gap-2 px-5 pb-3 max-md:px-3.5">
        <SearchBox words={filter.q} label={t('search')} className="w-56 max-md:w-0 max-md:grow" />
        <button type="submit" className="btn">
          {t('find')}
        </button>
        {filter.q !== '' && (
          <Link href={groupsAddress({ ...filter, q: '' })} className="btn btn-bare">
            {wordsFor(ctx, 'words')('clear')}
          </Link>
        )}
      </form>
    </search>
  )
}

function Steps({ ctx, page, filter }: { ctx: Context; page: Page<unknown>; filter: GroupFilter }) {
  const t = wordsFor(ctx, 'groups')
  const words = wordsFor(ctx, 'words')
  return (
    <nav
      aria-label={t('pages')}
      className="no-print flex items-center gap-3 px-5 py-3 text-base text-ink-2 max-md:px-3.5"
    >
      <span className="tabular-nums">{t('count', { count: page.total })}</span>
      {page.page > 1 && (
        <Link href={groupsAddress(filter, page.page - 1)} className="btn">
          {words('previous')}
        </Link>
      )}
      {page.pages > 1 && <span className="tabular-nums">{words('page', { page: page.page, pages: page.pages })}</span>}
      {page.page < page.pages && (
        <Link href={groupsAddress(filter, page.page + 1)} className="btn">
          {words('next')}
        </Link>
      )}
    </nav>
  )
}
