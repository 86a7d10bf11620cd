'use client'

import { useTranslations } from 'use-intl/react'
import { Notice } from './notice'

type Props = { busy: boolean; problem: string | undefined; saved: boolean }

/** The end of a form that stays where it is: what stands in the way, the button, and whether it was done. */
export function SaveRow({ busy, problem, saved }: Props) {
  const words = useTranslations('words')
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="flex items-center gap-3">
        <button type="submit" className="btn btn-go" aria-disabled={busy}>
          {busy ? words('saving') : words('save')}
        </button>
        {saved && !problem && (
          <p role="status" className="text-base text-ink-2">
            {words('saved')}
          </p>
        )}
      </div>
    </>
  )
}
