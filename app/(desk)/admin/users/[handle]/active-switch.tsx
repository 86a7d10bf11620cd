'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Dialog } from '@/app/_ui/dialog'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { setActiveAction } from '@/lib/users/actions'

type Props = { handle: string; name: string; active: boolean; own: boolean; hasEmail: boolean }

/** Lets a user in, or no longer. Closing the door says first what it does. */
export function ActiveSwitch({ handle, name, active, own, hasEmail }: Props) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  const [asking, setAsking] = useState(false)
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
            onClick={() =>
              act(
                () => setActiveAction({ user: handle, active: true }),
                () => setAsking(false),
              )
            }
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
      <button type="button" className="btn" onClick={() => setAsking(true)}>
        {t('deactivate')}
      </button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deactivateTitle', { name })}
        description={own ? t('deactivateOwn') : t('deactivateText')}
        closeLabel={words('close')}
      >
        {problem && <Notice tone="bad">{problem}</Notice>}
        <div className="flex justify-end gap-2">
          <button type="button" className="btn" onClick={() => setAsking(false)}>
            {words('cancel')}
          </button>
          <button
            type="button"
            className="btn btn-danger"
            disabled={busy}
            onClick={() =>
              act(
                () => setActiveAction({ user: handle, active: false, confirmed: own }),
                () => setAsking(false),
              )
            }
          >
            {t('deactivate')}
          </button>
        </div>
      </Dialog>
    </div>
  )
}
