'use client'

import { Notice } from '@/app/_ui/notice'
import { useDeed } from '@/app/_ui/use-deed'
import { checkAgainAction, enterUnknownAction, stopImportAction } from '@/lib/imports/actions'

const DEEDS = { stop: stopImportAction, checkAgain: checkAgainAction, enterUnknown: enterUnknownAction }

/** A button that does one thing to an import, after which the page shows where it stands. */
export function DeedButton({ importKey, deed, label }: { importKey: string; deed: keyof typeof DEEDS; label: string }) {
  const { act, busy, problem } = useDeed()
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <button type="button" className="btn" disabled={busy} onClick={() => act(() => DEEDS[deed]({ key: importKey }))}>
        {label}
      </button>
    </>
  )
}
