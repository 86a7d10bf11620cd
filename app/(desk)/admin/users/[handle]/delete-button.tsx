'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Dialog } from '@/app/_ui/dialog'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { deleteUserAction } from '@/lib/users/actions'

/** Deletes a user for good, once somebody has said that they mean it. */
export function DeleteButton({ handle, name }: { handle: string; name: string }) {
  const t = useTranslations('admin')
  const words = useTranslations('words')
  const [asking, setAsking] = useState(false)
  const { act, busy, problem } = useDeed()
  return (
    <>
      <button type="button" className="btn" onClick={() => setAsking(true)}>
        {t('delete')}
      </button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteAsk', { name })}
        description={t('deleteEffect')}
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
            onClick={() => act(() => deleteUserAction({ user: handle }))}
          >
            {t('delete')}
          </button>
        </div>
      </Dialog>
    </>
  )
}
