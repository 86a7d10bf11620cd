import type { ReactNode } from 'react'
import { Icon } from '@/app/_ui/icon'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { MOST_COUNTED } from '@/lib/customers/queries/size'
import { type Page, SIZES } from '@/lib/list'

/** A page of a list whose number may be about right. */
type Listed = Page<unknown> & { about: boolean }

/** `at`: the address of another page of the same list. */
type Props = { ctx: Context; page: Listed; at: (place: { page: number; size: number }) => string }

/** Where in the list, the pages as links, and how many rows a page. */
export function Pages({ ctx, page, at }: Props) {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const { size } = page
  return (
    <nav
      aria-label={t('pagesLabel')}
      className="no-print flex flex-wrap items-center gap-x-4 gap-y-2 px-5 pt-3 pb-24 text-base text-ink-2 max-md:px-3.5"
    >
      <span className="tabular-nums">{rangeWords(ctx, page)}</span>
      {page.pages > 1 && (
        <span className="flex items-center gap-1">
          <Step href={page.page > 1 ? at({ page: page.page - 1, size }) : undefined} label={words('previous')}>
            <Icon name="chevron-left" />
          </Step>
          <span className="px-1 tabular-nums">{words('page', { page: page.page, pages: page.pages })}</span>
          <Step href={page.page < page.pages ? at({ page: page.page + 1, size }) : undefined} label={words('next')}>
            <Icon name="chevron-right" />
          </Step>
        </span>
      )}
      <span className="ml-auto flex items-center gap-1">
        <span className="mr-1">{t('perPage')}</span>
        {SIZES.map((rows) => (
          <Link
            key={rows}
            href={at({ page: 1, size: rows })}
            aria-current={rows === size ? 'true' : undefined}
            className="grid h-6 min-w-8 place-items-center rounded-md px-1 tabular-nums hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink"
          >
            {rows}
          </Link>
        ))}
      </span>
      {page.page === page.pages && page.total > MOST_COUNTED && (
        <p className="w-full text-ink">{t('lastPage', { most: MOST_COUNTED })}</p>
      )}
    </nav>
  )
}

/** Which of the rows stand on this page, and of how many. */
export function rangeWords(ctx: Context, { page, size, rows, total, about }: Listed): string {
  const from = (page - 1) * size + 1
  return wordsFor(ctx, 'customers')(about ? 'rangeAbout' : 'range', { from, to: from + rows.length - 1, total })
}

function Step({ href, label, children }: { href: string | undefined; label: string; children: ReactNode }) {
  if (!href) return <span className="btn btn-icon opacity-40">{children}</span>
  return (
    <Link href={href} aria-label={label} className="btn btn-icon">
      {children}
    </Link>
  )
}
