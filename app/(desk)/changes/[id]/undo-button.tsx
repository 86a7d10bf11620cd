'use client'

import { Undo2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { reaching, useRefusals } from '@/app/_ui/use-action-form'
import { undoChangeAction } from '@/lib/changes/actions'
import type { Failure } from '@/lib/result'

/** Prepares the undo and goes to its preview. */
export function UndoButton({ changeKey }: { changeKey: string }) {
  const t = useTranslations('changes')
  const say = useRefusals()
  const router = useRouter()
  const [failure, setFailure] = useState<Failure>()
  const [busy, start] = useTransition()
  const plan = () =>
    start(async () => {
      const result = await reaching(() => undoChangeAction({ key: changeKey }))
      if (result.ok) router.push(`/changes/${result.value.key}`)
      else setFailure(result.failure)
    })
  return (
    <>
      {failure && <Notice tone="bad">{say(failure)}</Notice>}
      <button type="button" className="btn" disabled={busy} onClick={plan}>
        <Undo2 className="size-3.5" aria-hidden />
        {t('undo')}
      </button>
    </>
  )
}
