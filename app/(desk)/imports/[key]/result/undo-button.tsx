'use client'

import { Undo2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { undoImportAction } from '@/lib/imports/actions'

/** Prepares the undoing and goes to where it is looked at before it starts. */
export function UndoButton({ importKey, label }: { importKey: string; label: string }) {
  const router = useRouter()
  const { act, busy, problem } = useDeed()
  const plan = () =>
    act(
      () => undoImportAction({ key: importKey }),
      ({ key }) => router.push(`/imports/${key}/check`),
    )
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="button" className="btn" disabled={busy} onClick={plan}>
        <Undo2 className="size-3.5" aria-hidden />
        {label}
      </button>
    </>
  )
}
