'use client'

import { useTranslations } from 'use-intl/react'
import { Link } from '@/app/_ui/link'
import type { About } from '@/lib/changes/selection'

type Props = {
  about: About
  total: number
  exactly: string | undefined
  onPage: number
  wholePage: boolean
  all: boolean
  onAll: () => void
  onClear: () => void
}

/**
 * From "this page" to "all that match", in one sentence and one click. What is only about so many is counted on the
 * way.
 */
export function AllBanner({ about, total, exactly, onPage, wholePage, all, onAll, onClear }: Props) {
  const t = useTranslations('list')
  if (!all && !(wholePage && total > onPage)) return null
  const said = all && exactly ? t('selectedAll', { except: 0 }) : t('allSelected', { about, count: total })
  return (
    <p className="border-b border-line bg-accent-soft px-5 py-1.5 text-center text-base text-ink-2" role="status">
      {all ? said : t('pageSelected', { about, count: onPage })}{' '}
      {exactly && !all ? (
        <Link href={exactly} className="link" onClick={onAll}>
          {t('selectAllAbout')}
        </Link>
      ) : (
        <button type="button" className="link" onClick={all ? onClear : onAll}>
          {all ? t('clearSelection') : t('selectAll', { count: total })}
        </button>
      )}
    </p>
  )
}
