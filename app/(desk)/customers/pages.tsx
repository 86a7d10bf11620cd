import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { type CustomerFilter, type CustomerView, customersAddress, SIZES } from '@/lib/customers/filter'
import type { CustomerPage } from '@/lib/customers/queries/list'
import { MOST_COUNTED } from '@/lib/customers/queries/size'

type Props = { ctx: Context; page: CustomerPage; filter: CustomerFilter; view: CustomerView }

/** Where in the list, the pages as links, and how many rows a page. */
export function Pages({ ctx, page, filter, view }: Props) {
  const t = wordsFor(ctx, 'customers')
  const words = wordsFor(ctx, 'words')
  const at = (number: number) => customersAddress(filter, { ...view, page: number })
  return (
    <nav
      aria-label={t('pagesLabel')}
      className="no-print flex flex-wrap items-center gap-x-4 gap-y-2 px-5 pt-3 pb-24 text-base text-ink-2 max-md:px-3.5"
    >
      <span className="tabular-nums">{rangeWords(ctx, page)}</span>
      {page.pages > 1 && (
        <span className="flex items-center gap-1">
          <Step href={page.page > 1 ? at(page.page - 1) : undefined} label={words('previous')}>
            <ChevronLeft className="size-4" aria-hidden />
          </Step>
          <span className="px-1 tabular-nums">{words('page', { page: page.page, pages: page.pages })}</span>
          <Step href={page.page < page.pages ? at(page.page + 1) : undefined} label={words('next')}>
            <ChevronRight className="size-4" aria-hidden />
          </Step>
        </span>
      )}
      <span className="ml-auto flex items-center gap-1">
        <span className="mr-1">{t('perPage')}</span>
        {SIZES.map((size) => (
          <Link
            key={size}
            href={customersAddress(filter, { ...view, size, page: 1 })}
            aria-current={size === view.size ? 'true' : undefined}
            className="grid h-6 min-w-8 place-items-center rounded-md px-1 tabular-nums hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink"
          >
            {size}
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
export function rangeWords(ctx: Context, { page, size, rows, total, about }: CustomerPage): string {
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
