'use client'

import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { setActiveAction } from '@/lib/users/actions'
import { Deactivate, type Held } from './deactivate'

type Props = { handle: string; name: string; active: boolean; own: boolean; hasEmail: boolean; held: Held | undefined }

/** Lets a user in, or no longer. Closing the door says first what it does. */
export function ActiveSwitch({ handle, name, active, own, hasEmail, held }: Props) {
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
      <Deactivate handle={handle} name={name} own={own} held={held} />
    </div>
  )
}
