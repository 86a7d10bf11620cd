'use client'

import { useTranslations } from 'use-intl/react'
import { AskFirst } from '@/app/_ui/ask-first'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { setActiveAction } from '@/lib/users/actions'

type Props = { handle: string; name: string; active: boolean; own: boolean; hasEmail: boolean }

/** Lets a user in, or no longer. Closing the door says first what it does. */
export function ActiveSwitch({ handle, name, active, own, hasEmail }: Props) {
  const t = useTranslations('admin')
  const { act, busy, problem } = useDeed()
  if (!active) {
    return (
      <div className="grid justify-items-start gap-2">
        <p className="text-base text-ink-2">{hasEmail ? t('inactiveText') : t('inactiveNoEmail')}</p>
        {problem && <Notice tone="bad">{problem}</Notice>}
        {hasEmail && (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => act(() => setActiveAction({ user: handle, active: true }))}
          >
            {t('activate')}
          </button>
        )}
      </div>
    )
  }
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-base text-ink-2">{t('activeText')}</p>
      <AskFirst
        button={t('deactivate')}
        title={t('deactivateTitle', { name })}
        description={own ? t('deactivateOwn') : t('deactivateText')}
        call={() => setActiveAction({ user: handle, active: false, confirmed: own })}
      />
    </div>
  )
}
