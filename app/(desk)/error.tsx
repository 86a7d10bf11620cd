'use client'

import { useTranslations } from 'use-intl/react'
import { MessagePage } from '@/app/_ui/message-page'

/** Something broke on our side: says so, with the reference the log has, and offers to try again. */
export default function DeskError({ error }: { error: Error & { digest?: string } }) {
  const t = useTranslations('shell')
  return (
    <MessagePage title={t('errorTitle')} text={t('errorText', { reference: error.digest ?? '–' })} link={t('home')}>
      {/* Next's own `reset` draws again what the server has sent already, the error. */}
      <button type="button" className="btn btn-go" onClick={() => window.location.reload()}>
        {t('tryAgain')}
      </button>
    </MessagePage>
  )
}
