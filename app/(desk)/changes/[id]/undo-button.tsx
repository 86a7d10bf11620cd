'use client'

import { Undo2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { undoChangeAction } from '@/lib/changes/actions'

/** Prepares the undo and goes to its preview. */
export function UndoButton({ changeKey }: { changeKey: string }) {
  const t = useTranslations('changes')
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const plan = () =>
    act(
      () => undoChangeAction({ key: changeKey }),
      ({ key }) => router.push(`/changes/${key}`),
    )
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="button" className="btn" disabled={busy} onClick={plan}>
        <Undo2 className="size-3.5" aria-hidden />
        {t('undo')}
      </button>
    </>
  )
}
