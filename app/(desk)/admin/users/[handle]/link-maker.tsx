'use client'

import { useId, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { CopyButton } from '@/app/_ui/copy-button'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import type { TokenPurpose } from '@/db/schema/vocabulary'
import { makeLinkAction } from '@/lib/users/actions'

type Props = { handle: string; purpose: TokenPurpose; active: boolean; openUntil: string | undefined }
type Made = { address: string }

/** Makes the link that the person has to be given. It is shown here once: only its digest is kept. */
export function LinkMaker({ handle, purpose, active, openUntil }: Props) {
  const t = useTranslations('admin')
  const id = useId()
  const [made, setMade] = useState<Made>()
  const { act, busy, problem } = useDeed()
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-base text-ink-2">{active ? t(`link.${purpose}`) : t('link.wakes')}</p>
      {openUntil && !made && <p className="text-sm text-ink-3">{t('link.open', { until: openUntil })}</p>}
      {problem && <Notice tone="bad">{problem}</Notice>}
      {made && (
        <div className="grid w-full gap-1.5">
          <label htmlFor={id} className="text-base font-medium text-ink-2">
            {t('link.label')}
          </label>
          <input
            id={id}
            readOnly
            value={made.address}
            className="input"
            onFocus={(event) => event.currentTarget.select()}
          />
          <div className="flex items-center gap-2">
            <CopyButton text={made.address} />
          </div>
          <p className="text-sm text-ink-3">{t(`link.once.${purpose}`)}</p>
        </div>
      )}
      <button
        type="button"
        className="btn"
        aria-disabled={busy}
        onClick={() => act(() => makeLinkAction({ user: handle, purpose }), setMade)}
      >
        {openUntil || made ? t(`link.again.${purpose}`) : t(`link.make.${purpose}`)}
      </button>
    </div>
  )
}
