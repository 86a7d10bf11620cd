'use client'

import { useTranslations } from 'use-intl/react'
import { AskFirst } from '@/app/_ui/ask-first'
import { takeSecondFactorAction } from '@/lib/users/actions'

/** For somebody who has lost the second factor. It says first what that means. */
export function TakeSecondFactor({ handle, name }: { handle: string; name: string }) {
  const t = useTranslations('admin')
  return (
    <div className="grid justify-items-start gap-2">
      <p className="text-base text-ink-2">{t('takeSecondFactorText')}</p>
      <AskFirst
        button={t('takeSecondFactor')}
        title={t('takeSecondFactorTitle', { name })}
        description={t('takeSecondFactorEffect')}
        call={() => takeSecondFactorAction({ user: handle })}
      />
    </div>
  )
}
