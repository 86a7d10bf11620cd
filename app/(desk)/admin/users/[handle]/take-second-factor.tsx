'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Dialog } from '@/app/_ui/dialog'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { takeSecondFactorAction } from '@/lib/users/actions'

/** For somebody who has lost the second factor. It says first what that means. */
export function TakeSecondFactor({ handle, name }: { handle: string; name: string }) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  const [asking, setAsking] = useState(false)
  const { act, busy, problem } = useDeed()
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-base text-ink-2">{t('takeSecondFactorText')}</p>
      <button type="button" className="btn" onClick={() => setAsking(true)}>
        {t('takeSecondFactor')}
      </button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('takeSecondFactorTitle', { name })}
        description={t('takeSecondFactorEffect')}
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
                () => takeSecondFactorAction({ user: handle }),
                () => setAsking(false),
              )
            }
          >
            {t('takeSecondFactor')}
          </button>
        </div>
      </Dialog>
    </div>
  )
}
