'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { draftChangeAction } from '@/lib/changes/actions'

/** Keeps the portfolio as a selection and goes to where it is decided who takes it over. */
export function HandOverButton({ userId }: { userId: number }) {
  const t = useTranslations('admin')
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const draft = () =>
    act(
      () => draftChangeAction({ selection: { kind: 'portfolio', userId } }),
      ({ key }) => router.push(`/changes/${key}`),
    )
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="button" className="btn" disabled={busy} onClick={draft}>
        {t('handOver')}
      </button>
    </>
  )
}
