'use client'

import { useTranslations } from 'use-intl/react'
import { AskFirst } from '@/app/_ui/ask-first'
import { forgetMappingAction } from '@/lib/imports/actions'

export function ForgetButton({ id, name }: { id: number; name: string }) {
  const t = useTranslations('files.columns')
  return (
    <AskFirst
      button={t('forgetShort')}
      title={t('forget', { name })}
      description={t('forgetText')}
      call={() => forgetMappingAction({ id })}
    />
  )
}
