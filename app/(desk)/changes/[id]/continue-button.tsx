'use client'

import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { continueUndoAction } from '@/lib/changes/actions'

/** Goes on with an undo that did not get to its end. */
export function ContinueButton({ changeKey, label }: { changeKey: string; label: string }) {
  const { act, busy, problem } = useDeed()
  const go = () => act(() => continueUndoAction({ key: changeKey }))
  return (
    <div className="grid justify-items-start gap-3">
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="button" className="btn btn-go" disabled={busy} onClick={go}>
        {label}
      </button>
    </div>
  )
}
