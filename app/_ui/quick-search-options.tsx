'use client'

import { useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import type { SpokenHit } from '@/app/_blocks/hit-words'
import { HitIcon } from '@/app/_ui/hit-icon'
import { Link } from '@/app/_ui/link'
import { hasLetterOrDigit } from '@/lib/search/rules'
import type { useQuickSearch } from './use-quick-search'

type Props = {
  id: string
  optionId: (index: number) => string
  search: ReturnType<typeof useQuickSearch>
}

/** The list under the search: links, so that they can be opened in another tab, which the keyboard walks as options. */
export function QuickSearchOptions({ id, optionId, search }: Props) {
  const { found, text, everything, active } = search
  const t = useTranslations('quick')
  const last = found.hits.length
  useEffect(() => {
    if (active >= 0) document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' })
  }, [active, optionId])
  const option = (index: number, href: string) => ({
    id: optionId(index),
    href,
    role: 'option' as const,
    'aria-selected': index === active,
    tabIndex: -1,
    onMouseMove: () => search.setActive(index),
    onClick: search.leave,
    className: 'block rounded-md px-2.5 py-1.5 aria-selected:bg-sunken',
  })
  return (
    <div className="popup absolute top-9 right-0 w-[min(460px,calc(100vw-24px))] p-1.5">
      {found.waiting && last === 0 && <p className="px-2.5 py-1.5 text-ink-2">{t('searching')}</p>}
      {!found.waiting && found.problem !== '' && <p className="px-2.5 py-1.5 text-danger">{t(found.problem)}</p>}
      {!found.waiting && found.problem === '' && last === 0 && (
        <p className="px-2.5 py-1.5 text-ink-2">{t(hasLetterOrDigit(text) ? 'nothing' : 'signsOnly', { text })}</p>
      )}
      <div id={id} role="listbox" aria-label={t('results')} className="max-h-[70vh] overflow-y-auto">
        {found.hits.map((hit, index) => (
          <Link key={hit.key} {...option(index, hit.href)}>
            <Row hit={hit} />
          </Link>
        ))}
        <Link
          {...option(last, everything)}
          className="block rounded-md px-2.5 py-1.5 text-accent aria-selected:bg-sunken"
        >
          {t('all', { text })}
        </Link>
      </div>
      {found.partly && !found.waiting && <p className="px-2.5 py-1.5 text-sm text-ink-3">{t('partly')}</p>}
    </div>
  )
}

function Row({ hit: { what, name, why, line, code, overdue, state } }: { hit: SpokenHit }) {
  const t = useTranslations('quick')
  return (
    <span className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-2.5">
      <HitIcon what={what} />
      <span className="min-w-0">
        <span className="block truncate">
          <span className="font-semibold">{name}</span> <span className="text-sm text-ink-3">{why}</span>
        </span>
        <span className="block truncate text-sm text-ink-2">{line}</span>
      </span>
      <span className="text-right">
        <span className="code block">{code}</span>
        {state && <span className="tag tag-warn">{state}</span>}
        {overdue && <span className="block text-sm text-late">{t('overdue', { amount: overdue })}</span>}
      </span>
    </span>
  )
}
