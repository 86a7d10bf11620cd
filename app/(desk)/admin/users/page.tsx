import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { ExportLink, PrintLink } from '@/app/_blocks/export-link'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { wordsFor } from '@/app/reader'
import { requireContext } from '@/lib/auth/session'
import { countPortfolios } from '@/lib/customers/queries/portfolios'
import { printAddress } from '@/lib/exports/rules'
import { readUserAddress, usersAddress } from '@/lib/users/filter'
import { listUsers } from '@/lib/users/queries'
import { UserPages } from './user-pages'
import { UserSearch } from './user-search'
import { UserTable } from './user-table'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsFor(await requireContext('users.write'), 'admin')('users') }
}

export default async function UsersPage({ searchParams }: Props) {
  const ctx = await requireContext('users.write')
  const t = wordsFor(ctx, 'admin')
  const query = await searchParams
  const { filter, page } = readUserAddress(query)
  const search = usersAddress(filter).split('?')[1] ?? ''
  const users = await listUsers(ctx, filter, page)
  const portfolios = await countPortfolios(
    ctx,
    users.rows.map((row) => row.id),
  )
  return (
    <>
      <h1 className="sr-only">{t('users')}</h1>
      {query.notice === 'deleted' && (
        <div className="px-5 pt-3 max-md:px-3.5">
          <Notice tone="good">{t('deleted')}</Notice>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2 px-5 py-3 max-md:px-3.5">
        <UserSearch ctx={ctx} filter={filter} />
        <ExportLink ctx={ctx} kind="users" search={search} className="btn btn-bare ml-auto" />
        <PrintLink ctx={ctx} href={printAddress('users', search)} className="btn btn-bare" />
        <Link href="/admin/users/new" className="btn btn-go">
          <Plus className="size-3.5" aria-hidden />
          {t('newUser')}
        </Link>
      </div>
      {users.total === 0 ? (
        <div className="grid justify-items-start gap-2 px-5 py-10 max-md:px-3.5">
          <p className="font-semibold">{t('noUserMatches')}</p>
          <Link href="/admin/users" className="link text-base">
            {t('showAll')}
          </Link>
        </div>
      ) : (
        <>
          <UserTable ctx={ctx} rows={users.rows} portfolios={portfolios} />
          <UserPages ctx={ctx} page={users} filter={filter} />
        </>
      )}
    </>
  )
}
