'use client'

import { useTranslations } from 'use-intl/react'
import { MessagePage } from '@/app/_ui/message-page'

/** Something broke on our side: says so, with the reference the log has, and offers to try again. */
export default function DeskError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('shell')
  return (
    <MessagePage title={t('errorTitle')} text={t('errorText', { reference: error.digest ?? '–' })} link={t('home')}>
      <button type="button" className="btn btn-go" onClick={reset}>
        {t('tryAgain')}
      </button>
    </MessagePage>
  )
}
