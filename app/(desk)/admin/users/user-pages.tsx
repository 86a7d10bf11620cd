import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import type { Page } from '@/lib/list'
import { type UserFilter, usersAddress } from '@/lib/users/filter'

type Props = { ctx: Context; page: Page<unknown>; filter: UserFilter }

export function UserPages({ ctx, page, filter }: Props) {
  const t = wordsFor(ctx, 'admin')
  const words = wordsFor(ctx, 'words')
  return (
    <nav
      aria-label={t('pages')}
      className="no-print flex items-center gap-3 px-5 py-3 text-base text-ink-2 max-md:px-3.5"
    >
      <span className="tabular-nums">{t('usersCount', { count: page.total })}</span>
      {page.page > 1 && (
        <Link href={usersAddress(filter, page.page - 1)} className="btn">
          {words('previous')}
        </Link>
      )}
      {page.pages > 1 && <span className="tabular-nums">{words('page', { page: page.page, pages: page.pages })}</span>}
      {page.page < page.pages && (
        <Link href={usersAddress(filter, page.page + 1)} className="btn">
          {words('next')}
        </Link>
      )}
    </nav>
  )
}
