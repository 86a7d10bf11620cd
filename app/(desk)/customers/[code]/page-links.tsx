import { Link } from '@/app/_ui/link'
import { wordsFor } from '@/app/reader'
import type { Context } from '@/lib/context'
import { customerAddress } from '@/lib/customers/rules'
import type { Tab } from './tabs'

type Props = { ctx: Context; code: string; tab: Tab; page: { page: number; pages: number } }

/** From one page of a tab to the next. */
export function PageLinks({ ctx, code, tab, page: { page, pages } }: Props) {
  if (pages <= 1) return null
  const t = wordsFor(ctx, 'words')
  const to = (number: number) => `${customerAddress(code)}?tab=${tab}&page=${number}`
  return (
    <nav
      aria-label={t('page', { page, pages })}
      className="no-print flex items-center gap-4 px-5 max-md:px-3.5 py-3 text-base"
    >
      {page > 1 && (
        <Link href={to(page - 1)} rel="prev" className="link">
          {t('previous')}
        </Link>
      )}
      <span className="text-ink-2 tabular-nums">{t('page', { page, pages })}</span>
      {page < pages && (
        <Link href={to(page + 1)} rel="next" className="link">
          {t('next')}
        </Link>
      )}
    </nav>
  )
}
