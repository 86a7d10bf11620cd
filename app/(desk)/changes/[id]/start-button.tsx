'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { reaching, useRefusals } from '@/app/_ui/use-action-form'
import { startChangeAction } from '@/lib/changes/actions'
import type { Failure } from '@/lib/result'

type Props = { changeKey: string; fingerprint: string; total: number; destroys: boolean; label: string }

/** Starts what the preview shows, and nothing else: it sends along which set of customers was seen. */
export function StartButton({ changeKey, fingerprint, total, destroys, label }: Props) {
  const t = useTranslations('changes')
  const say = useRefusals()
  const router = useRouter()
  const [failure, setFailure] = useState<Failure>()
  const [busy, start] = useTransition()
  const go = () =>
    start(async () => {
      const result = await reaching(() => startChangeAction({ key: changeKey, fingerprint, total }))
      setFailure(result.ok ? undefined : result.failure)
      router.refresh()
    })
  return (
    <div className="grid justify-items-start gap-3">
      {failure && <Notice tone="bad">{say(failure)}</Notice>}
      <button type="button" className={`btn ${destroys ? 'btn-danger' : 'btn-go'}`} disabled={busy} onClick={go}>
        {busy ? t('wait') : label}
      </button>
    </div>
  )
}
