'use client'

import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { stopChangeAction } from '@/lib/changes/actions'

/** Ends a change where it is. */
export function StopButton({ changeKey, label }: { changeKey: string; label: string }) {
  const { act, busy, problem } = useDeed()
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button
        type="button"
        className="btn"
        disabled={busy}
        onClick={() => act(() => stopChangeAction({ key: changeKey }))}
      >
        {label}
      </button>
    </>
  )
}
