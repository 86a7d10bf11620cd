'use client'

import { useTranslations } from 'use-intl/react'
import { AskFirst } from '@/app/_ui/ask-first'
import { deleteUserAction } from '@/lib/users/actions'

/** Deletes a user for good, once somebody has said that they mean it. */
export function DeleteButton({ handle, name }: { handle: string; name: string }) {
  const t = useTranslations('admin')
  return (
    <AskFirst
      button={t('delete')}
      title={t('deleteAsk', { name })}
      description={t('deleteEffect')}
      call={() => deleteUserAction({ user: handle })}
    />
  )
}
