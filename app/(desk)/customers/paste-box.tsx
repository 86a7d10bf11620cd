'use client'

import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { Icon } from '@/app/_ui/icon'
import { PasteForm } from './paste-form'

/** The button that opens the panel to paste into. */
export function PasteBox({ search }: { search: string }) {
  const t = useTranslations('list')
  const panel = useRef<HTMLFormElement>(null)
  // The search that came of it is there: the panel has done its work.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs because the search is another one, whatever it is.
  useEffect(() => panel.current?.hidePopover(), [search])
  return (
    <>
      <button type="button" popoverTarget="paste-panel" className="btn btn-bare">
        <Icon name="clipboard-paste" className="size-3.5" />
        {t('pasteCodes')}
      </button>
      <PasteForm search={search} panel={{ id: 'paste-panel', ref: panel }} />
    </>
  )
}
