'use client'

import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { startChangeAction } from '@/lib/changes/actions'

type Props = { changeKey: string; fingerprint: string; total: number; destroys: boolean; label: string }

/** Starts what the preview shows, and nothing else: it sends along which set of customers was seen. */
export function StartButton({ changeKey, fingerprint, total, destroys, label }: Props) {
  const t = useTranslations('changes')
  const { act, busy, problem } = useDeed()
  const go = () => act(() => startChangeAction({ key: changeKey, fingerprint, total }))
  return (
    <div className="grid justify-items-start gap-3">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="button" className={`btn ${destroys ? 'btn-danger' : 'btn-go'}`} disabled={busy} onClick={go}>
        {busy ? t('wait') : label}
      </button>
    </div>
  )
}
